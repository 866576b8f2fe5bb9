"""References: what a diagram points at: forms, groups, decisions, processes, mails, messages, statuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from engine.checking.finding import WARNING, Finding, make
from engine.deadlines import Term, TermRefused
from engine.dialect.elements import Element
from engine.dialect.folder import ProcessFiles
from engine.names import GROUPS, STATUSES

JOBS: Mapping[str, tuple[str, ...]] = {"mail": ("template", "to"), "publish": (), "start-case": ("process",)}
"""The kinds of work that a service task can ask for, each with the headers that it needs."""
EFFECTS = frozenset({"advies", "beschikking", "geen"})
_ANY_DAY = date(2026, 1, 1)


def check(folder: ProcessFiles, others: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    for element in folder.process.elements.values():
        yield from _check_task(folder, element)
        yield from _check_job(folder, element)
        yield from _check_properties(folder, element)
        if element.event is not None and element.event.kind == "message" and not element.event.reference:
            yield make("message_without_name", folder.source, element)
        if element.kind == "callActivity":
            if element.called_process not in others:
                yield make("unknown_process", folder.source, element, detail=element.called_process or "(geen)")
            elif chain := _leads_back(folder.process.id, str(element.called_process), others):
                yield make("recursive_call", folder.source, element, detail=" → ".join(chain))


def _leads_back(process_id: str, called: str, folders: Mapping[str, ProcessFiles]) -> list[str]:
    """The chain of calls that leads from `called` back to the process, or nothing."""
    pending = [[called]]
    seen: set[str] = set()
    while pending:
        chain = pending.pop()
        if chain[-1] == process_id:
            return chain
        if chain[-1] in seen or chain[-1] not in folders:
            continue
        seen.add(chain[-1])
        elements = folders[chain[-1]].process.elements.values()
        pending += [[*chain, str(e.called_process)] for e in elements if e.kind == "callActivity"]
    return []


def _check_task(folder: ProcessFiles, element: Element) -> Iterator[Finding]:
    file = folder.source
    if element.form_id is not None and element.form_id not in folder.forms:
        yield make("unknown_form", file, element, detail=element.form_id)
    if element.kind == "userTask":
        if element.form_id is None:
            yield make("no_form", file, element)
        if not element.candidate_groups and not element.assignee:
            yield make("no_group", file, element)
        if element.candidate_groups and not element.candidate_groups.startswith("="):
            for group in (part.strip() for part in element.candidate_groups.split(",")):
                if group not in GROUPS:
                    known = ", ".join(sorted(GROUPS))
                    yield make("unknown_group", file, element, detail=group, other=known, severity=WARNING)
    if element.kind == "businessRuleTask":
        known_decisions = {key for model in folder.decisions.values() for key in model.decisions}
        if element.decision_id not in known_decisions:
            yield make("unknown_decision", file, element, detail=element.decision_id or "(geen)")
        if not element.result_variable:
            yield make("no_result", file, element)
    if element.kind == "scriptTask" and not element.script:
        yield make("no_expression", file, element, detail="uitdrukking")


def _check_job(folder: ProcessFiles, element: Element) -> Iterator[Finding]:
    if element.kind not in {"serviceTask", "sendTask"}:
        return
    needed = JOBS.get(element.job_type or "")
    if needed is None:
        known = ", ".join(JOBS)
        yield make("unknown_job", folder.source, element, detail=element.job_type or "(geen)", other=known)
        return
    for header in needed:
        if not element.headers.get(header):
            yield make("no_header", folder.source, element, detail=header)
    template = element.headers.get("template", "")
    if element.job_type == "mail" and template and not template.startswith("=") and template not in folder.mails:
        yield make("unknown_mail", folder.source, element, detail=template)


def _check_properties(folder: ProcessFiles, element: Element) -> Iterator[Finding]:
    file, told = folder.source, element.properties
    status = told.get("publishedStatus")
    if status and status not in STATUSES:
        yield make("unknown_status", file, element, detail=status, other=", ".join(STATUSES))
    effect = told.get("legalEffect")
    if effect and effect not in EFFECTS:
        yield make("unknown_effect", file, element, detail=effect)
    if term := told.get("statutoryTerm"):
        try:
            Term(_ANY_DAY, term)
        except TermRefused:
            yield make("statutory_term", file, element, detail=term)
    ends_case = element.kind == "endEvent" and element.parent == element.process
    starts_here = any(e.properties.get("startableBy") for e in folder.process.elements.values())
    if ends_case and starts_here and not told.get("retentionClass"):
        yield make("no_retention", file, element, severity=WARNING)
