"""Errors: every reason the engine has to say no, as a type that carries the facts of the refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class EngineError(Exception):
    """The engine refused, or could not do, what was asked; nothing of it was done."""


class Unavailable(EngineError):
    """The database cannot be reached, is full, or was too busy. Nothing was done; it may work a little later."""


class NotFound(EngineError):
    """No such case, task, account or definition, or none that this user may know of."""

    def __init__(self, what: str, key: object = None) -> None:
        super().__init__(f"{what} {key!r} not found" if key is not None else f"{what} not found")
        self.what = what
        self.key = key


class NotAllowed(EngineError):
    """This user may not do this to this subject."""

    def __init__(self, action: str, reason: str = "") -> None:
        super().__init__(f"{action} is not allowed" + (f": {reason}" if reason else ""))
        self.action = action
        self.reason = reason


class Conflict(EngineError):
    """The world has moved on since the reader looked at it."""


class TaskTaken(Conflict):
    """Someone else has taken this task."""

    def __init__(self, by: str, at: datetime | None = None) -> None:
        super().__init__(f"task taken by {by}")
        self.by = by
        self.at = at


class TaskClosed(Conflict):
    """The task is no longer open: completed by someone, or ended by a deadline or a withdrawal.

    `why` is "completed", "cancelled" or "deadline"; `by` is the name of whoever did it, where that is a person.
    """

    def __init__(self, why: str, by: str | None = None, at: datetime | None = None) -> None:
        super().__init__(f"task closed: {why}" + (f" by {by}" if by else ""))
        self.why = why
        self.by = by
        self.at = at


class TaskForAnother(Conflict):
    """Somebody else must do this task: the person has or did `other`, the one that it is paired with (four eyes)."""

    def __init__(self, other: str) -> None:
        super().__init__(f"for another person than who does {other}")
        self.other = other


class ChangedMeanwhile(Conflict):
    """These files were saved after the reader had opened them. `revision` is the newest.

    `is_own`: by the reader, as in another tab.
    """

    def __init__(self, by: str, at: datetime, revision: int, *, is_own: bool = False) -> None:
        super().__init__(f"changed meanwhile by {by}")
        self.by = by
        self.at = at
        self.revision = revision
        self.is_own = is_own


class ChangeMoved(Conflict):
    """A change of a process is no longer in the state that was asked for. `state` is the one that it is in."""

    def __init__(self, state: str) -> None:
        super().__init__(f"the change is {state}")
        self.state = state


class DestructionMoved(Conflict):
    """A list of what may be destroyed is not as the reader saw it.

    `state` is the one that it is in, or `changed` for a draft that a colleague changed; `by` is who brought it there.
    """

    def __init__(self, state: str, by: str | None = None, at: datetime | None = None) -> None:
        super().__init__(f"the destruction list is {state}")
        self.state = state
        self.by = by
        self.at = at


class CaseEnded(Conflict):
    """The case has ended, so nothing more can happen in it."""


class NotWaiting(Conflict):
    """The case does not wait for this message at this moment."""

    def __init__(self, message: str) -> None:
        super().__init__(f"no subscription waits for message {message!r}")
        self.message = message


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field: `code` names the rule, `limit` what the rule asks for.

    `found` is what was found instead, where that helps: how many characters, or the words around one that is refused.
    """

    code: str
    limit: object = None
    found: object = field(default=None, compare=False)


class AnswersRefused(EngineError):
    """The answers do not fit the form. `problems` maps the field's key to what is wrong with it."""

    def __init__(self, problems: Mapping[str, FieldProblem]) -> None:
        super().__init__("answers refused: " + ", ".join(f"{key}: {p.code}" for key, p in problems.items()))
        self.problems = dict(problems)


class RepairRefused(EngineError):
    """What an operator wants to put right cannot be taken; `problems` says per field why.

    A code is one of: required, not_feel, not_a_value.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("repair refused: " + ", ".join(f"{key}: {code}" for key, code in problems.items()))
        self.problems = dict(problems)


class ExtensionRefused(EngineError):
    """A statutory term cannot be extended like this; `problems` says per field why.

    Fields are reden, weken and termijn; a code is one of: required, weeks, no_term, extended_before, passed.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("extension refused: " + ", ".join(f"{key}: {code}" for key, code in problems.items()))
        self.problems = dict(problems)


class CalendarRefused(EngineError):
    """A day cannot be added to the calendar; `problems` says per field (dag, soort, reden) why.

    A code is one of: required, no_kind, not_a_date, far_away, there_already, holiday_already, worked_already.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("calendar refused: " + ", ".join(f"{key}: {code}" for key, code in problems.items()))
        self.problems = dict(problems)


class DestructionRefused(EngineError):
    """A list of what may be destroyed cannot be made, changed or judged like this; `problems` says per field why.

    Fields are lijst, zaak, reden and oordeel; a code is one of: required, nothing, empty, changed.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("destruction refused: " + ", ".join(f"{key}: {code}" for key, code in problems.items()))
        self.problems = dict(problems)


class SimulationRefused(EngineError):
    """A replay cannot be asked for like this; `problems` says per field (aantal, mensen-…, uren-…, kans-…) why.

    A code is one of: no_arrivals, too_many, no_people, no_hours, no_chance, no_sum, no_way.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("simulation refused: " + ", ".join(f"{key}: {code}" for key, code in problems.items()))
        self.problems = dict(problems)


class MoveRefused(EngineError):
    """A token cannot go on from there, or cases cannot go to a version as it was asked.

    `reasons` are Dutch sentences that name the element and the remedy.
    """

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


class SignInRefused(EngineError):
    """Unknown name or wrong password (never told which), or too many failures; then `wait` is the seconds to wait."""

    def __init__(self, wait: int = 0) -> None:
        super().__init__("sign-in refused" + (f"; wait {wait} s" if wait else ""))
        self.wait = wait


class IdentityRefused(EngineError):
    """A sign-in service said who somebody is, and that lets nobody in.

    `why`: `unknown`: there is no account of this name; `blocked`: its account is; `taken`: the account of this name
    belongs to somebody else at that service.
    """

    def __init__(self, why: str, username: str) -> None:
        super().__init__(f"identity refused: {why}")
        self.why = why
        self.username = username


class DigestRefused(EngineError):
    """Nobody can have a digest as often as that."""


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
    """A file of a process cannot be changed like this; it stayed as it was.

    `code` names the reason, `element` is where, `detail` what it is about. The sentences are in
    `web/workshop/stepwords.py`.
    """

    def __init__(self, code: str, element: str = "", detail: str = "") -> None:
        super().__init__(": ".join(part for part in (element, code, detail) if part))
        self.code = code
        self.element = element
        self.detail = detail


class FieldsRefused(EngineError):
    """What was typed about a step, table or form cannot be taken; `problems` says per field why.

    A code is one of: required, not_feel, not_a_moment, not_a_name, not_an_option, not_rows, not_a_number. The limit of
    a problem is the part that is wrong, or what the reader of expressions says of it, in Dutch.
    """

    def __init__(self, problems: Mapping[str, FieldProblem]) -> None:
        super().__init__("fields refused: " + ", ".join(f"{key}: {p.code}" for key, p in problems.items()))
        self.problems = dict(problems)


class DefinitionRefused(EngineError):
    """Processes were offered that have errors; `findings` says where, why, and what to do."""

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
    """What was asked of a trial cannot be; the trial is as it was.

    `code` is one of the table of sentences in `web/workshop`; `facts` go with it. `findings` is what `check` says,
    where the processes have errors.
    """

    def __init__(self, code: str, findings: Sequence[Any] = (), **facts: Any) -> None:
        super().__init__(f"trial refused: {code}" + "".join(f", {key} {value}" for key, value in facts.items()))
        self.code = code
        self.findings = tuple(findings)
        self.facts = facts


class ConfigurationRefused(EngineError):
    """A setting is missing or wrong; the message names it, its source and the remedy."""


class HistoryBroken(EngineError):
    """The chain of events does not verify: an event was changed, removed or inserted outside the engine.

    `reason` is `changed`, or `missing`: an event before it is gone or was put in. `case_id` is None for an event of the
    municipality.
    """

    def __init__(self, sequence: int, reason: str, case_id: str | None) -> None:
        super().__init__(f"event {sequence}: {reason}")
        self.sequence = sequence
        self.reason = reason
        self.case_id = case_id


class SealRefused(EngineError):
    """What was given as a seal is none: `unreadable`, `altered` (it is not what it was when it was made) or `newer`, of
    a release that came after this one."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
