"""Step facts: what the list of steps says about a step in a few words."""

from __future__ import annotations

from collections.abc import Iterator

import engine
from web import messages
from web.words import _, _l
from web.workshop import stepwords
from web.workshop.stepquestions import in_weeks

OTHERS: messages.Words = {"signal": _l("Signaal"), "error": _l("Fout"), "escalation": _l("Melding")}
"""Events, beside messages, that have a name."""


def facts_of(step: engine.ListedStep) -> Iterator[tuple[str, str]]:
    """What the list says about a step: who, by when, how often, and what the submitter sees."""
    yield from _people(step)
    yield from _undoing(step)
    yield from _system(step)
    yield from _event(step)
    yield from _result(step)
    yield from _telling(step.element)


def _people(step: engine.ListedStep) -> Iterator[tuple[str, str]]:
    element = step.element
    names = engine.group_names()
    if groups := element.candidate_groups:
        listed = ", ".join(names.get(part.strip(), part.strip()) for part in groups.split(","))
        yield _("Wie"), groups if groups.startswith("=") else listed
    if element.assignee:
        yield _("Eén persoon"), element.assignee
    if starters := element.properties.get("startableBy"):
        named = {**names, engine.ANYONE: _("Iedereen")}
        yield (
            _("Wie mag dit beginnen"),
            ", ".join(named.get(part.strip(), part.strip()) for part in starters.split(",")),
        )
    if step.apart_from:
        yield _("Door iemand anders dan"), ", ".join(step.apart_from)
    if element.lane:
        yield _("Baan"), element.lane


def _undoing(step: engine.ListedStep) -> Iterator[tuple[str, str]]:
    if step.undone_by is not None and not step.stands_outside:
        yield _("Wordt teruggedraaid met"), step.undone_by.name
    if step.undoes or step.undoes_all:
        yield _("Draait terug"), ", ".join(one.name for one in step.undoes) or _("alles wat tot hier is gedaan")


def _system(step: engine.ListedStep) -> Iterator[tuple[str, str]]:
    element = step.element
    if element.due_date:
        yield _("Termijn"), step.due
    if element.job_type:
        yield _("Het systeem"), messages.say(stepwords.JOBS, element.job_type)
        if to := element.headers.get("to"):
            yield _("Aan"), engine.group_names().get(to, to)


def _event(step: engine.ListedStep) -> Iterator[tuple[str, str]]:
    event = step.element.event
    if event is None:
        return
    if event.expression:
        yield _("Voorwaarde") if event.kind == "conditional" else _("Termijn"), step.waits_for
    if not event.reference:
        return
    if event.kind == "message" and not step.is_button:
        yield _("Bericht"), event.reference
    if event.kind in OTHERS:
        yield messages.say(OTHERS, event.kind), event.code or event.reference


def _result(step: engine.ListedStep) -> Iterator[tuple[str, str]]:
    element = step.element
    if element.called_process:
        yield _("Stappenplan"), step.called.name if step.called is not None else element.called_process
    if element.loop is not None and element.loop.input_collection:
        yield _("Voor ieder van"), element.loop.input_collection
    if element.kind == "businessRuleTask" and element.result_variable:
        yield _("De uitkomst heet"), element.result_variable
    if element.script:
        yield _("Rekent uit"), element.script


def _telling(element: engine.Element) -> Iterator[tuple[str, str]]:
    if status := element.properties.get("publishedStatus"):
        yield _("De indiener ziet"), messages.say(messages.STATUSES, status)
    if term := element.properties.get("statutoryTerm"):
        yield _("Wettelijke termijn"), in_weeks(term)
    if outcome := element.properties.get("outcome"):
        yield _("Uitkomst"), outcome
    if effect := element.properties.get("legalEffect"):
        yield _("Rechtsgevolg"), messages.say(messages.LEGAL_EFFECTS, effect)
    if kept := element.properties.get("retentionClass"):
        yield _("Bewaartermijn (selectielijst)"), kept
