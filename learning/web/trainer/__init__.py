"""Pages of trainers: their sessions and registers."""
