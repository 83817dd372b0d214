"""What leaves the application: mail, dates for calendars, charts, reports, tables without formulas."""
