"""Messages: the one table that maps codes of the engine to sentences for readers. Dutch, u-form, level B1."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import LazyString

import engine
from web.changewords import CHANGE_STATES
from web.text import hour_in_words, in_words
from web.words import _, _l

Words = Mapping[str, LazyString]

FIELD_PROBLEMS: Words = {
    "required": _l("Vul ‘%(label)s’ in."),
    "required_choice": _l("Kies een antwoord bij ‘%(label)s’."),
    "required_check": _l("Zet een vinkje bij ‘%(label)s’ om verder te gaan."),
    "too_long": _l("Maak ‘%(label)s’ korter. U mag hooguit %(limit)s tekens gebruiken."),
    "too_long_found": _l(
        "Maak ‘%(label)s’ korter. U mag hooguit %(limit)s tekens gebruiken, en het zijn er %(found)s."
    ),
    "too_short": _l("Maak ‘%(label)s’ langer. Gebruik minstens %(limit)s tekens."),
    "not_a_number": _l("Vul bij ‘%(label)s’ een getal in, bijvoorbeeld 1250 of 12,50."),
    "not_whole": _l("Vul bij ‘%(label)s’ een heel getal in, bijvoorbeeld 12."),
    "too_small": _l("Vul bij ‘%(label)s’ %(limit)s of meer in."),
    "too_large": _l("Vul bij ‘%(label)s’ %(limit)s of minder in."),
    "too_precise": _l("Gebruik bij ‘%(label)s’ hooguit %(limit)s cijfers achter de komma."),
    "not_a_date": _l("Vul bij ‘%(label)s’ een datum in als dag-maand-jaar, bijvoorbeeld 27-3-2026."),
    "in_the_past": _l("Kies bij ‘%(label)s’ vandaag of een dag in de toekomst."),
    "not_an_option": _l("Kies bij ‘%(label)s’ een van de antwoorden die er staan."),
    "pattern": _l("‘%(label)s’ is niet goed geschreven. Kijk naar het voorbeeld bij de vraag."),
    "not_an_email": _l("Vul bij ‘%(label)s’ een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl."),
    "not_a_phone": _l("Vul bij ‘%(label)s’ een telefoonnummer in, bijvoorbeeld 06 12345678."),
    "not_a_phone_found": _l(
        "Bij ‘%(label)s’ staan %(found)s cijfers. Een nummer dat met 06 begint, heeft er %(limit)s."
    ),
    "no_file_name": _l("Schrijf bij ‘%(label)s’ de naam van een bestand, bijvoorbeeld bankje.jpg of plan.pdf."),
    "control_characters": _l("In ‘%(label)s’ staan tekens die wij niet kunnen bewaren. Typ de tekst opnieuw."),
    "control_characters_found": _l(
        "In ‘%(label)s’ staat een onzichtbaar teken dat wij niet kunnen bewaren, bij ‘%(found)s’. Dat komt mee als u "
        "iets kopieert. Typ dat stukje opnieuw."
    ),
    "unreachable": _l("Vul een e-mailadres of een postadres in. Anders kunnen wij geen bericht sturen."),
    "too_often": _l("U hebt uw e-mailadres vandaag al vaak veranderd. Probeer het morgen opnieuw, of bel ons."),
    "asked_too_often": _l(
        "Er is hier net al een paar keer om een link gevraagd. Probeer het over een kwartier opnieuw, of bel ons."
    ),
    "too_few_rows": _l("Vul bij ‘%(label)s’ meer regels in. Het zijn er minstens %(limit)s."),
    "too_many_rows": _l("Haal bij ‘%(label)s’ regels weg. Het zijn er hooguit %(limit)s."),
    "required_files": _l("Kies een bestand bij ‘%(label)s’."),
    "too_many_files": _l("Bij ‘%(label)s’ kunt u hooguit %(limit)s bestanden kiezen."),
    "no_such_file": _l("Een bestand bij ‘%(label)s’ is er niet meer. Kies het opnieuw."),
    "wrong_type": _l("Bij ‘%(label)s’ past een van de bestanden niet. Haal het weg en kies een ander."),
    "empty_file": _l("‘%(found)s’ is leeg. Kies bij ‘%(label)s’ een ander bestand."),
    "too_large_file": _l(
        "‘%(found)s’ is te groot. Een bestand mag niet groter zijn dan %(limit)s MB. Is het een foto? Maak dan een "
        "schermafdruk van de foto, en kies die."
    ),
    "unknown_file": _l("‘%(found)s’ kunnen wij niet aannemen. Kies een foto (jpg of png) of een pdf."),
    "other_picture": _l(
        "‘%(found)s’ is een soort foto die wij niet kunnen openen. Maak een schermafdruk van de foto, en kies die."
    ),
    "wrong_file": _l("‘%(found)s’ is niet het soort bestand dat wij vragen bij ‘%(label)s’."),
    "broken_file": _l("‘%(found)s’ kunnen wij niet openen. Het bestand is beschadigd. Kies een ander."),
    "too_many_pixels": _l("De foto ‘%(found)s’ heeft te veel beeldpunten. Maak haar kleiner, of kies een andere."),
    "no_room": _l("Er is nu geen plaats voor meer bestanden. Probeer het morgen opnieuw, of neem contact op."),
    "other": _l("Controleer ‘%(label)s’."),
}

REPAIR_PROBLEMS: Words = {
    "required": _l("Schrijf op waarom u dit doet."),
    "not_feel": _l("De waarde van ‘%(name)s’ is geen FEEL. Zet een tekst tussen aanhalingstekens."),
    "not_a_value": _l("De waarde van ‘%(name)s’ is niet te bepalen. Schrijf een waarde zonder andere gegevens erin."),
}

EXTENSION_PROBLEMS: Words = {
    "required": _l("Schrijf op waarom wij meer tijd nodig hebben. De indiener leest dit."),
    "weeks": _l("Vul een heel getal in van 1 tot en met 6 weken."),
    "no_term": _l("Hiervoor is er geen wettelijke termijn."),
    "extended_before": _l("Deze termijn is al een keer verlengd. Dat kan niet nog een keer."),
    "passed": _l("Deze termijn is al voorbij. Verlengen kan alleen zolang de termijn loopt."),
    "decided": _l("Het besluit is al bekendgemaakt. Verlengen kan alleen zolang u nog moet beslissen."),
}

RECEIPT_PROBLEMS: Words = {
    "not_a_date": _l("Vul een dag in als dag-maand-jaar, bijvoorbeeld 15-5-2026."),
    "in_future": _l("Deze dag moet nog komen. Vul in wanneer dit is binnengekomen, of laat het leeg."),
    "far_away": _l("Deze dag is langer dan een jaar geleden. Controleer het jaar."),
    "no_term": _l("Hiervoor is er geen wettelijke termijn. Laat dit leeg."),
}

CORRECTION_PROBLEMS: Words = {
    **RECEIPT_PROBLEMS,
    "no_term": _l("Hiervoor is er geen wettelijke termijn."),
    "decided": _l(
        "Het besluit is al bekendgemaakt. De dag van ontvangst verbetert u alleen zolang u nog moet beslissen."
    ),
    "required": _l("Schrijf op waarom u de dag verbetert. De indiener leest dit."),
    "same": _l("Deze dag staat er al."),
    "entered_before": _l(
        "Op deze dag stond dit al in Smederij. Vul een dag in die niet later is dan de dag van insturen."
    ),
    "far_away": _l("Deze dag is langer dan een jaar voor het insturen. Controleer het jaar."),
    "extended_late": _l(
        "Dan was de termijn al voorbij op de dag dat zij werd verlengd. Verlengen mag alleen zolang de termijn loopt. "
        "Overleg met een jurist."
    ),
    "promised": _l(
        "Dan loopt de termijn langer dan wij de indiener bij het verlengen hebben beloofd. Wat is beloofd, blijft "
        "staan."
    ),
}

CALENDAR_PROBLEMS: Words = {
    "required": _l("Schrijf op waarom u dit doet."),
    "no_kind": _l("Kies wat voor dag het is."),
    "not_a_date": _l("Vul een dag in als dag-maand-jaar, bijvoorbeeld 15-5-2026."),
    "far_away": _l("Deze dag ligt meer dan tien jaar weg. Controleer het jaar."),
    "there_already": _l("Deze dag staat al in de lijst. Haal hem eerst weg als u iets wilt veranderen."),
    "holiday_already": _l("Dit is al een feestdag volgens de wet."),
    "worked_already": _l("Op deze dag wordt al gewerkt. Kies een feestdag."),
}

DAY_KINDS: Words = {
    "off": _l("Telt als feestdag"),
    "worked": _l("Feestdag waarop wij werken"),
}

STATUSES: Words = {
    "Ingestuurd": _l("Ingestuurd"),
    "Wij missen nog iets": _l("Wij missen nog iets"),
    "Het wijkteam kijkt mee": _l("Het wijkteam kijkt mee"),
    "Op de stemlijst": _l("Op de stemlijst"),
    "Plan in de maak": _l("Plan in de maak"),
    "De stuurgroep beslist": _l("De stuurgroep beslist"),
    "Gaat door": _l("Gaat door"),
    "Gaat door met afspraken": _l("Gaat door met afspraken"),
    "Gaat niet door": _l("Gaat niet door"),
    "Uitgesteld": _l("Uitgesteld"),
    "Bezig": _l("Bezig"),
    "Klaar": _l("Klaar"),
    "Ingetrokken": _l("Ingetrokken"),
}
STATUS_KINDS = {
    "Ingestuurd": "neutral",
    "Wij missen nog iets": "waiting",
    "Het wijkteam kijkt mee": "active",
    "Op de stemlijst": "active",
    "Plan in de maak": "active",
    "De stuurgroep beslist": "active",
    "Gaat door": "positive",
    "Gaat door met afspraken": "positive",
    "Gaat niet door": "negative",
    "Uitgesteld": "warning",
    "Bezig": "active",
    "Klaar": "done",
    "Ingetrokken": "neutral",
}
CASE_STATES: Words = {
    "running": _l("Loopt"),
    "completed": _l("Afgelopen"),
    "withdrawn": _l("Ingetrokken"),
    "incident": _l("Staat stil door een storing"),
}
LEGAL_EFFECTS: Words = {
    "advies": _l("Advies: u kunt hiertegen geen bezwaar maken"),
    "beschikking": _l("Besluit (beschikking): bezwaar is mogelijk"),
    "geen": _l("Geen rechtsgevolg"),
}
OUTCOMES: Words = {
    "cannot": _l("Kunnen niet mee"),
    "mapped": _l("Gaan mee met een vervanger"),
    "goes": _l("Gaan mee"),
}
MIGRATION_STATES: Words = {
    "waiting": _l("Wachten op hun beurt"),
    "done": _l("Overgezet"),
    "refused": _l("Konden niet mee"),
    "returning": _l("Worden teruggezet"),
    "returned": _l("Teruggezet"),
    "moved_on": _l("Waren al verder"),
}
LIST_STATES: Words = {
    "draft": _l("concept"),
    "offered": _l("aangeboden"),
    "approved": _l("wordt uitgevoerd"),
    "refused": _l("geweigerd"),
    "done": _l("uitgevoerd"),
}
CONTACT: Words = {"email": _l("E-mailadres"), "phone": _l("Telefoonnummer"), "address": _l("Adres")}
ROLES: Words = {"medewerker": _l("medewerker"), "inwoner": _l("inwoner")}
MAIL_STATES: Words = {
    "waiting": _l("Wacht op verzending"),
    "running": _l("Wordt verzonden"),
    "done": _l("Verzonden"),
    "failed": _l("Niet gelukt"),
}
STEP_STATES: Words = {
    "walked": _l("gedaan"),
    "current": _l("hier is het nu"),
    "reached": _l("bereikt door een verhaal"),
    "missed": _l("nooit bereikt"),
    "aim": _l("hier wilt u heen"),
}


OF_NO_TASK: Words = {
    "reden_verlenging": _l("Termijn verlengd"),
    "reden_ontvangstdag": _l("Dag van ontvangst verbeterd"),
}
"""What was done, by the one thing that was asked for it."""
REPAIRED = _l("Gegevens hersteld")


def repair_problem(code: str | None, name: str) -> str:
    """What is wrong with what an operator typed; empty if nothing is."""
    return str(REPAIR_PROBLEMS[code]) % {"name": name} if code else ""


def problems(table: Words, found: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with what was typed, per field."""
    return {field: str(table[code]) for field, code in found.items()}


def say(table: Words, code: str | None) -> str:
    """The words for a code, or the code itself where a diagram uses one that is not in the table."""
    return str(table[code]) if code is not None and code in table else str(code or "")


def status_kind(status: str) -> str:
    return STATUS_KINDS.get(status, "neutral")


SEVERAL = "several"
"""The code of what is several problems: those, and the names of what had the same."""
REQUIRED = {
    "radio": "required_choice",
    "select": "required_choice",
    "checklist": "required_choice",
    "checkbox": "required_check",
    "files": "required_files",
}
"""The message for a required question that was left empty, by its kind."""


def field_problem(problem: engine.FieldProblem, label: str, kind: str) -> str:
    """What is wrong with one field, and what to do about it."""
    if problem.code == SEVERAL and isinstance(problem.limit, tuple):
        told = [field_problem(one, label, kind) for one in problem.limit]
        if isinstance(problem.found, list) and problem.found:
            told.append(_("Ook niet aangenomen: %(names)s.", names=", ".join(f"‘{name}’" for name in problem.found)))
        return " ".join(told)
    code = problem.code
    if code == "required":
        code = REQUIRED.get(kind, code)
    if problem.found and f"{code}_found" in FIELD_PROBLEMS:
        code = f"{code}_found"
    text = FIELD_PROBLEMS.get(code, FIELD_PROBLEMS["other"])
    return str(text) % {"label": label, "limit": in_words(problem.limit), "found": in_words(problem.found)}


def answers_title(given: engine.GivenAnswers, *, of_all: bool = False) -> str:
    """The heading above answers: the task that asked for them or, if no task did, what was done.

    With `of_all` it does not say whose these are: it is above those of all who were asked the same.
    """
    if given.task_name:
        return given.task_name.removesuffix(f" ({given.asked_of})") if of_all else given.task_name
    keys = [field.key for field in given.fields]
    return str(OF_NO_TASK.get(keys[0], REPAIRED) if len(keys) == 1 else REPAIRED)


def saved_at(moment: datetime) -> str:
    return _("Uw concept is bewaard om %(hour)s.", hour=hour_in_words(moment))


def table_for_templates() -> dict[str, Any]:
    """What the templates may use of this table."""
    return {
        "status_name": lambda status: say(STATUSES, status),
        "status_kind": status_kind,
        "state_name": lambda state: say(CASE_STATES, state),
        "legal_effect": lambda code: say(LEGAL_EFFECTS, code),
        "contact_name": lambda key: say(CONTACT, key),
        "outcome_name": lambda code: say(OUTCOMES, code),
        "migration_state": lambda code: say(MIGRATION_STATES, code),
        "mail_state": lambda code: say(MAIL_STATES, code),
        "step_state": lambda code: say(STEP_STATES, code),
        "answers_title": answers_title,
        "day_kind": lambda code: say(DAY_KINDS, code),
        "change_state": lambda code: say(CHANGE_STATES, code),
        "role_name": lambda code: say(ROLES, code),
    }
