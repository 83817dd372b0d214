"""Pages of managers: the completion of their own people."""
