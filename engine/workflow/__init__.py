"""Workflow: the only room that knows SpiffWorkflow. Bytes in, a frozen `Step` out; no database, no clock of its own.

A map, to be read from the bottom up: each line uses only the lines below it (import-linter enforces this, see
pyproject.toml).

    acts on a case        playing (start, complete, …), starting, entering, migrating and carrying, moving, rescheduling
    result of an act      reporting
    what runs next        game
    what elements do      offering, performing                 tasks for people, and automatic tasks
                          handing, repeating                   variables in and out, repeated activities
                          throwing, catching, happening        events: who throws them and what waits for them
                          compensating, cancelling             undoing what `remembering` has recorded
                          noting                               what is written to the history
    a loaded case         board: its tokens and variables, and what has happened; waiting: what an event can happen to
    a case as bytes       state, pruning
    a version             compiling makes it, compiled holds it; passage compares two, standing says where tokens are
    what a node is        specs, joins, loops, undoing, ways: SpiffWorkflow's node classes, corrected
                          meaning: everything these ask of the game
    SpiffWorkflow's own   specification, run and token: its process, its workflow and its task, corrected
    shared by all         expressions, scopes (of variables), rhythm (of timers), budget; step: the output

Three words come from SpiffWorkflow. A *task* is a node of the token tree, whatever element it is at; a token is a live
leaf of that tree. A *spec* is what an element is to its tasks. A *workflow* is one `Run` of a process or subprocess;
`running()` returns all of those in a case. A *scope* is our own word: where the variables of a run, or of one task,
live.
"""

from engine.workflow.compiled import Compiled
from engine.workflow.compiling import compile_processes
from engine.workflow.entering import enter, hinder_at
from engine.workflow.migrating import Verdict, judge, migrate, view
from engine.workflow.moving import Token, list_tokens, move
from engine.workflow.passage import Obstacle, Passage
from engine.workflow.playing import complete, correlate, mend, pass_time, read_variables, revise, start, take_signal
from engine.workflow.rhythm import Rhythm, next_moment
from engine.workflow.standing import Standing
from engine.workflow.starting import first_moment
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
