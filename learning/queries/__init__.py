"""Named questions about the tables. Nothing here changes anything."""
