"""Input checked: one form for each thing that people send, with every problem named where it is."""
