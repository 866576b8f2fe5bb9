"""Shown: pages of a form and their fields, as the templates show them."""

from __future__ import annotations

from dataclasses import dataclass

from web.forms.rows import RemovedRow


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
    """The first thing typed in it, which distinguishes the rows."""


@dataclass(frozen=True, slots=True)
class ShownRows:
    """The rows of a list, with what can be done with them."""

    rows: tuple[ShownRow, ...]
    grows: bool
    most: int
    note: str = ""
    """What was just done, where that is not obvious."""
    removed: RemovedRow | None = None
    """The row that was just removed, and can be restored."""

    @property
    def plain(self) -> bool:
        """Whether each row is one self-explanatory question, so that its number would add nothing."""
        return not self.grows and all(len(row.fields) == 1 for row in self.rows)

    @property
    def full(self) -> bool:
        return len(self.rows) >= self.most


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file that was submitted, or is ready to be."""

    id: str
    name: str
    size: str
    """In words."""
    address: str
    """Where it can be opened; empty where only its name is shown."""
    picture: str = ""
    """The address of its thumbnail, if it is a picture."""


@dataclass(frozen=True, slots=True)
class ShownFiles:
    """The files of one question, with what else it accepts."""

    files: tuple[ShownFile, ...]
    accept: str
    """For the browser: the accepted file extensions."""
    several: bool
    full: bool
    hint: str


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field as a page shows it: with its content and its error."""

    key: str
    """Its name in the page; in a row of a list, the name from `engine.name_in`."""
    kind: str
    label: str
    description: str
    required: bool
    sometimes: bool
    """Whether it depends on another answer on the same page, so that it may have to stay empty."""
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
    """For a list: its rows."""
    uploads: ShownFiles | None = None
    """For a file question: the files that are present."""
    focus: bool = False
    """Whether this gets the keyboard focus when the page loads."""

    @property
    def id(self) -> str:
        """The id of the control: for a group of options that of the first, for a list that of the whole list."""
        return f"veld-{self.key.replace('.', '-')}"

    @property
    def leads_to(self) -> str:
        """The id that the error summary links to: where somebody can fix the error."""
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
