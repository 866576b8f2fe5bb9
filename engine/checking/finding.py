"""Finding: one thing that is wrong with a process, and how it is worded."""

from __future__ import annotations

from dataclasses import dataclass

from engine.checking.clauses import CLAUSES, EXPLAINED
from engine.checking.sentences import SENTENCES
from engine.dialect import naming
from engine.dialect.elements import Element

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, why, and what to do. `code` stays the same when sentences are rewritten."""

    code: str
    severity: str
    file: str
    element_id: str
    element_name: str
    reason: str
    remedy: str
    line: int | None = None
    trace: tuple[str, ...] = ()
    """Ids of elements, in the order in which tokens move until this goes wrong."""
    steps: tuple[str, ...] = ()
    """The name by which people know each element of the trace."""
    silent: frozenset[str] = frozenset()
    """Those of them that are flows without an answer."""
    names: tuple[str, ...] = ()
    """The variables that it is about, if a button can do something with them."""

    @property
    def clause(self) -> str:
        """The clause of BPMN 2.0.2; empty for a rule of our own."""
        return CLAUSES.get(self.code) or EXPLAINED.get(self.code, "")

    @property
    def walked(self) -> tuple[tuple[str, str], ...]:
        """The steps and answers of the trace for readers: each with its id and what it is called."""
        return tuple(pair for pair in zip(self.trace, self.steps, strict=True) if pair[0] not in self.silent)

    def __str__(self) -> str:
        word = "Fout" if self.severity == ERROR else "Let op"
        where = ", ".join(part for part in (self.element_id, self.file) if part)
        line = f", regel {self.line}" if self.line else ""
        clause = f"; BPMN 2.0.2, {self.clause}" if self.clause else ""
        return f"{word}: {self.reason} {self.remedy} ({where}{line}{clause})"


def make(
    code: str,
    file: str,
    element: Element | None = None,
    *,
    severity: str = ERROR,
    name: str = "",
    line: int | None = None,
    **words: object,
) -> Finding:
    """A finding on an element, or on a file for None. `words` fill in the sentences of the code.

    In those, `name` is what people call the element, and `which` is the same preceded by a word for its kind.
    """
    shown = name or (naming.describe(element) if element is not None else f"*{file}*")
    values = {"detail": "", "other": "", "attribute": "", "way": "", **words, "name": shown}
    values["kind"] = naming.begin(naming.kind_of(element)) if element is not None else ""
    values["which"] = name or (naming.locate(element) if element is not None else shown)
    reason, remedy = (naming.begin(sentence.format_map(values)) for sentence in SENTENCES[code])
    return Finding(
        code,
        severity,
        file,
        element.id if element is not None else "",
        naming.call(element) if element is not None else "",
        reason,
        remedy,
        line or (element.line if element is not None else None),
    )
