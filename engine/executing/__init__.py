"""Executing: doing what is due, and what acts have asked for, without knowing all that can be asked for.

`sweeping` lets due timers fire, `executor` has the jobs executed by the handlers that it is given, `handlers` has those
of cases. What executes the other kinds is further up (`engine.background.jobs`). So a trial, which is a municipality
with cases and nothing else, needs none of that.
"""
