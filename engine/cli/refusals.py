"""Command line: why the engine refuses a command, in a sentence for whoever gave it.

The pages have their own sentences, which know what is on a page; these name what is typed.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.checking.wording import in_dutch
from engine.errors import (
    ChangeRefused,
    Conflict,
    DiagramRefused,
    EngineError,
    ExecutionFailed,
    HistoryBroken,
    NotAllowed,
    NotFound,
    RepairRefused,
    Unavailable,
)

THINGS: Mapping[str, str] = {
    "account": "account",
    "case": "zaak",
    "definition": "stappenplan",
    "entry": "regel",
    "migration": "overzetting",
    "process": "stappenplan",
    "version": "versie",
}
BREAKS: Mapping[str, str] = {
    "changed": "gebeurtenis {number} is veranderd",
    "missing": "vóór gebeurtenis {number} is er een weggehaald of ertussen gezet",
}


def explain_refusal(error: EngineError) -> str:
    """Why the engine refused, in Dutch. A refusal that has a sentence already, such as a wrong setting, keeps it."""
    match error:
        case Unavailable():
            return "De database is niet te bereiken, vol, of te druk. Er is niets gedaan. Probeer het straks opnieuw."
        case NotFound() if error.key is not None:
            return f"Er is geen {THINGS.get(error.what, error.what)} ‘{error.key}’. Kijk of u het goed schreef."
        case NotAllowed():
            return "Dit account mag dit niet."
        case HistoryBroken():
            broken = BREAKS.get(error.reason, f"gebeurtenis {{number}}: {error.reason}").format(number=error.sequence)
            return (
                f"De geschiedenis klopt niet: {broken}. Iemand veranderde de database buiten Smederij om. Bewaar een "
                "kopie van hoe zij nu is, en vergelijk haar met uw reservekopieën."
            )
        case RepairRefused() if error.problems.get("reden") == "required":
            return "Schrijf bij --reason op waarom u dit doet."
        case ChangeRefused() if error.problems.get("reden") == "required":
            return "Schrijf bij --reason op waarom u dit doet."
        case DiagramRefused():
            place = ":".join(str(part) for part in (error.source, error.line) if part)
            told = in_dutch(error.message)
            return f"{place}: {told}" if place else told
        case ExecutionFailed():
            told = in_dutch(error.message)
            return f"{error.process}/{error.element}: {told}" if error.element else told
        case Conflict():
            return (
                "Intussen is er iets veranderd. Er is niets gedaan. Kijk hoe het nu is, en geef het commando opnieuw."
            )
    return str(error)
