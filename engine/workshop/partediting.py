"""Part editing: one edit by form of a process in a change, of its drawing, a table, a form, a mail or a letter.

Each kind of edit is a function from the files, and what was typed, to the files that it changes and what it did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine import definitions, editing
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.elements import Element, Process
from engine.dialect.folder import DIAGRAM, LETTERS, ProcessFiles
from engine.editing import Done, Edited, New, Source
from engine.errors import DiagramRefused, EditRefused, FieldProblem, FieldsRefused
from engine.municipality import reading, transaction
from engine.names import LETTER_TO_ALL
from engine.permissions import require
from engine.views import User
from engine.workshop import parts
from engine.workshop.changes import lock_for_edit, require_editable
from engine.workshop.formediting import edit_field, edit_form, make_form
from engine.workshop.mailediting import edit_mail, make_letter
from engine.workshop.saving import write_part
from engine.workshop.stepchanges import change_step, require_feel, require_moment, require_told
from engine.workshop.stepfields import NEW_FORM, NEW_LETTER, fields_of
from engine.workshop.tableediting import edit_table, make_table
from engine.workshop.words import Words, words_of

_MADE = (
    ("userTask", "formDefinition", "formId", make_form),
    ("businessRuleTask", "calledDecision", "decisionId", make_table),
)
"""What is made for a step that is to have one of its own: its kind, and where it says which it has."""
Files = Mapping[str, bytes]
Folders = Callable[[], Mapping[str, ProcessFiles]]


@dataclass(frozen=True, slots=True)
class PartEdit:
    """What is to be changed: a kind of `EDITS`, what it is done to, and what was typed."""

    kind: str
    at: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartEdited:
    """The save after an edit, and what it did; nothing where all stayed as it was."""

    revision: int
    done: tuple[Done, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The files that an edit changes, and what it did."""

    files: Files
    done: tuple[Done, ...]


def edit_part(change_id: str, process_id: str, revision: int, edit: PartEdit, user: User) -> PartEdited:
    """Change something of a process in a change, and save it. Bytes that the edit is not about stay as they are.

    The edit is worked out before the transaction, which takes the writer of the whole municipality on SQLite; that it
    fits what is saved by then, the revision guards.

    Raises:
        NotAllowed, NotFound, ChangeMoved.
        ChangedMeanwhile: somebody saved since `revision`; nothing is kept.
        FieldsRefused: something was typed that cannot be; `EditRefused`: it cannot be changed like this.
        DiagramRefused: the file that would be changed cannot be read.
    """
    require(user, "edit_processes", None)
    with reading() as session:
        require_editable(session, parts.find_change(session, change_id), user)
        part = parts.find_part(session, change_id, process_id)
        is_newest, files = part.revision == revision, definitions.unpack(part.files)
    written = apply_edit(process_id, files, lambda: _folders_of(change_id), edit) if is_newest else Written({}, ())
    with transaction() as session:
        lock_for_edit(session, change_id, user)
        saved = write_part(session, change_id, process_id, revision, written.files, user)
        return PartEdited(saved.revision, written.done)


def _folders_of(change_id: str) -> Mapping[str, ProcessFiles]:
    with reading() as session:
        return parts.sources_of(session, change_id).folders


def apply_edit(process_id: str, files: Files, folders: Folders, edit: PartEdit) -> Written:
    """`folders` gives the processes beside it, where an edit asks for them. Raises: as `edit_part`."""
    if edit.kind not in EDITS:
        raise EditRefused("no_such_kind", detail=edit.kind)
    return EDITS[edit.kind](_Desk(process_id, files, folders), edit)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What an edit works on."""

    process_id: str
    files: Files
    folders: Folders

    @property
    def drawing(self) -> Source:
        return editing.read_source(self.files[DIAGRAM], f"{self.process_id}/{DIAGRAM}")

    @property
    def process(self) -> Process:
        return process_in(self.files[DIAGRAM], self.process_id)


def list_words(files: Files, folders: Mapping[str, ProcessFiles]) -> Words:
    """What can be chosen from, without the variables, which take long to find."""
    return words_of("", files, folders)


def process_in(drawing: bytes, process_id: str) -> Process:
    """The process of a drawing that runs. Raises: DiagramRefused: it cannot be read, or holds none, or several."""
    found = [one for one in read_diagram(drawing, f"{process_id}/{DIAGRAM}").processes if one.executable]
    if len(found) != 1:
        raise DiagramRefused(f"{len(found)} executable processes, one is needed", source=f"{process_id}/{DIAGRAM}")
    return found[0]


def _drawn(edit: Edited, *more: Done) -> Written:
    done = tuple(one for one in (edit.done, *more) if one is not None)
    return Written({DIAGRAM: edit.data} if done else {}, done)


def _element(process: Process, key: str) -> Element:
    if key not in process.elements:
        raise EditRefused("no_element", key)
    return process.elements[key]


# ---- steps ---------------------------------------------------------------------------------------------------------


def _step(desk: _Desk, edit: PartEdit) -> Written:
    process = desk.process
    element = _element(process, edit.at)
    source = desk.drawing
    values = dict(edit.values)
    made: dict[str, bytes] = {}
    if element.job_type == "letter" and values.get("header:template") == NEW_LETTER.id:
        values["header:template"], made = make_letter(desk.files, values.get("name") or element.name)
    words = list_words({**desk.files, **made}, desk.folders())
    fields = fields_of(process, element, words)
    source, done = change_step(source, element, fields, values)
    for kind, extension, attribute, make in _MADE:
        if element.kind == kind and edit.values.get(f"{extension}.{attribute}") == NEW_FORM.id:
            key, made = make(desk.files, edit.values.get("name") or element.name)
            source = editing.set_extension(source, element.id, extension, attribute, key).source
    return Written({DIAGRAM: source.encode(), **made} if done else {}, tuple(done))


def _add(desk: _Desk, edit: PartEdit) -> Written:
    """A step after a step; a task with its group, deadline and form at once."""
    values = edit.values
    kind = values.get("kind", "")
    require_told({"kind": kind, "name": values.get("name", "")})
    require_moment(values, "due")
    flow, lane = values.get("flow") or None, values.get("lane") or None
    added = editing.add_step(desk.drawing, edit.at, kind, values.get("name", ""), flow=flow, lane=lane)
    return _fill_in(desk, added, kind, values)


def _fill_in(desk: _Desk, added: Edited, kind: str, values: Mapping[str, str]) -> Written:
    """Give a new step what was typed with it; a form that is asked for is made."""
    done = added.done
    assert done is not None  # noqa: S101 - an addition always changes something
    source, files = added.source, {}
    settings = [
        ("userTask", "assignmentDefinition", "candidateGroups", "groups"),
        ("userTask", "taskSchedule", "dueDate", "due"),
        ("userTask", "formDefinition", "formId", "form"),
        ("serviceTask", "taskDefinition", "type", "job"),
        ("businessRuleTask", "calledDecision", "decisionId", "decision"),
        ("callActivity", "calledElement", "processId", "process"),
    ]
    told = dict(values)
    if kind == "userTask" and told.get("form") == NEW_FORM.id:
        form_id, made = make_form(desk.files, told.get("name", ""))
        told["form"] = form_id
        files = made
    if kind == "businessRuleTask" and told.get("decision") == NEW_FORM.id:
        told["decision"], files = make_table(desk.files, told.get("name", ""))
    for host, extension, attribute, name in settings:
        if kind == host and told.get(name):
            source = editing.set_extension(source, done.element, extension, attribute, told[name]).source
    if kind == "businessRuleTask":
        name = told.get("decision", "").replace("-", "_") or "besluit"
        source = editing.set_extension(source, done.element, "calledDecision", "resultVariable", name).source
    if kind == "serviceTask" and told.get("job") == "letter":
        letter, files = make_letter(desk.files, told.get("name", ""))
        source = editing.set_headers(source, done.element, {"template": letter, "to": LETTER_TO_ALL}).source
    return Written({DIAGRAM: source.encode(), **files}, (done,))


def _branch(desk: _Desk, edit: PartEdit) -> Written:
    values = edit.values
    told = {"condition": values.get("condition", ""), "to": values.get("to", "")}
    require_told(told)
    require_feel(told["condition"], "condition")
    target = _target(values)
    branched = editing.add_branch(
        desk.drawing,
        edit.at,
        target,
        name=values.get("name", ""),
        condition=told["condition"],
        question=values.get("question", ""),
        lane=values.get("lane") or None,
    )
    return _drawn(branched)


def _boundary(desk: _Desk, edit: PartEdit) -> Written:
    values = edit.values
    kind, value = values.get("kind", ""), values.get("value", "")
    require_told({"kind": kind, "value": value, "name": values.get("name", ""), "to": values.get("to", "")})
    if kind == "timer":
        require_moment(values, "value")
    added = editing.add_boundary(
        desk.drawing,
        edit.at,
        values.get("name", ""),
        _target(values),
        timer=value if kind == "timer" else "",
        message=value if kind == "message" else "",
        interrupting=values.get("stops") != "false",
    )
    return _drawn(added)


def _target(values: Mapping[str, str]) -> str | New:
    """What a branch leads to: something that is there, or something new with what comes after it."""
    to = values.get("to", "")
    if not to.startswith("+"):
        return to
    kind, name = to[1:], values.get("to_name", "").strip()
    if not name:
        raise FieldsRefused({"to_name": FieldProblem("required")})
    if kind == "endEvent":
        return New(kind, name)
    then = values.get("then", "")
    if not then or then == "+endEvent":
        end = values.get("end_name", "").strip()
        if not end:
            raise FieldsRefused({"end_name": FieldProblem("required")})
        return New(kind, name, New("endEvent", end))
    return New(kind, name, then)


def _move(desk: _Desk, edit: PartEdit) -> Written:
    require_told({"beside": edit.values.get("beside", "")})
    before = edit.values.get("place") == "before"
    return _drawn(editing.move_step(desk.drawing, edit.at, edit.values["beside"], before=before))


def _remove(desk: _Desk, edit: PartEdit) -> Written:
    kind = _element(desk.process, edit.at).kind
    remove = editing.remove_branch if kind == "sequenceFlow" else editing.remove_step
    return _drawn(remove(desk.drawing, edit.at))


# ---- what belongs to steps -----------------------------------------------------------------------------------------


def _table(desk: _Desk, edit: PartEdit) -> Written:
    name, source = find_table(desk.files, edit.at)
    source, done = edit_table(source, edit.at, edit.values)
    return Written({name: source.encode()} if done else {}, tuple(done))


def find_table(files: Files, decision: str) -> tuple[str, Source]:
    """The file that a decision is in. Raises: EditRefused: none that can be read has it."""
    for name in sorted(files):
        if name.endswith(".dmn"):
            try:
                source = editing.read_source(files[name], name)
            except (DiagramRefused, EditRefused):
                continue
            if decision in editing.decisions_of(source):
                return name, source
    raise EditRefused("no_table", decision)


def _form(desk: _Desk, edit: PartEdit) -> Written:
    return Written(*edit_form(desk.files, edit.at, edit.values))


def _field(desk: _Desk, edit: PartEdit) -> Written:
    return Written(*edit_field(desk.files, edit.at, edit.values))


def _mail(desk: _Desk, edit: PartEdit) -> Written:
    return Written(*edit_mail(desk.files, edit.at, edit.values))


def _letter(desk: _Desk, edit: PartEdit) -> Written:
    return Written(*edit_mail(desk.files, edit.at, edit.values, LETTERS))


EDITS: Mapping[str, Callable[[_Desk, PartEdit], Written]] = {
    "step": _step,
    "add": _add,
    "branch": _branch,
    "boundary": _boundary,
    "move": _move,
    "remove": _remove,
    "table": _table,
    "form": _form,
    "field": _field,
    "mail": _mail,
    "letter": _letter,
}
"""Every kind of edit that a page can ask for."""
