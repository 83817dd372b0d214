"""Pages of coordinators and administrators of a programme."""
