"""The one door to the scheduler: programmes go out as problems and folders, schedules come back as rows."""
