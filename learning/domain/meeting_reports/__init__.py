"""Attendance reports of Teams, Zoom and Webex: read, matched with who was expected, and turned into marks."""
