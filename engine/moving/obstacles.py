"""Obstacles: the one table from codes to the Dutch sentences that say why a case or token cannot go somewhere."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dialect import naming
from engine.dialect.elements import Process
from engine.workflow import Obstacle

WAIT = " Wacht tot de stap klaar is."
REPLACE = " Kies bij ‘Vervangers’ welke stap ervoor in de plaats komt, of wacht tot de stap klaar is."
PAST = " Wacht tot het daar voorbij is."
TOGETHER = " Wacht tot de takken samen zijn."
FURTHER = " Wacht tot het een stap verder is."
STAYS = " Het gaat op zijn eigen versie gewoon verder, tot het klaar is."
TO_A_VERSION: Mapping[str, str] = {
    "gone": "De stap %(element)s, waar het nu is, staat niet in de nieuwe versie." + REPLACE,
    "other_kind": "%(element)s is in de nieuwe versie een ander soort stap." + REPLACE,
    "other_scope": "%(element)s staat in de nieuwe versie in een ander deel van het stappenplan." + WAIT,
    "other_repetition": "%(element)s wordt in de nieuwe versie anders herhaald." + WAIT,
    "other_item": "Bij %(element)s heet het gegeven per persoon in de nieuwe versie anders (%(detail)s)." + WAIT,
    "other_call": "%(element)s roept in de nieuwe versie een ander stappenplan aan (%(detail)s)." + WAIT,
    "other_event": "%(element)s wacht in de nieuwe versie op iets anders." + WAIT,
    "other_choice": "%(element)s staat in de nieuwe versie achter een andere keuze tussen gebeurtenissen." + WAIT,
    "other_assignee": "%(element)s is in de nieuwe versie voor een andere persoon." + WAIT,
    "other_ballot": "%(element)s is alleen in een van beide versies een stem." + WAIT,
    "other_suspension": "%(element)s laat maar in een van beide versies de wettelijke termijn stilstaan." + WAIT,
    "other_interruption": "%(element)s loopt al, en stopt maar in een van beide versies wat er verder loopt." + WAIT,
    "ballot_form": "Er wordt gestemd bij %(element)s en het formulier is anders. Wacht tot de stemming is gesloten.",
    "way_gone": "Bij %(element)s wacht een tak die de nieuwe versie niet heeft." + TOGETHER,
    "at_once": "%(element)s zou meteen gebeuren. Overzetten mag zelf niets laten gebeuren." + PAST,
    "two_in_one": "%(element)s en een andere stap komen allebei op %(detail)s. Kies voor elke stap een andere.",
    "not_undone": "%(element)s is gedaan, en is in de nieuwe versie niet op dezelfde manier terug te draaien." + STAYS,
    "not_computed": "Een waarde bij %(element)s is niet te bepalen: %(detail)s",
    "not_compiled": "De nieuwe versie past niet bij de andere stappenplannen die hierbij horen: %(detail)s",
}
TO_AN_ELEMENT: Mapping[str, str] = {
    "no_place": "%(element)s is geen stap waar het verder kan gaan.",
    "across_scopes": "%(element)s staat in een ander deel van het stappenplan. Kies een stap in hetzelfde deel.",
    "into_join": "Bij %(element)s komen takken samen. Kies de stap erna, of de laatste stap van de tak.",
    "into_loop": "%(element)s wordt herhaald: daarbinnen kan niets beginnen. Kies de herhaalde stap zelf.",
    "into_event": "%(element)s begint alleen door een gebeurtenis. Kies een andere stap.",
}
ANYWHERE: Mapping[str, str] = {
    "undoing": "Er wordt nu iets teruggedraaid. Wacht tot dat klaar is.",
    "stuck": "Bij %(element)s zou het voor altijd kunnen wachten op een tak die niet komt." + TOGETHER,
    "entangled": "Het stappenplan is te ingewikkeld om te laten zien dat het niet vastloopt." + FURTHER,
}
SENTENCES = {**TO_A_VERSION, **TO_AN_ELEMENT, **ANYWHERE}
NOTES: Mapping[str, str] = {
    "begun": "Wacht vanaf het overzetten ook op %(element)s.",
    "dropped": "Wacht niet meer op %(element)s.",
}
IN_THE_NEW_VERSION = frozenset({"at_once", "not_computed", "stuck", "entangled"})
"""Codes whose element is in the version that a case would go to, not in the one that it is on."""


def say(obstacle: Obstacle, old: Mapping[str, Process], new: Mapping[str, Process]) -> str:
    """An obstacle as a sentence that names the element as people know it."""
    processes = new if obstacle.code in IN_THE_NEW_VERSION else old
    name = _told(processes.get(obstacle.process), obstacle.element)
    tell = _told if obstacle.code == "two_in_one" else name_of
    detail = tell(new.get(obstacle.process), obstacle.detail)
    return naming.begin(SENTENCES[obstacle.code] % {"element": name, "detail": detail})


def note(code: str, process: Process | None, element: str) -> str:
    return NOTES[code] % {"element": _told(process, element)}


def name_of(process: Process | None, element: str) -> str:
    """An element as people know it, on its own, as in a list."""
    found = process.elements.get(element) if process is not None else None
    return naming.call(found) if found is not None else element


def _told(process: Process | None, element: str) -> str:
    found = process.elements.get(element) if process is not None else None
    return naming.describe(found, naming.QUOTES) if found is not None else f"‘{element}’"
