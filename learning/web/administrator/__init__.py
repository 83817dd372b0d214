"""Pages of an organisation's administrators."""
