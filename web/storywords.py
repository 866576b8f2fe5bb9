"""Story words: what the history of a case says, each event as a sentence. Dutch, u-form, level B1."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import engine
from web.messages import STATUSES, Words, say
from web.text import day_in_words, in_words
from web.words import _l

HISTORY: Words = {
    "case_started": _l("%(who)s heeft dit ingestuurd"),
    "case_entered": _l("%(who)s heeft dit ingestuurd. Het kwam binnen op %(received)s"),
    "element_completed": _l("Stap gezet: %(element)s"),
    "task_opened": _l("Taak klaargezet: %(element)s"),
    "task_claimed": _l("%(who)s heeft de taak opgepakt: %(element)s"),
    "task_released": _l("%(who)s heeft de taak teruggegeven: %(element)s"),
    "task_delegated": _l("%(who)s heeft de taak overgedragen aan %(to_name)s: %(element)s"),
    "task_passed_on": _l("%(was_name)s is er niet. De taak is nu van vervanger %(to_name)s: %(element)s"),
    "task_back_nobody": _l("%(was_name)s is er niet. De taak is terug bij het team: %(element)s"),
    "task_back_gone": _l(
        "%(was_name)s is er niet, en de vervanger heeft geen account meer. De taak is terug bij het team: %(element)s"
    ),
    "task_back_away": _l(
        "%(was_name)s is er niet, en de vervanger ook niet. De taak is terug bij het team: %(element)s"
    ),
    "task_back_no_group": _l(
        "%(was_name)s is er niet, en de vervanger zit niet meer in dezelfde groep. De taak is terug bij het team: "
        "%(element)s"
    ),
    "task_back_not_theirs": _l(
        "%(was_name)s is er niet, en de vervanger mag deze taak niet doen. De taak is terug bij het team: %(element)s"
    ),
    "task_back_four_eyes": _l(
        "%(was_name)s is er niet, en de vervanger heeft of deed de taak die een ander moet doen. De taak is terug bij "
        "het team: %(element)s"
    ),
    "task_completed": _l("%(who)s heeft de taak afgerond: %(element)s"),
    "task_cancelled": _l("Taak vervallen: %(element)s"),
    "vote_cast": _l("%(who)s heeft gestemd: %(element)s"),
    "vote_changed": _l("%(who)s heeft de stem gewijzigd: %(element)s"),
    "member_recused": _l("%(who)s doet niet mee aan de stem: %(element)s"),
    "timer_fired": _l("Het moment is gekomen: %(element)s"),
    "message_received": _l("Bericht ontvangen: %(element)s"),
    "event_thrown": _l("Dit is gebeurd: %(element)s"),
    "event_caught": _l("Daarom ging het verder bij: %(element)s"),
    "scope_interrupted": _l("Wat nog liep, is gestopt door: %(element)s"),
    "decision_made": _l("Beslist volgens de beslistabel: %(element)s"),
    "status_published": _l("De indiener ziet nu: %(status)s"),
    "term_suspended": _l("De wettelijke termijn staat stil"),
    "term_resumed": _l("De wettelijke termijn loopt weer"),
    "term_resumed_before": _l("De wettelijke termijn loopt weer vanaf %(day)s: toen was de tijd om te antwoorden om"),
    "term_extended": _l("%(who)s heeft de wettelijke termijn verlengd tot en met %(due)s"),
    "receipt_corrected": _l(
        "%(who)s heeft de dag van ontvangst verbeterd: %(day)s. De wettelijke termijn loopt nu tot en met %(due)s"
    ),
    "term_moved": _l("De wettelijke termijn loopt nu tot en met %(becomes)s: de kalender is veranderd"),
    "deadline_moved": _l("Nu uiterlijk op %(becomes)s, doordat de kalender is veranderd: %(element)s"),
    "calendar_day_added": _l("%(who)s heeft een dag aan de kalender toegevoegd: %(day)s"),
    "calendar_day_removed": _l("%(who)s heeft een dag van de kalender gehaald: %(day)s"),
    "mail_requested": _l("Er gaat een bericht uit: %(element)s"),
    "letter_written": _l("Er ligt een brief klaar om te versturen: %(element)s"),
    "mail_returned": _l("De e-mail aan de indiener kwam niet aan, en gaat daarom per brief: %(element)s"),
    "letter_sent": _l("%(who)s heeft de brief op de post gedaan: %(element)s"),
    "register_entry_added": _l("In het %(register)s gezet onder nummer %(number)s: %(element)s"),
    "register_entry_emptied": _l("%(who)s heeft nummer %(number)s in het %(register)s leeggemaakt"),
    "case_erased": _l("%(who)s heeft gewist wat mensen hier hebben ingevuld"),
    "case_destroyed": _l(
        "Wat mensen hier hebben ingevuld, is vernietigd volgens vernietigingslijst %(destruction_list)s"
    ),
    "absence_found": _l("Er ontbraken hier al gegevens toen het systeem begon bij te houden wat wordt gewist"),
    "case_requested": _l("Hieruit begint een nieuwe aanvraag: %(element)s"),
    "job_requested": _l("Het systeem gaat dit doen: %(element)s"),
    "link_renewed": _l("%(who)s heeft dit een nieuwe geheime link gegeven"),
    "case_found": _l("Vanaf hier houdt de geschiedenis bij hoe dit heet, wat de indiener leest en waar het is"),
    "link_asked": _l("Iemand vroeg op de site om de link; die is naar het e-mailadres van de indiener gestuurd"),
    "link_resent": _l("%(who)s heeft de link van de indiener opnieuw laten sturen"),
    "contact_corrected": _l("%(who)s heeft de gegevens van de indiener verbeterd"),
    "aside_begun": _l("%(who)s heeft dit in gang gezet: %(element)s"),
    "case_withdrawn": _l("%(who)s heeft dit ingetrokken"),
    "case_ended": _l("Afgelopen: %(element)s"),
    "incident_raised": _l("Het systeem kon niet verder bij: %(element)s"),
    "incident_resolved": _l("%(who)s heeft de storing opgelost"),
    "case_taken_over": _l("%(who)s heeft dit overgenomen uit een bestand, bij de stap: %(element)s"),
    "case_migrated": _l("%(who)s heeft dit overgezet van versie %(from_version)s naar %(to_version)s"),
    "case_migration_reversed": _l("%(who)s heeft dit teruggezet van versie %(from_version)s naar %(to_version)s"),
    "token_moved": _l("%(who)s heeft dit verder laten gaan bij ‘%(went_to_name)s’ in plaats van bij: %(element)s"),
    "links_renewed": _l("%(who)s heeft alle zaken een nieuwe geheime link gegeven"),
    "copy_given": _l("%(who)s heeft een kopie van iemands gegevens gegeven"),
    "seal_made": _l("%(who)s heeft een bewijs van de geschiedenis gemaakt"),
    "definition_deployed": _l("Versie %(version)s van het stappenplan is in gebruik genomen"),
}
DAYS = ("due", "was", "becomes", "day", "received")
"""Facts that are a date or a time."""
DETAILS = frozenset({"element_completed", "task_opened", "scope_interrupted", "job_requested", "case_found"})
"""Events that most readers can do without; they are shown on request."""
TOLD_JOBS = frozenset({"mail", "start-case"})
"""Jobs that readers do want to know about."""
EMPHASIS = {
    "status_published": "published",
    "decision_made": "decision",
    "case_ended": "decision",
    "incident_raised": "incident",
    "case_migrated": "decision",
    "case_taken_over": "decision",
    "case_migration_reversed": "decision",
    "token_moved": "incident",
    "case_withdrawn": "decision",
    "letter_sent": "published",
    "register_entry_added": "decision",
    "register_entry_emptied": "decision",
    "case_erased": "decision",
}


def is_of_main_line(item: engine.TimelineItem) -> bool:
    """Whether it is one of the events that most readers want to know about."""
    return item.kind not in DETAILS or item.facts.get("job_kind") in TOLD_JOBS


def sentence(item: engine.TimelineItem) -> str:
    """One event of the history as a sentence."""
    kind = item.kind
    if kind == "vote_cast" and item.facts.get("changed"):
        kind = "vote_changed"
    if kind == "job_requested":
        kind = {"mail": "mail_requested", "start-case": "case_requested"}.get(str(item.facts.get("job_kind")), kind)
    if kind == "case_erased" and item.facts.get("destruction_list"):
        kind = "case_destroyed"
    if kind == "case_started" and item.facts.get("received"):
        kind = "case_entered"
    if kind == "term_resumed" and item.facts.get("day"):
        kind = "term_resumed_before"
    if kind == "task_passed_on" and item.facts.get("to") is None:
        kind = f"task_back_{item.facts['why']}"
    known = _Known(item.facts, who=item.who, element=item.element_name or "")
    return (str(HISTORY[kind]) % known).rstrip(": ") if kind in HISTORY else kind.replace("_", " ")


class _Known(dict[str, str]):
    """What a sentence can say about an event. A fact is put into words only on request: most never are."""

    _MAY_BE_ABSENT = frozenset({"to_name", "status", "version", "from_version", "to_version", "went_to_name", *DAYS})

    def __init__(self, facts: Mapping[str, Any], **others: str) -> None:
        super().__init__(others)
        self._facts = facts

    def __missing__(self, name: str) -> str:
        if name not in self._facts and name in self._MAY_BE_ABSENT:
            return ""
        return _fact_in_words(name, self._facts[name])


def _fact_in_words(key: str, value: object) -> str:
    """A fact of an event; the history stores a date or time as text."""
    if key == "status":
        return say(STATUSES, str(value))
    if key == "register":
        return engine.REGISTERS.get(str(value), in_words(value)).lower()
    if key in DAYS and isinstance(value, str) and value:
        return day_in_words(date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value))
    return in_words(value)


def table_for_templates() -> dict[str, Any]:
    """What the templates may use of these words."""
    return {"sentence": sentence, "emphasis": lambda item: EMPHASIS.get(item.kind, "")}
