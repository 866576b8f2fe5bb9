"""Processes: what is wrong with the files of a process, and what goes wrong when one is played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors.base import EngineError
from engine.errors.refusals import FieldProblem


class DiagramRefused(EngineError):
    """A file of a process cannot be read, or breaks the rules of the dialect."""

    def __init__(self, message: str, *, source: str = "", element: str = "", line: int | None = None) -> None:
        place = ":".join(str(part) for part in (source, line) if part)
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.source = source
        self.element = element
        self.line = line


class EditRefused(EngineError):
    """A file of a process cannot be changed like this; it was left as it was.

    `code` names the reason, `element` is where, `detail` what it is about. The sentences are in
    `web/workshop/stepwords.py`.
    """

    def __init__(self, code: str, element: str = "", detail: str = "") -> None:
        super().__init__(": ".join(part for part in (element, code, detail) if part))
        self.code = code
        self.element = element
        self.detail = detail


class FieldsRefused(EngineError):
    """What was typed about a step, table or form is refused; `problems` says per field why.

    A code is one of: required, not_feel, not_a_moment, not_a_name, not_an_option, not_rows, not_a_number. The limit of
    a problem is the part that is wrong, or the message of the expression reader about it, in Dutch.
    """

    def __init__(self, problems: Mapping[str, FieldProblem]) -> None:
        super().__init__("fields refused: " + ", ".join(f"{key}: {p.code}" for key, p in problems.items()))
        self.problems = dict(problems)


class DefinitionRefused(EngineError):
    """The offered processes have errors; `findings` says where, why, and what to do."""

    def __init__(self, findings: Sequence[Any]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = tuple(findings)


class ChangeRefused(EngineError):
    """A change cannot be offered, approved or put in use like this.

    `problems` says per field (titel, reden, ingang, oordeel) why, by a code; `reasons` are Dutch sentences about what
    is in it; `findings` is what `check` says of it.
    """

    def __init__(
        self, problems: Mapping[str, str] | None = None, reasons: Sequence[str] = (), findings: Sequence[Any] = ()
    ) -> None:
        told = [*(f"{key}: {code}" for key, code in (problems or {}).items()), *reasons, *map(str, findings)]
        super().__init__("\n".join(told))
        self.problems = dict(problems or {})
        self.reasons = tuple(reasons)
        self.findings = tuple(findings)


class ExecutionFailed(EngineError):
    """A case could not go on: an expression, decision or step failed. The case stays at its last good state."""

    def __init__(self, message: str, *, element: str = "", process: str = "") -> None:
        super().__init__(f"{process}/{element}: {message}" if element else message)
        self.message = message
        self.element = element
        self.process = process


class ScenarioFailed(EngineError):
    """A scenario did not go as its file says, or cannot be read.

    `code` is one of the table of sentences in `web/`: unreadable, no_process, no_start, not_open, not_for, no_step,
    no_form, no_expectation, differs, bad_time, too_long, refused, answers, stuck, not_waiting; `facts` go with it.
    `step` is the number of the step, from 1, or None for its start and what is expected at its end.
    """

    def __init__(self, message: str, *, code: str = "refused", step: int | None = None, **facts: Any) -> None:
        super().__init__(message)
        self.code = code
        self.step = step
        self.facts = facts


class TrialRefused(EngineError):
    """What was asked of a trial is not possible; the trial is as it was.

    `code` is one of the table of sentences in `web/workshop`; `facts` go with it. `findings` is what `check` says,
    where the processes have errors.
    """

    def __init__(self, code: str, findings: Sequence[Any] = (), **facts: Any) -> None:
        super().__init__(f"trial refused: {code}" + "".join(f", {key} {value}" for key, value in facts.items()))
        self.code = code
        self.findings = tuple(findings)
        self.facts = facts
