"""Pages of participants: their own sessions."""
