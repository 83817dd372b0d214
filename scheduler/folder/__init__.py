"""The programme folder and the schedule folder, in and out.

``read_folder`` turns a folder of plain files into a `Problem` or refuses it with all its defects;
``read_schedule`` and ``write_schedule`` do the same for the answer.
"""

from scheduler.folder.reading import Reading, read_folder
from scheduler.folder.schedule import read_schedule, read_summary, refuse_bad_target, write_schedule

__all__ = ["Reading", "read_folder", "read_schedule", "read_summary", "refuse_bad_target", "write_schedule"]
