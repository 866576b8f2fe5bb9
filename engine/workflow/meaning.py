"""Meaning: what our specifications ask and report while tokens move; the token game (`game.TokenGame`) answers.

SpiffWorkflow moves a token from node to node. Everything else in a diagram, such as variables, expressions and events,
goes through here, so that a specification knows no more of the game than this.
"""

from __future__ import annotations

from typing import Protocol

from SpiffWorkflow.task import Task

from engine.dialect.elements import Element


class Meaning(Protocol):
    """Called for a task while SpiffWorkflow is handling it. Raises: ExecutionFailed: the case cannot go on."""

    def decide(self, task: Task, flow: Element) -> bool:
        """Whether a token takes a flow that has a condition."""

    def perform(self, task: Task) -> None:
        """Do what an automatic task describes."""

    def offer(self, task: Task) -> None:
        """Settle whom a user task that has become ready is for."""

    def throw(self, task: Task) -> bool | None:
        """Throw what an event throws. None: its token stays until the catcher ends its scope."""

    def undo_all(self, task: Task) -> bool | None:
        """Undo what was done in a subprocess that was reopened for it. None: that takes more steps."""

    def enter(self, task: Task) -> None:
        """A subprocess or called process begins."""

    def leave(self, task: Task) -> None:
        """A subprocess or called process has ended."""

    def open_instances(self, task: Task) -> bool:
        """A repeated activity begins. False: there is nothing to do even once."""

    def collect(self, task: Task, child: Task) -> bool:
        """An instance of a repeated activity has completed; whether the activity has."""

    def close_instances(self, task: Task) -> None:
        """A repeated activity has ended by itself, or is being ended."""

    def close_scope(self, task: Task) -> None:
        """A task is being ended: its variables, and those inside it, are forgotten."""

    def note_completed(self, task: Task) -> None:
        """A token has passed an element: tell the history, and perhaps the submitter."""

    def remember(self, task: Task) -> None:
        """Something has completed that may have to be undone later."""


def meaning_of(task: Task) -> Meaning:
    meaning: Meaning = task.workflow.top_workflow.game
    return meaning
