"""Step field: one setting of a step: its control, its present value, and what may be typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.comparison.wording import read_told, tell_moment
from engine.workshop.words import Choice

HEADER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")
"""Valid names of a header where people type it."""
TEXT, LONG, CHOICE, GROUPS, ROWS, LINES = "text", "long", "choice", "groups", "rows", "lines"
"""Kinds of control. GROUPS is any number of choices, separated by commas; ROWS is lines of `name = expression`;
LINES is lines of `name: text`."""
PLAIN, FEEL, VALUE, MOMENT, NAME, NUMBER, PREFIX = "", "feel", "value", "moment", "variable", "number", "prefix"
NOUN = "noun"
"""What may be typed: any text, FEEL with its `=`, FEEL or plain text, FEEL or a moment, the name of a variable, FEEL or
a number, the beginning of references; the word for a case."""


@dataclass(frozen=True, slots=True)
class StepField:
    """One setting. `name` identifies it: an extension and its attribute, or a word of our own."""

    name: str
    control: str
    value: str
    choices: tuple[Choice, ...] = ()
    reads: str = PLAIN
    required: bool = False
    about: str = ""
    """What it is about, where the name does not say so: the flow of an answer, the key of a header."""
    needed: bool = False
    """Whether the check finds an error where it is empty. It can still be saved empty, by somebody who is halfway."""
    sometimes: bool = False
    """Whether that depends on another setting."""
    is_open: bool = False
    """Whether the choices are only those in use, and any other text may be typed."""

    @property
    def shown(self) -> str:
        """The value as people type it: `=werkdagen(15)` is 15 werkdagen."""
        told = tell_moment(self.value) if self.reads == MOMENT else self.value
        return told if read_told(told) == self.value else self.value


def with_own(choices: tuple[Choice, ...], value: str) -> tuple[Choice, ...]:
    """The choices, plus the present value where it is none of them."""
    return choices if not value or any(one.id == value for one in choices) else (*choices, Choice(value, value))
