"""The search: the only place that knows OR-Tools.

Where to look, in the order in which a schedule comes about:

* ``slots``, ``columns``, ``ground``, ``strand_arrays``, ``build``, ``instance``, ``prospects``: the problem
  as arrays, computed once.
* ``plan``, ``copies``: the schedule while it is made, and every count that a rule counts.
* ``options``, ``eligibility``, ``resources``, ``members``: who may go where, and what is free.
* ``demand``, ``construct``, ``teams``, ``first``: a first timetable with people in it.
* ``chains``, ``flow``, ``pull``, ``settle``: seats for those who are left over.
* ``moves``, ``making_room``, ``given_moves``, ``restarts``, ``polish``, ``loads``, ``assignment``:
  changes that serve one aim or another.
* ``objective``, ``search``, ``budget``: which change is kept, and for how long.
* ``resume``, ``extend``: a schedule that stands taken up again, and places in it for those left out.
* ``answer``, ``worker``: the outcome, and the process that all this runs in.
"""
