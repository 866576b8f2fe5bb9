"""Retention words: terms, states and outcomes of retention and destruction, and what is wrong with what was typed."""

from __future__ import annotations

import re
from typing import Any

import engine
from web.messages import LIST_STATES, Words, say
from web.words import _, _l, _n

KINDS: Words = {
    "over": _l("Voorbij de termijn"),
    "term": _l("Termijn loopt nog"),
    "forever": _l("Blijvend bewaren"),
    "unknown": _l("Termijn niet bekend"),
}
FROM: Words = {
    "afhandeling": _l("de dag waarop het klaar was"),
    "einde kalenderjaar": _l("het einde van dat kalenderjaar"),
}
STATE_KINDS = {"draft": "neutral", "offered": "waiting", "approved": "active", "refused": "negative", "done": "done"}
OUTCOMES: Words = {
    "destroyed": _l("vernietigd"),
    "before": _l("was al gewist"),
    "busy": _l("bewaard: er was nog werk voor te doen. Het kan op een volgende lijst."),
    "not_past": _l("bewaard: de klasse of de termijn was veranderd"),
}
EVENTS: Words = {
    "destruction_list_offered": _l("%(who)s bood de lijst aan"),
    "destruction_list_approved": _l("%(who)s keurde de lijst goed"),
    "destruction_list_refused": _l("%(who)s weigerde de lijst of trok haar in"),
    "destruction_list_carried_out": _l("De lijst is uitgevoerd. Dit is de verklaring van vernietiging."),
}
PROBLEMS: Words = {
    "required": _l("Schrijf op waarom u dit doet."),
    "nothing": _l("Er is geen zaak voorbij haar bewaartermijn die niet al op een lijst staat."),
    "empty": _l("Er staat geen zaak meer op de lijst. Zet er een terug, of gooi de lijst weg."),
    "changed": _l("De bewaartermijnen of de zaken zijn intussen veranderd. Deze lijst klopt niet meer."),
}
NOT_CHOSEN = _l("Kies een zaak die van de lijst moet.")
_TERM = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


def of_class(name: str, count: int) -> str:
    """A class whose ideas can be put on a list, and how many there are."""
    return _n("Van klasse %(name)s: %(num)d zaak", "Van klasse %(name)s: %(num)d zaken", count, name=name)


def term(text: str) -> str:
    """How long a class is kept, in words; unchanged if it cannot be parsed."""
    if text == "blijvend":
        return _("blijvend")
    found = _TERM.fullmatch(text)
    if found is None:
        return text
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    parts = [
        _n("%(num)d jaar", "%(num)d jaar", years) if years else "",
        _n("%(num)d maand", "%(num)d maanden", months) if months else "",
        _n("%(num)d week", "%(num)d weken", weeks) if weeks else "",
        _n("%(num)d dag", "%(num)d dagen", days) if days else "",
    ]
    return _(" en ").join(part for part in parts if part) or text


def problem(field: str, code: str) -> str:
    """What is wrong with one field."""
    return str(NOT_CHOSEN) if field == "zaak" else str(PROBLEMS[code])


def tell(event: engine.DestructionEvent) -> str:
    """What happened to a list, in a sentence."""
    return str(EVENTS[event.kind]) % {"who": event.by}


def outcome(code: str) -> str:
    """What happened to a case on a list; empty as long as that is unknown."""
    return say(OUTCOMES, code)


def table_for_templates() -> dict[str, Any]:
    """What the templates may use of this table."""
    return {
        "kept_term": term,
        "kept_from": lambda code: say(FROM, code),
        "kept_kind": lambda code: say(KINDS, code),
        "list_state": lambda code: say(LIST_STATES, code),
        "list_state_kind": lambda code: STATE_KINDS.get(code, "neutral"),
        "list_outcome": outcome,
        "list_event": tell,
    }
