"""Workflow: the only room that knows SpiffWorkflow. Bytes in, a frozen `Step` out; no database, no clock of its own."""

from engine.workflow.compiled import Compiled
from engine.workflow.compiling import compile_processes
from engine.workflow.migrating import Verdict, judge, migrate, view
from engine.workflow.moving import Token, list_tokens, move
from engine.workflow.passage import Obstacle, Passage
from engine.workflow.playing import complete, correlate, mend, pass_time, read_variables, revise, start, take_signal
from engine.workflow.standing import Standing
from engine.workflow.starting import Rhythm, first_moment, next_moment
from engine.workflow.state import ScopeVariables, read_all_variables
from engine.workflow.step import (
    Ending,
    Explanation,
    JobRequest,
    OpenTask,
    PendingTimer,
    Publication,
    Step,
    Subscription,
    Surroundings,
)

__all__ = [
    "Compiled",
    "Ending",
    "Explanation",
    "JobRequest",
    "Obstacle",
    "OpenTask",
    "Passage",
    "PendingTimer",
    "Publication",
    "Rhythm",
    "ScopeVariables",
    "Standing",
    "Step",
    "Subscription",
    "Surroundings",
    "Token",
    "Verdict",
    "compile_processes",
    "complete",
    "correlate",
    "first_moment",
    "judge",
    "list_tokens",
    "mend",
    "migrate",
    "move",
    "next_moment",
    "pass_time",
    "read_all_variables",
    "read_variables",
    "revise",
    "start",
    "take_signal",
    "view",
]
