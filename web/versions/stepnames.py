"""Step names: what kind of step something is, and what its shape in the picture says, in words."""

from __future__ import annotations

import engine
from web.messages import Words
from web.words import _, _l

KINDS: Words = {
    "startEvent": _l("Begin"),
    "endEvent": _l("Einde"),
    "exclusiveGateway": _l("Keuze"),
    "parallelGateway": _l("Tegelijk"),
    "eventBasedGateway": _l("Wat het eerst gebeurt"),
    "subProcess": _l("Deel"),
    "transaction": _l("Deel dat in zijn geheel terug kan"),
    "compensate": _l("Terugdraaien"),
    "cancel": _l("Afbreken"),
    "callActivity": _l("Ander stappenplan"),
    "businessRuleTask": _l("Beslistabel"),
    "serviceTask": _l("Doet het systeem"),
    "sendTask": _l("Doet het systeem"),
    "scriptTask": _l("Doet het systeem"),
    "timer": _l("Moment"),
    "message": _l("Bericht"),
    "signal": _l("Signaal"),
    "error": _l("Fout"),
    "escalation": _l("Melding"),
}


def step_kind(item: engine.StepItem) -> str:
    """What kind of step it is, where the name does not make that clear."""
    if item.kind == "endEvent" and item.event in {"signal", "error", "escalation"}:
        return str(KINDS["endEvent"])
    if item.event == "link":
        return _("Verder bij") if item.kind == "intermediateThrowEvent" else _("Vervolg")
    return str(KINDS.get(item.event or "") or KINDS.get(item.kind, ""))


def step_remark(item: engine.StepItem) -> str:
    """What the picture shows about a step through its shape and its data arrows."""
    told = []
    if item.repeated and item.in_turn:
        told.append(_("Dit gebeurt meer keren, een voor een."))
    elif item.repeated:
        told.append(_("Ieder doet dit apart, tegelijk met de anderen."))
    elif item.interrupts is not None:
        told.append(_("De stap stopt dan.") if item.interrupts else _("De stap zelf gaat door."))
    if item.reads:
        told.append(_("Gebruikt: %(names)s.", names=", ".join(item.reads)))
    if item.writes:
        told.append(_("Levert: %(names)s.", names=", ".join(item.writes)))
    return " ".join(told)
