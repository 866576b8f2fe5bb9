"""Refusals: what was typed or asked cannot be done like this, with the reason per field where there are fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.errors.base import EngineError


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field: `code` names the rule, `limit` what the rule requires.

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


class FileRefused(EngineError):
    """An uploaded file is refused.

    A code is one of: empty_file, too_large_file, unknown_file, other_picture, wrong_file, broken_file,
    too_many_pixels, too_many_files, no_room.
    """

    def __init__(self, problem: FieldProblem) -> None:
        super().__init__(f"file refused: {problem.code}")
        self.problem = problem


class RepairRefused(EngineError):
    """An operator's correction is refused; `problems` says per field why.

    A code is one of: required, not_feel, not_a_value.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("repair refused: " + ", ".join(f"{key}: {code}" for key, code in problems.items()))
        self.problems = dict(problems)


class ExtensionRefused(EngineError):
    """A statutory term cannot be extended like this; `problems` says per field why.

    Fields are reden, weken and termijn; a code is one of: required, weeks, no_term, extended_before, decided,
    passed.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("extension refused: " + ", ".join(f"{key}: {code}" for key, code in problems.items()))
        self.problems = dict(problems)


class ReceiptRefused(EngineError):
    """Something cannot have come in on that day; `problems` says per field (ontvangen, reden, termijn) why.

    A code is one of: in_future, far_away, no_term; for a correction also required, decided, same, entered_before,
    extended_late (it would have been extended too late), promised (an extension promised an earlier day).
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("receipt refused: " + ", ".join(f"{key}: {code}" for key, code in problems.items()))
        self.problems = dict(problems)


class CalendarRefused(EngineError):
    """A day cannot be added to the calendar; `problems` says per field (dag, soort, reden) why.

    A code is one of: required, no_kind, not_a_date, far_away, there_already, holiday_already, worked_already.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("calendar refused: " + ", ".join(f"{key}: {code}" for key, code in problems.items()))
        self.problems = dict(problems)


class LeaveRefused(EngineError):
    """Somebody cannot be away like this; `problems` says per field (eerste_dag, laatste_dag, vervanger) why.

    A code is one of: not_a_date, in_the_past, far_away, before_first; overlaps, with the days of the other as `found`;
    self, gone, no_group; away, with the days on which the replacement is not there.
    """

    def __init__(self, problems: Mapping[str, FieldProblem]) -> None:
        super().__init__("leave refused: " + ", ".join(f"{key}: {p.code}" for key, p in problems.items()))
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
    """Unknown name or wrong password (never saying which), or too many failures; then `wait` is the seconds to wait."""

    def __init__(self, wait: int = 0) -> None:
        super().__init__("sign-in refused" + (f"; wait {wait} s" if wait else ""))
        self.wait = wait


class IdentityRefused(EngineError):
    """A sign-in service said who somebody is, but nobody by that identity may sign in.

    `why`: `unknown`: there is no account of this name; `blocked`: its account is; `taken`: the account of this name
    belongs to somebody else at that service.
    """

    def __init__(self, why: str, username: str) -> None:
        super().__init__(f"identity refused: {why}")
        self.why = why
        self.username = username


class DigestRefused(EngineError):
    """Nobody can have a digest that often."""


class ConfigurationRefused(EngineError):
    """A setting is missing or wrong; the message names it, its source and the remedy."""


class HistoryBroken(EngineError):
    """The chain of events does not verify: an event was changed, removed or inserted outside the engine.

    `reason` is `changed`, or `missing`: an event before it was removed or inserted; or `unreadable`: a soon following
    one holds what nobody here writes, or it says what no event of its kind says. `case_id` is None for an event of
    the municipality.
    """

    def __init__(self, sequence: int, reason: str, case_id: str | None) -> None:
        super().__init__(f"event {sequence}: {reason}")
        self.sequence = sequence
        self.reason = reason
        self.case_id = case_id


class SealRefused(EngineError):
    """The given file is not a valid seal: `unreadable`, `altered` (it has changed since it was made) or `newer`, from
    a release that came after this one."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
