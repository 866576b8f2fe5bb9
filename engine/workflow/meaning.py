"""Meaning: what our specifications ask and tell while tokens move; the token game (`game.TokenGame`) is who answers.

SpiffWorkflow moves a token from node to node. All that a diagram says besides, such as variables, expressions and
events, goes through here, so that a specification knows no more of the game than this.
"""

from __future__ import annotations

from typing import Protocol

from SpiffWorkflow.task import Task

from engine.dialect.elements import Element


class Meaning(Protocol):
    """Each is asked of a task while SpiffWorkflow has it in hand. Raises: ExecutionFailed: the case cannot go on."""

    def decide(self, task: Task, flow: Element) -> bool:
        """Whether a token takes a flow that has a condition."""

    def perform(self, task: Task) -> None:
        """Do what an automatic task says."""

    def offer(self, task: Task) -> None:
        """Settle for whom a user task is that has become ready."""

    def throw(self, task: Task) -> bool | None:
        """Throw what an event throws. None: its token stays until who catches it ends its scope."""

    def undo_all(self, task: Task) -> bool | None:
        """Undo what was done in a subprocess that was opened again for it. None: that takes more steps."""

    def enter(self, task: Task) -> None:
        """A subprocess or called process begins."""

    def leave(self, task: Task) -> None:
        """A subprocess or called process has ended."""

    def open_instances(self, task: Task) -> bool:
        """A repeated activity begins. False: there is nothing to do even once."""

    def collect(self, task: Task, child: Task) -> bool:
        """An instance of a repeated activity has completed; whether the activity has."""

    def close_instances(self, task: Task) -> None:
        """A repeated activity has ended, or is ended."""

    def close_scope(self, task: Task) -> None:
        """A task is ended: its variables, and those inside it, are forgotten."""

    def note_completed(self, task: Task) -> None:
        """A token has passed an element: the history wants to know, and perhaps the submitter."""

    def remember(self, task: Task) -> None:
        """Something has completed that may have to be undone."""


def meaning_of(task: Task) -> Meaning:
    meaning: Meaning = task.workflow.top_workflow.game
    return meaning
