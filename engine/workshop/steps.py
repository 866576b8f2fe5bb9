"""Steps: a process of a change as a nested list that can be edited by form, and what the forms for it show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress

from sqlalchemy.orm import Session

from engine import editing
from engine.checking import Finding, check_folders
from engine.dialect import naming
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.compensation import Compensation, is_edge, read_compensation, undoable_from
from engine.dialect.document import SUBPROCESSES
from engine.dialect.elements import THROWING, Element, Process
from engine.dialect.folder import DIAGRAM, LETTERS, MAILS, ProcessFiles
from engine.dialect.foureyes import pairs_of
from engine.dialect.mails import read_text
from engine.errors import DiagramRefused, EditRefused, NotFound
from engine.forms import read_form
from engine.municipality import group_names, reading
from engine.permissions import require
from engine.steps import StepItem, link_targets, list_all
from engine.views import PartView, User
from engine.workshop import parts
from engine.workshop.desk import list_words, process_in
from engine.workshop.formmaking import find_form
from engine.workshop.leftovers import find_leftovers
from engine.workshop.partediting import find_table
from engine.workshop.shapefields import begins_aside
from engine.workshop.stepfields import fields_of
from engine.workshop.stepviews import (
    ListedStep,
    PartDrawing,
    PartForm,
    PartMail,
    PartTable,
    StepDetail,
    StepList,
    StepWay,
)
from engine.workshop.variables import Variable
from engine.workshop.words import Choice, Words, words_of


def read_step_list(change_id: str, process_id: str, user: User) -> StepList:
    """The steps of a process in order of flow, nested, with what is on their edges and the problems of each.

    Raises: NotAllowed, NotFound.
    """
    require(user, "read_workshop", None)
    with reading() as session:
        part, may_edit = _read_part(session, change_id, process_id, user)
        sources = parts.sources_of(session, change_id)
    words = list_words(part.files, sources.folders, group_names())
    found = [*sources.unreadable, *check_folders(sources.folders)]
    mine = _findings(found, process_id)
    name = part.name
    steps: tuple[ListedStep, ...] = ()
    lanes: tuple[Choice, ...] = ()
    with suppress(DiagramRefused):  # Then the findings say why there are no steps.
        process = process_in(part.files[DIAGRAM], process_id)
        name = process.name or part.name
        steps = tuple(_list(process, item, words, mine) for item in list_all(process))
        lanes = tuple(Choice(lane.id, lane.name) for lane in process.lanes)
    told = {finding for step in steps for finding in step.findings}
    return StepList(
        part=part,
        name=name,
        steps=steps,
        findings=tuple(one for one in mine if one not in told),
        forms=words.forms,
        decisions=words.decisions,
        mails=words.mails,
        letters=words.letters,
        may_edit=may_edit,
        lanes=lanes,
        leftovers=find_leftovers(process_id, part.files),
    )


def read_step(change_id: str, process_id: str, element_id: str, user: User) -> StepDetail:
    """One step, with the fields of its form.

    Raises: NotAllowed, NotFound. DiagramRefused: the drawing cannot be read.
    """
    require(user, "read_workshop", None)
    with reading() as session:
        part, may_edit = _read_part(session, change_id, process_id, user)
        folders = parts.sources_of(session, change_id).folders
    process = process_in(part.files[DIAGRAM], process_id)
    element = process.elements.get(element_id)
    item = next((one for one in list_all(process) if one.element_id == element_id), None)
    if element is None or item is None:
        raise NotFound("step", element_id)
    words = words_of(process_id, part.files, folders, group_names())
    inside = [e for e in process.elements.values() if e.parent == element.parent and e.kind not in {"sequenceFlow"}]
    targets = [
        e for e in inside if e.kind not in {"startEvent", "boundaryEvent"} and _in_flow(e) and e.id != element_id
    ]
    return StepDetail(
        part=part,
        step=_list(process, item, words, _findings(check_folders(folders), process_id)),
        fields=fields_of(process, element, words),
        variables=tuple(one for one in words.variables if one.within in {"", element_id, element.parent}),
        words=words,
        lanes=tuple(Choice(lane.id, lane.name) for lane in process.lanes if element.parent == process.id),
        targets=tuple(_named(one) for one in targets),
        neighbours=tuple(Choice(e.id, naming.call(e)) for e in _line(process, element)),
        may_edit=may_edit,
        undoable=tuple(_named(one) for one in undoable_from(process, element)),
    )


def read_part_drawing(change_id: str, process_id: str, user: User) -> PartDrawing:
    """The drawing of a process in a change. Raises: NotAllowed, NotFound; DiagramRefused: it cannot be read."""
    require(user, "read_workshop", None)
    with reading() as session:
        part, _ = _read_part(session, change_id, process_id, user)
    data = part.files[DIAGRAM]
    process = process_in(data, process_id)
    return PartDrawing(process_id, process.name or part.name, read_diagram(data, f"{process_id}/{DIAGRAM}"), process)


def read_part_table(change_id: str, process_id: str, decision: str, user: User) -> PartTable:
    """A decision table of a process in a change. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        part, may_edit = _read_part(session, change_id, process_id, user)
        sources = parts.sources_of(session, change_id)
    try:
        name, source = find_table(part.files, decision)
    except EditRefused as error:
        raise NotFound("table", decision) from error
    table = editing.read_table(source, decision)
    users = _users(sources.folders, process_id, lambda step: step.decision_id == decision)
    found = check_folders(sources.folders)
    findings = tuple(one for one in found if one.file == f"{process_id}/{name}" or _is_on_reading(one, users))
    variables = _readable(process_id, part.files, sources.folders, users)
    return PartTable(part, name, table, table.columns, findings, variables, may_edit)


def _users(
    folders: Mapping[str, ProcessFiles], process_id: str, uses: Callable[[Element], bool]
) -> Mapping[str, Element]:
    """The steps that use a file of a process, by their ids; none where the drawing cannot be read."""
    folder = folders.get(process_id)
    return {key: one for key, one in folder.process.elements.items() if uses(one)} if folder is not None else {}


def _is_on_reading(finding: Finding, users: Mapping[str, Element]) -> bool:
    """When a file reads what nothing supplies, the finding is at the step that uses the file."""
    return finding.code in {"unknown_variable", "foreign_variable"} and finding.element_id in users


def _readable(
    process_id: str, files: Mapping[str, bytes], folders: Mapping[str, ProcessFiles], steps: Mapping[str, Element]
) -> tuple[Variable, ...]:
    """What expressions of these steps can read."""
    within = {"", *steps, *(step.parent for step in steps.values())}
    return tuple(one for one in words_of(process_id, files, folders).variables if one.within in within)


def read_part_form(change_id: str, process_id: str, form_id: str, user: User) -> PartForm:
    """A form of a process in a change, and how our pages show it. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        part, may_edit = _read_part(session, change_id, process_id, user)
    try:
        name, source = find_form(part.files, form_id)
        fields = editing.read_fields(source)
    except EditRefused as error:
        raise NotFound("form", form_id) from error
    shown, refusal = None, None
    try:
        shown = read_form(part.files[name], name)
    except DiagramRefused as error:
        refusal = error
    return PartForm(part, form_id, name, editing.form_title(source), fields, shown, refusal, may_edit)


def read_part_mail(change_id: str, process_id: str, mail: str, user: User) -> PartMail:
    """A mail of a process in a change. Raises: NotAllowed, NotFound."""
    return _read_template(change_id, process_id, MAILS, mail, user)


def read_part_letter(change_id: str, process_id: str, letter: str, user: User) -> PartMail:
    """The text of a letter of a process in a change. Raises: NotAllowed, NotFound."""
    return _read_template(change_id, process_id, LETTERS, letter, user)


def _read_template(change_id: str, process_id: str, folder: str, name: str, user: User) -> PartMail:
    require(user, "read_workshop", None)
    with reading() as session:
        part, may_edit = _read_part(session, change_id, process_id, user)
        folders = parts.sources_of(session, change_id).folders
    data = part.files.get(f"{folder}/{name}.md")
    if data is None:
        raise NotFound(folder, name)
    kind = "mail" if folder == MAILS else "letter"
    users = _users(folders, process_id, lambda e: e.job_type == kind and e.headers.get("template") == name)
    findings = tuple(one for one in check_folders(folders) if _is_on_reading(one, users))
    variables = _readable(process_id, part.files, folders, users)
    return PartMail(part, name, *read_text(data), findings, variables, may_edit)


def _read_part(session: Session, change_id: str, process_id: str, user: User) -> tuple[PartView, bool]:
    change = parts.find_change(session, change_id)
    part = parts.view_part(session, parts.find_part(session, change_id, process_id))
    return part, parts.view_change(session, change, user).may_edit


def _findings(found: Iterable[Finding], process_id: str) -> list[Finding]:
    return [one for one in found if one.file.partition("/")[0] == process_id]


def _list(process: Process, item: StepItem, words: Words, findings: list[Finding]) -> ListedStep:
    element, facts = process.elements[item.element_id], read_compensation(process)
    flows = [process.elements[key] for key in element.outgoing]
    mine = {element.id, *element.outgoing}
    template = element.headers.get("template", "")
    return ListedStep(
        item=item,
        element=element,
        ways=tuple(_way(process, element, flow) for flow in flows),
        form=_chosen(words.forms, element.form_id),
        decision=_chosen(words.decisions, element.decision_id),
        mail=_chosen(words.mails, template) if element.job_type == "mail" else None,
        letter=_chosen(words.letters, template) if element.job_type == "letter" else None,
        findings=tuple(one for one in findings if one.element_id in mine),
        called=_chosen(words.processes, element.called_process),
        begins_aside=begins_aside(process, element),
        leads_to=next((_named(process.elements[key]) for key in link_targets(process, element)), None),
        apart_from=_apart(process, element),
        undone_by=next((_named(process.elements[key]) for key in _undoing(facts, element)), None),
        undoes=tuple(_named(process.elements[key]) for key in _undone(facts, element) if key in process.elements),
    )


def _undoing(facts: Compensation, element: Element) -> Iterator[str]:
    """What undoes an activity, or what the event on the edge of one leads to."""
    told = (element.attached_to or "") if is_edge(element) else element.id
    yield from (known[told] for known in (facts.handlers, facts.own) if told in known)


def _undone(facts: Compensation, element: Element) -> Iterator[str]:
    """What it undoes, or allows to be undone."""
    yield from (host for host, handler in facts.handlers.items() if handler == element.id)
    if element.kind in THROWING and element.event is not None and element.event.activity:
        yield element.event.activity


def _named(element: Element) -> Choice:
    return Choice(element.id, naming.call(element))


def _apart(process: Process, element: Element) -> tuple[str, ...]:
    pairs = pairs_of(process).get(element.id)
    others = (one for key, one in process.elements.items() if pairs is not None and key in pairs.all)
    return tuple(naming.call(one) for one in others)


def _way(process: Process, element: Element, flow: Element) -> StepWay:
    target = process.elements.get(flow.target or "")
    name = naming.call(target) if target is not None else "?"
    condition = flow.condition or ""
    is_far = target is not None and (target.lane != element.lane or len(target.incoming) > 1)
    return StepWay(flow.id, flow.name, condition, element.default == flow.id, flow.target or "", name, is_far)


def _chosen(choices: tuple[Choice, ...], key: str | None) -> Choice | None:
    return next((one for one in choices if key and one.id == key), None)


def _in_flow(element: Element) -> bool:
    return bool(element.incoming) or (element.kind in SUBPROCESSES and not element.triggered_by_event)


def _line(process: Process, element: Element) -> list[Element]:
    """The steps before and after one, as far as each has one way in and one way out."""

    def single(one: Element | None) -> bool:
        return one is not None and len(one.incoming) == 1 and len(one.outgoing) == 1

    if not single(element):
        return []
    elements: Mapping[str, Element] = process.elements
    found: list[Element] = []
    for ends, side in (("incoming", "source"), ("outgoing", "target")):
        at, line = element, []
        while True:
            flow = elements[getattr(at, ends)[0]]
            other = elements.get(getattr(flow, side) or "")
            if other is None or not single(other) or other is element or other in line:
                break
            line.append(other)
            at = other
        found += reversed(line) if side == "source" else line
    return found
