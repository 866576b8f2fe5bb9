"""Meaning: our own properties on a process and its elements: status, term, retention, who may start."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date

from engine.checking.finding import WARNING, Finding, make
from engine.checking.kinds import is_node
from engine.deadlines import Term, TermRefused
from engine.dialect import dmn, feel, naming, nouns
from engine.dialect.asides import may_be_aside
from engine.dialect.elements import Element, Process
from engine.dialect.ends import ends_of
from engine.dialect.folder import ProcessFiles
from engine.dialect.foureyes import FOUR_EYES
from engine.dialect.naming import KINDS
from engine.dialect.starts import plain_starts, starts_of
from engine.dialect.timers import is_timer_text
from engine.names import DECISION, GROUPS, RETENTION_TABLE, STATUSES

PROCESS_PROPERTIES = frozenset({"referencePrefix", "titleVariable", "areaVariable", *nouns.PROPERTIES})
NODE_PROPERTIES: Mapping[str, frozenset[str]] = {
    "publishedStatus": frozenset(),
    "publishedText": frozenset(),
    "suspendsTerm": frozenset({"userTask"}),
    "ballot": frozenset({"userTask"}),
    FOUR_EYES: frozenset({"userTask"}),
    "retentionClass": frozenset({"endEvent"}),
    "legalEffect": frozenset({"endEvent"}),
    "outcome": frozenset({"endEvent"}),
    "statutoryTerm": frozenset({"startEvent"}),
    "startableBy": frozenset({"startEvent"}),
}
"""The kinds of element on which a property has an effect; an empty set means all kinds."""
NOUNS: Mapping[str, str] = {
    nouns.SINGULAR: "het woord voor één zaak",
    nouns.PLURAL: "het woord voor meer zaken",
    nouns.ARTICLE: "de of het bij dat woord",
    nouns.ENGLISH: "het Engelse woord voor één zaak",
    nouns.ENGLISH_PLURAL: "het Engelse woord voor meer zaken",
}
FLAGS = frozenset({"suspendsTerm", "ballot"})
EFFECTS = frozenset({"advies", "beschikking", "geen"})
PREFIX = re.compile(r"[A-Z]{2,12}")
RETENTION = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2}){1,3}")
"""A result of the Selectielijst gemeenten 2020, such as 6.1.9."""
_ANY_DAY = date(2026, 1, 1)


def check(folder: ProcessFiles, others: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    file, process = folder.source, folder.process
    known = ", ".join(sorted(PROCESS_PROPERTIES))
    for name in sorted(process.properties.keys() - PROCESS_PROPERTIES):
        yield make("unknown_property", file, detail=name, other=known, severity=WARNING, line=process.line)
    prefix = process.properties.get("referencePrefix")
    if prefix is not None and not PREFIX.fullmatch(prefix):
        yield make("reference_prefix", file, detail=prefix, line=process.line)
    yield from _check_noun(file, process)
    stands_alone = _stands_alone(process, others)
    ends = ends_of(process)
    for element in process.elements.values():
        if is_node(element):
            yield from _check_names(file, process, element)
            yield from _check_values(file, element)
            yield from _check_class(file, element, others.get(RETENTION_TABLE))
            if stands_alone and ends.get(element.id):
                yield from _check_end(file, element)
    if stands_alone:
        yield from _check_clock(file, process)


def _check_noun(file: str, process: Process) -> Iterator[Finding]:
    """The noun for a case is shown on every page of it. The finding does not repeat it: it may be anything."""
    told = {name: process.properties[name] for name in nouns.PROPERTIES if process.properties.get(name)}
    for name in told.keys() - {nouns.ARTICLE}:
        if not nouns.is_noun(told[name]):
            yield make("noun", file, detail=NOUNS[name], other=nouns.LONGEST, line=process.line)
    if told.get(nouns.ARTICLE) and told[nouns.ARTICLE] not in nouns.ARTICLES:
        yield make("noun_article", file, line=process.line)
    for together in (nouns.DUTCH, (nouns.ENGLISH, nouns.ENGLISH_PLURAL)):
        missing = [NOUNS[name] for name in together if name not in told]
        if missing and len(missing) < len(together):
            yield make("half_a_noun", file, detail=", ".join(missing), line=process.line)
    if told.keys() & {nouns.ENGLISH, nouns.ENGLISH_PLURAL} and not told.keys() & set(nouns.DUTCH):
        yield make("half_a_noun", file, detail=", ".join(NOUNS[name] for name in nouns.DUTCH), line=process.line)


def _check_names(file: str, process: Process, element: Element) -> Iterator[Finding]:
    known = ", ".join(sorted(NODE_PROPERTIES))
    for name in sorted(element.properties):
        if name not in NODE_PROPERTIES:
            yield make("unknown_property", file, element, detail=name, other=known, severity=WARNING)
            continue
        kinds = NODE_PROPERTIES[name]
        of_case = kinds <= {"startEvent", "endEvent"} and bool(kinds)
        elsewhere = of_case and not is_of_case(process, element)
        if name == "startableBy" and may_be_aside(process, element):
            elsewhere = False
        if (kinds and element.kind not in kinds) or elsewhere:
            told = ", ".join(KINDS[kind].split()[-1] for kind in sorted(kinds))
            told += " van het proces zelf" if of_case else ""
            yield make("property_elsewhere", file, element, detail=name, other=told, severity=WARNING)
    if element.properties.get("publishedText") and not element.properties.get("publishedStatus"):
        yield make("text_without_status", file, element, severity=WARNING)


def _check_values(file: str, element: Element) -> Iterator[Finding]:
    told = element.properties
    for name in sorted(FLAGS & told.keys()):
        if told[name] not in {"true", "false"}:
            yield make("property_value", file, element, detail=name, other=told[name])
    status = told.get("publishedStatus")
    if status and status not in STATUSES:
        yield make("unknown_status", file, element, detail=status, other=", ".join(STATUSES))
    effect = told.get("legalEffect")
    if effect and effect not in EFFECTS:
        yield make("unknown_effect", file, element, detail=effect)
    retention = told.get("retentionClass")
    if retention and not RETENTION.fullmatch(retention):
        yield make("retention_class", file, element, detail=retention)
    if term := told.get("statutoryTerm"):
        try:
            Term(_ANY_DAY, term)
        except TermRefused:
            yield make("statutory_term", file, element, detail=term)
    for group in (part.strip() for part in told.get("startableBy", "").split(",")):
        if group and group not in GROUPS and group != "iedereen":
            yield make("unknown_group", file, element, detail=group, other=", ".join(sorted(GROUPS)), severity=WARNING)


def _check_class(file: str, element: Element, table: ProcessFiles | None) -> Iterator[Finding]:
    """A case that ends with a class for which the table has no term is never destroyed, and nobody notices."""
    told = element.properties.get("retentionClass", "")
    decisions = next((d for d in table.decisions.values() if RETENTION_TABLE in d.decisions), None) if table else None
    if decisions is None or not RETENTION.fullmatch(told):
        return
    answer: object = None
    with suppress(dmn.DmnError, feel.FeelError):  # What cannot be decided has no term either.
        answer = decisions.evaluate(RETENTION_TABLE, {"klasse": told}).value
    term = answer.get("termijn") if isinstance(answer, Mapping) else None
    if not isinstance(term, str) or not (term == "blijvend" or is_timer_text(term)):
        yield make("retention_not_in_table", file, element, detail=told, severity=WARNING)


def _check_end(file: str, end: Element) -> Iterator[Finding]:
    """Every end of a case says how long it is kept, and whether it was a decision in the legal sense.

    The end of something that runs alongside the case, such as a reminder, does not say how the case ended, and need
    not.
    """
    if not end.properties.get("retentionClass"):
        yield make("no_retention", file, end, severity=WARNING)
    if not end.properties.get("legalEffect"):
        yield make("no_effect", file, end, severity=WARNING)


def _check_clock(file: str, process: Process) -> Iterator[Finding]:
    """A decision has a statutory term (Awb 4:13); a process without a decision has nothing to count it for."""
    ends = [e for e in process.elements.values() if _ends_case(process, e)]
    decisions = [end for end in ends if end.properties.get("legalEffect") == DECISION]
    starts = [start for start in plain_starts(process) if start.form_id is not None]
    clocks = [start for start in starts if start.properties.get("statutoryTerm")]
    if decisions and starts and len(clocks) < len(starts):
        for start in starts:
            if start not in clocks:
                yield make("decision_without_term", file, start, detail=naming.call(decisions[0]), severity=WARNING)
    if clocks and not decisions and all(end.properties.get("legalEffect") for end in ends):
        yield make("term_without_decision", file, clocks[0], severity=WARNING)


def _stands_alone(process: Process, others: Mapping[str, ProcessFiles]) -> bool:
    """Whether cases of this process are begun, by a person or by another case, and not only called."""
    if "referencePrefix" in process.properties:
        return True
    if any(start.event is not None or start.properties.get("startableBy") for start in starts_of(process)):
        return True
    return any(
        e.job_type == "start-case" and e.headers.get("process") == process.id
        for folder in others.values()
        for e in folder.process.elements.values()
    )


def _ends_case(process: Process, element: Element) -> bool:
    return element.kind == "endEvent" and is_of_case(process, element)


def is_of_case(process: Process, event: Element) -> bool:
    """A start or end of the process itself, or an end of an event subprocess in it, which ends everything else."""
    if event.parent == process.id:
        return True
    scope = process.elements.get(event.parent)
    in_listener = scope is not None and scope.triggered_by_event and scope.parent == process.id
    return in_listener and event.kind == "endEvent"
