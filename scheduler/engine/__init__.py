"""The search: the only place that knows OR-Tools."""
