"""Sayings: the sentences for trying a change and for its scenarios: why something is impossible, and what to do."""

from __future__ import annotations

from typing import Any

import engine
from web import conflicts
from web.messages import Words
from web.text import in_words
from web.words import _, _l

REFUSALS: Words = {
    "findings": _l("Dit stappenplan heeft nog fouten. Herstel die eerst. Daarna kunt u het proberen."),
    "no_start": _l("Dit begin is er niet meer. Kies een ander begin."),
    "nobody": _l("Niemand kan de taak ‘%(task)s’ doen. Geef de taak in het stappenplan een groep die bestaat."),
    "not_theirs": _l("Wie dit in de proef doet, mag dit niet. Kijk welke groep het volgens het stappenplan mag."),
    "not_open": _l("Deze taak staat niet meer open. Hieronder ziet u wat er nu openstaat."),
    "vote_closed": _l("Deze stem is niet meer te veranderen. Hieronder ziet u wat er nu openstaat."),
    "full": _l("Deze proef is vol. Bewaar hem als verhaal, of begin opnieuw."),
    "too_long": _l(
        "In deze tijd gebeurt er te veel, misschien zonder einde. Zet de klok minder ver vooruit, of kijk of een "
        "termijn zich steeds herhaalt."
    ),
    "not_ahead": _l("Dit moment is al geweest. De klok van de proef kan alleen vooruit."),
    "nothing_ahead": _l("Er loopt geen termijn meer. Zet de klok een dag of een week vooruit."),
    "too_far": _l("Zo ver kan de klok niet vooruit. Kies een datum binnen %(years)s jaar."),
    "not_a_moment": _l("Vul een datum in als dag-maand-jaar, bijvoorbeeld 27-3-2027."),
    "nothing_to_undo": _l("Er is geen stap om terug te nemen. U kunt wel opnieuw beginnen."),
    "not_again": _l("De stappen zijn niet te herhalen: %(reason)s. Begin opnieuw."),
    "nothing_done": _l("Er is nog niets gebeurd om te bewaren."),
    "changed": _l(
        "De wijziging is veranderd nadat deze proef begon. Begin opnieuw, dan kunt u het verhaal daarna bewaren."
    ),
    "no_name": _l("Geef het verhaal een naam."),
    "not_values": _l(
        "Deze regel is niet te lezen: %(line)s. Schrijf op elke regel een naam, een = en een waarde. Zet een tekst "
        "tussen aanhalingstekens."
    ),
    "would_fail": _l("Dit verhaal is niet te bewaren, want het loopt bij het naspelen anders: %(reason)s"),
}
UNTOLD: Words = {
    "signal": _l("stap %(number)s is begonnen door een signaal van een andere zaak"),
    "message": _l("in stap %(number)s komt een bericht met gegevens die niet op te schrijven zijn"),
    "personal": _l("voor een persoonlijk antwoord in stap %(number)s kunnen wij geen verzonnen antwoord invullen"),
    "which": _l("in stap %(number)s staan taken open die niet van elkaar te onderscheiden zijn"),
}
VALUE_KINDS: Words = {
    "nothing": _l("leeg"),
    "yes_no": _l("ja of nee"),
    "number": _l("getal"),
    "text": _l("tekst"),
    "date": _l("datum"),
    "moment": _l("datum en tijd"),
    "time": _l("tijd"),
    "duration": _l("duur"),
    "list": _l("lijst"),
    "context": _l("groep gegevens"),
    "files": _l("bestanden"),
    "other": _l("anders"),
}
DEADLINES: Words = {
    "timer": _l("termijn in het stappenplan"),
    "task": _l("termijn van een taak"),
    "job": _l("het systeem probeert iets opnieuw"),
}
WAYS: Words = {
    "form": _l("met een formulier"),
    "plain": _l("zonder formulier"),
    "message": _l("door een bericht"),
    "timer": _l("op een moment"),
    "signal": _l("door een signaal"),
}
WRITTEN_OUT = frozenset({"text", "list", "files", "context", "duration", "time", "other"})
"""Kinds of values that are shown as they are written in a diagram."""


def refusal(error: engine.TrialRefused) -> str:
    """Why something cannot be done in a trial, and what can be done."""
    if error.code == "not_told":
        why = str(UNTOLD[str(error.facts["why"])]) % error.facts
        return _("Dit is niet te bewaren als verhaal, want %(why)s. Neem stappen terug, of speel het anders.", why=why)
    return str(REFUSALS[error.code]) % error.facts


def no_room(error: engine.DiagramRefused) -> str:
    """Why a story does not fit in the files of a change."""
    reason = engine.unreadable(error).reason
    return _("Dit verhaal is niet te bewaren. %(reason)s Haal bestanden weg die u niet nodig hebt.", reason=reason)


def conflict(error: engine.Conflict) -> str:
    return " ".join(conflicts.tell(error))


def stuck(place: str, reason: str) -> str:
    """Where something would not continue, and what to do about it."""
    where = _("Bij ‘%(place)s’ kan het niet verder", place=place) if place else _("Het kan niet verder")
    return _(
        "%(where)s: %(reason)s In het echt zou het nu stilstaan tot de beheerder het herstelt. Deze stap "
        "is niet gedaan. Probeer een ander antwoord, of herstel het stappenplan en begin opnieuw.",
        where=where,
        reason=reason if reason.endswith(".") else f"{reason}.",
    )


def value(variable: Any) -> str:
    """A variable as people read it; as FEEL where it has no words of its own."""
    if variable.kind == "text":
        return str(variable.value)
    return str(variable.text) if variable.kind in WRITTEN_OUT else in_words(variable.value)


def actor(task: engine.TrialTask) -> str:
    """In whose name a task is done."""
    group = engine.group_names().get(task.group or "", task.group or "")
    return task.person if task.person.startswith(group) else f"{group} ({task.person})"
