"""Shown: pages of a form and their fields, as the templates show them."""

from __future__ import annotations

from dataclasses import dataclass

from web.rows import RemovedRow


@dataclass(frozen=True, slots=True)
class ShownOption:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of a list, with the number that people read."""

    number: int
    fields: tuple[ShownField, ...]
    name: str
    """What was typed first in it: that tells one row from another."""


@dataclass(frozen=True, slots=True)
class ShownRows:
    """The rows of a list, with what can be done with them."""

    rows: tuple[ShownRow, ...]
    grows: bool
    most: int
    note: str = ""
    """What was just done, where that is not plain to see."""
    removed: RemovedRow | None = None
    """The row that was just taken away, and can be put back."""

    @property
    def plain(self) -> bool:
        """Whether each row is one question that says itself what it is about, so that its number would tell no more."""
        return not self.grows and all(len(row.fields) == 1 for row in self.rows)

    @property
    def full(self) -> bool:
        return len(self.rows) >= self.most


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file that was handed in, or is ready to be."""

    id: str
    name: str
    size: str
    """In words."""
    address: str
    """Where it can be opened; none where only its name is shown."""
    picture: str = ""
    """Where it is seen small, if it is a picture."""


@dataclass(frozen=True, slots=True)
class ShownFiles:
    """The files of one question, with what else it takes."""

    files: tuple[ShownFile, ...]
    accept: str
    """For the browser: the endings of what it takes."""
    several: bool
    full: bool
    hint: str


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field as a page shows it: with what is in it and what is wrong with it."""

    key: str
    """Its name in the page: in a row of a list that of `engine.name_in`."""
    kind: str
    label: str
    description: str
    required: bool
    sometimes: bool
    """Whether it depends on another answer of the same page, so that it may have to stay empty."""
    value: str
    ticked: bool
    options: tuple[ShownOption, ...]
    error: str | None
    autocomplete: str | None
    input_type: str
    inputmode: str | None
    prefix: str
    suffix: str
    width: str
    rows: int
    text: str
    inside: ShownRows | None = None
    """Of a list: its rows."""
    uploads: ShownFiles | None = None
    """Of a question for files: those that are there."""
    focus: bool = False
    """Whether the keyboard is to be here when the page comes."""

    @property
    def id(self) -> str:
        """The id of the control: for a group of options that of the first, for a list that of the whole."""
        return f"veld-{self.key.replace('.', '-')}"

    @property
    def leads_to(self) -> str:
        """The id that the error summary leads to: where somebody can do something about it."""
        if self.uploads is not None and not self.uploads.full:
            return f"{self.id}-kiezen"
        return f"{self.id}-erbij" if self.inside is not None and self.inside.grows and not self.inside.full else self.id

    @property
    def has_buttons(self) -> bool:
        """Whether buttons of its own come before the one that sends the form."""
        return self.inside is not None or self.uploads is not None

    @property
    def described_by(self) -> str | None:
        """The ids of what explains the control, for `aria-describedby`."""
        parts = {"uitleg": self.description, "hulp": self.kind in {"date", "files"}, "fout": self.error}
        return " ".join(f"{self.id}-{part}" for part, there in parts.items() if there) or None


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One question group."""

    key: str
    label: str
    description: str
    fields: tuple[ShownField, ...]
