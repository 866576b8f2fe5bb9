"""References: what a diagram refers to: forms, groups, decisions, processes, mails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checking import letters
from engine.checking.finding import ERROR, WARNING, Finding, make
from engine.dialect.asides import may_be_aside
from engine.dialect.elements import THROWING, Element, Process
from engine.dialect.folder import ProcessFiles
from engine.names import GROUPS, LETTER_TO_ALL, REGISTERS, WORK

HEADERS: Mapping[str, str] = {
    "template": "de tekst",
    "to": "aan wie het gaat",
    "register": "het register",
    "process": "welk stappenplan er begint",
    "status": "de status",
    "key": "de sleutel",
}
"""What a header is called in the finding that it is missing."""
JOBS: Mapping[str, tuple[str, ...]] = {
    "mail": ("template", "to"),
    "letter": ("template", "to"),
    "register": ("register",),
    "publish": (),
    "start-case": ("process",),
    "message": (),
}
"""The kinds of work that a service task can request, each with the headers that it needs."""


def check(folder: ProcessFiles, others: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    for element in folder.process.elements.values():
        yield from _check_task(folder, element)
        yield from _check_job(folder, element, others)
        if element.kind == "startEvent" and (element.event is None or element.parent != element.process):
            yield from _check_start(folder, element)
        if element.kind == "callActivity":
            yield from _check_call(folder, element, others)


def _check_call(folder: ProcessFiles, element: Element, others: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    called = element.called_process or ""
    if not called:
        yield make("calls_none", folder.source, element)
    elif called not in others:
        yield make("unknown_process", folder.source, element, detail=called)
    elif not _begins_when_called(others[called].process):
        yield make("called_without_start", folder.source, element, detail=called)
    elif chain := _leads_back(folder.process.id, called, others):
        yield make("recursive_call", folder.source, element, detail=" → ".join(chain))


def _begins_when_called(process: Process) -> bool:
    """Whether it has a start that waits for nothing; a call does not begin one that waits for an event."""
    return any(e.kind == "startEvent" and e.parent == process.id and e.event is None for e in process.elements.values())


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
        pending += [[*chain, called] for called in folders[chain[-1]].process.calls]
    return []


def _check_task(folder: ProcessFiles, element: Element) -> Iterator[Finding]:
    if element.form_id is not None and element.form_id not in folder.forms:
        yield make("unknown_form", folder.source, element, detail=element.form_id)
    if element.kind == "userTask":
        yield from _check_user_task(folder.source, element)
    elif element.kind == "businessRuleTask":
        yield from _check_decision(folder, element)
    elif element.kind == "scriptTask":
        yield from _check_script(folder.source, element)


def _check_user_task(file: str, element: Element) -> Iterator[Finding]:
    if element.form_id is None:
        yield make("no_form", file, element)
    if not element.candidate_groups and not element.assignee:
        yield make("no_group", file, element)
    if element.candidate_users:
        yield make("candidate_users", file, element)
    if element.candidate_groups and not element.candidate_groups.startswith("="):
        for group in (part.strip() for part in element.candidate_groups.split(",")):
            yield from _check_group(file, element, group, WARNING)


def _check_decision(folder: ProcessFiles, element: Element) -> Iterator[Finding]:
    known = {key for model in folder.decisions.values() for key in model.decisions}
    if element.decision_id not in known:
        detail = element.decision_id or "er is nog geen gekozen"
        yield make("unknown_decision", folder.source, element, detail=detail)
    if not element.result_variable:
        yield make("no_result", folder.source, element)


def _check_script(file: str, element: Element) -> Iterator[Finding]:
    if not element.script:
        yield make("no_expression", file, element, detail="uitdrukking")
    elif not element.result_variable:
        yield make("no_result", file, element)


def _check_group(file: str, element: Element, group: str, severity: str) -> Iterator[Finding]:
    if group not in GROUPS:
        yield make("unknown_group", file, element, detail=group, other=", ".join(sorted(GROUPS)), severity=severity)


def _check_start(folder: ProcessFiles, start: Element) -> Iterator[Finding]:
    """What people start has a form and says who may start it; without either, nobody would ever find it."""
    file = folder.source
    if start.parent != start.process and not may_be_aside(folder.process, start):
        if start.form_id is not None:
            yield make("unknown_extension", file, start, detail="formDefinition")
        return
    startable = start.properties.get("startableBy")
    if startable and start.form_id is None:
        yield make("no_form", file, start)
    if start.form_id is not None and not startable:
        yield make("nobody_starts", file, start, severity=WARNING)


def _check_job(folder: ProcessFiles, element: Element, others: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    sends = element.kind in THROWING and element.event is not None and element.event.kind == "message"
    if element.kind not in {"serviceTask", "sendTask"} and not sends:
        return
    needed = JOBS.get(element.job_type or "")
    if needed is None:
        known = ", ".join(WORK[job] for job in JOBS)
        code = "unknown_job" if element.job_type else "no_job"
        yield make(code, folder.source, element, detail=element.job_type or "", other=known)
        return
    for header in needed:
        if not element.headers.get(header):
            yield make("no_header", folder.source, element, detail=HEADERS.get(header, f"'{header}'"))
    if element.job_type == "mail":
        yield from _check_mail(folder, element)
        yield from letters.check_mail(folder, element, others)
    if element.job_type == "letter":
        yield from letters.check(folder, element, others)
    if element.job_type == "register":
        yield from _check_register(folder.source, element)
    process = element.headers.get("process", "")
    if element.job_type == "start-case" and process and process not in others:
        yield make("unknown_process", folder.source, element, detail=process)


def _check_register(file: str, element: Element) -> Iterator[Finding]:
    register = element.headers.get("register", "")
    if register and register not in REGISTERS:
        yield make("unknown_register", file, element, detail=register, other=", ".join(REGISTERS))
    if not element.inputs:
        yield make("empty_entry", file, element)


def _check_mail(folder: ProcessFiles, element: Element) -> Iterator[Finding]:
    template, to = element.headers.get("template", ""), element.headers.get("to", "")
    if template.startswith("="):
        yield make("mail_computed", folder.source, element, detail=template)
    elif template and template not in folder.mails:
        yield make("unknown_mail", folder.source, element, detail=template)
    elif template:
        yield from letters.check_text(folder, element, folder.mails[template])
    if to and not to.startswith("="):
        yield from _check_group(folder.source, element, to, ERROR)
    if to == LETTER_TO_ALL and not element.headers.get("post"):
        yield from letters.check_submitter(folder, element)
