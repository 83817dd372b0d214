"""What leaves the application: tables, and later letters, calendars and mail."""
