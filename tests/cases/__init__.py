"""Programme folders of many kinds, each a function of size and seed that says what must hold of its schedule."""
