"""Step editing: each edit of the drawing by form: a step that is changed, added, moved or removed, and branches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine import editing
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.elements import CHOOSING, Element
from engine.dialect.folder import DIAGRAM
from engine.editing import Done, Edited, New, read_source
from engine.errors import EditRefused, FieldProblem, FieldsRefused
from engine.names import LETTER_TO_ALL, WITHDRAWAL
from engine.workshop.desk import Desk, PartEdit, Written, find_element, lane_of, list_words
from engine.workshop.eventadding import EVENTS, add_event
from engine.workshop.fixing import adds_problems, makes_sound
from engine.workshop.formmaking import make_form
from engine.workshop.mailediting import make_letter, make_mail
from engine.workshop.stepchanges import change_step
from engine.workshop.stepfields import NEW_FORM, NEW_LETTER, fields_of
from engine.workshop.tableediting import make_table
from engine.workshop.typed import read_happening, read_moment, require_feel, require_told
from engine.workshop.words import words_of

_SPLIT = "parallelGateway"
_TABLE, _RESULT = "calledDecision.decisionId", "calledDecision.resultVariable"
_ASKING = {"letter": "serviceTask", "mail": "serviceTask"}
"""Kinds of work that are chosen as if they were kinds of step, each with the BPMN kind that requests it."""
_WRITING = {"letter": make_letter, "mail": make_mail}
"""Kinds of work that send a text, each with the function that makes a new text for a step."""
UNNAMED = frozenset({"error", "escalation", "cancel"})
"""What can come out of a part with an optional name, or without any."""


def _drawn(edit: Edited, *more: Done) -> Written:
    done = tuple(one for one in (edit.done, *more) if one is not None)
    return Written({DIAGRAM: edit.data} if done else {}, done)


def edit_step(desk: Desk, edit: PartEdit) -> Written:
    """Apply the form of a step; its own form or table is made where that is chosen."""
    process = desk.process
    element = find_element(process, edit.at)
    source = desk.drawing
    values = dict(edit.values)
    made: dict[str, bytes] = {}
    if element.job_type in _WRITING and values.get("header:template") == NEW_LETTER.id:
        write = _WRITING[element.job_type]
        values["header:template"], made = write(desk.files, values.get("name") or element.name)
    if element.kind == "businessRuleTask":
        values, table = _name_result(desk, element, values)
        made |= table
    files = {**desk.files, **made}
    # Variables, which take long to find, can be chosen only where a process begins.
    begins = element.kind == "startEvent"
    words = words_of(desk.process_id, files, desk.folders()) if begins else list_words(files, desk.folders())
    fields = fields_of(process, element, words)
    source, done = change_step(source, process, element, fields, values)
    if element.kind in {"userTask", "startEvent"} and values.get("formDefinition.formId") == NEW_FORM.id:
        # A resident reads the title, and would not know what an event is called.
        title = process.name if begins else ""
        key, made = make_form(desk.files, title or values.get("name") or element.name)
        source = editing.set_extension(source, element.id, "formDefinition", "formId", key).source
    return Written({DIAGRAM: source.encode(), **made} if done else {}, tuple(done))


def _name_result(desk: Desk, element: Element, values: dict[str, str]) -> tuple[dict[str, str], dict[str, bytes]]:
    """Make its own table where that is chosen. The result of another table has a name, given or made from its id."""
    chosen, result = values.get(_TABLE, ""), values.get(_RESULT, element.result_variable or "").strip()
    if not chosen or chosen == element.decision_id:
        return values, {}
    made: dict[str, bytes] = {}
    if chosen == NEW_FORM.id:
        chosen, made = make_table(desk.files, values.get("name") or element.name, result)
    return {**values, _TABLE: chosen, _RESULT: result or _as_name(chosen)}, made


def _as_name(key: str) -> str:
    return key.replace("-", "_")


def add_step(desk: Desk, edit: PartEdit) -> Written:
    """Add a step after a step; a task with its group, deadline and form at once."""
    kind, values = read_kind(edit.values.get("kind", ""), edit.values)
    if kind in EVENTS:
        return add_event(desk, edit)
    require_told({"kind": kind, "name": values.get("name", "")})
    values = read_moment(values, "due")
    flow = values.get("flow") or None
    lane = values.get("lane") or lane_of(desk, values.get("groups", ""), edit.at)
    added = editing.add_step(desk.drawing, edit.at, kind, values.get("name", ""), flow=flow, lane=lane)
    assert added.done is not None  # noqa: S101 - an addition always changes something
    return fill_in(desk, added, added.done.element, kind, values)


def read_kind(chosen: str, values: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """The kind of a new step, and its values: what was chosen can be the work that the system does."""
    if chosen not in _ASKING:
        return chosen, values
    return _ASKING[chosen], {**values, "job": chosen}


def fill_in(desk: Desk, added: Edited, key: str, kind: str, values: Mapping[str, str]) -> Written:
    """Give a new step what was typed with it; a requested form is made."""
    source = added.source
    files: dict[str, bytes] = {}
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
        told["form"], files = make_form(desk.files, told.get("name", ""))
    if kind == "businessRuleTask" and told.get("decision") == NEW_FORM.id:
        told["decision"], files = make_table(desk.files, told.get("name", ""))
    for host, extension, attribute, name in settings:
        if kind == host and told.get(name):
            source = editing.set_extension(source, key, extension, attribute, told[name]).source
    if kind == "businessRuleTask":
        name = _as_name(told.get("decision", ""))
        source = editing.set_extension(source, key, "calledDecision", "resultVariable", name).source
    if kind == "serviceTask" and (job := told.get("job", "")) in _WRITING:
        text, files = _WRITING[job](desk.files, told.get("name", ""))
        # A letter goes to the submitter. A mail may be for colleagues: the process owner says to whom.
        to = {"to": LETTER_TO_ALL} if job == "letter" else {}
        source = editing.set_headers(source, key, {"template": text, **to}).source
    done = (added.done,) if added.done is not None else ()
    return Written({DIAGRAM: source.encode(), **files}, done)


def _lead_to(desk: Desk, edited: Edited, values: Mapping[str, str]) -> Written:
    """Give the new step at the end of a new way what was typed with it."""
    to, done = values.get("to", ""), edited.done
    if done is None or not to.startswith("+"):
        return _drawn(edited)
    flows = [node for node in edited.source.root.walk() if node.local == "sequenceFlow"]
    (key,) = {flow.get("targetRef") or "" for flow in flows if done.element in {flow.get("id"), flow.get("sourceRef")}}
    kind, told = read_kind(to[1:], values)
    return fill_in(desk, edited, key, kind, {**told, "name": values.get("to_name", "")})


def add_branch(desk: Desk, edit: PartEdit) -> Written:
    """Add a way out of a step, with its condition; or one that is taken together with the others."""
    values = edit.values
    kind = find_element(desk.process, edit.at).kind
    at_once = kind == _SPLIT or (kind not in CHOOSING and values.get("split") == _SPLIT)
    told = {"to": values.get("to", "")} if at_once else {name: values.get(name, "") for name in ("condition", "to")}
    require_told(told)
    condition = "" if at_once else require_feel(told["condition"], "condition")
    values = read_moment(values, "due")
    target = _target(values)
    branched = editing.add_branch(
        desk.drawing,
        edit.at,
        target,
        name=values.get("name", ""),
        condition=condition,
        question=values.get("question", ""),
        lane=values.get("lane") or None,
        at_once=at_once,
    )
    written = _lead_to(desk, branched, values)
    if at_once:
        written = _wait_for_all(desk, written, target.then if isinstance(target, New) else target)
    return written


def _wait_for_all(desk: Desk, written: Written, met: str | New | None) -> Written:
    """Where ways that are taken at once meet, make them wait for each other, if nothing else is wrong with that."""
    if not isinstance(met, str):
        return written
    branched = read_source(written.files[DIAGRAM], DIAGRAM)
    try:
        gathered = editing.gather(branched, met)
    except EditRefused:
        return written
    process = next(one for one in read_diagram(written.files[DIAGRAM], DIAGRAM).processes if one.id == desk.process.id)
    if gathered.done is None or not makes_sound(process, gathered.data, met):
        return written
    return replace(written, files={**written.files, DIAGRAM: gathered.data}, done=(*written.done, gathered.done))


def add_boundary(desk: Desk, edit: PartEdit) -> Written:
    """Put something on the edge of a step: a deadline, a message, an error thrown inside it."""
    values = edit.values
    kind, value = values.get("kind", ""), values.get("value", "")
    needed = {"kind": kind, "value": value, "name": values.get("name", ""), "to": values.get("to", "")}
    require_told({key: told for key, told in needed.items() if key != "value" or kind not in UNNAMED})
    values = read_moment(read_happening(kind, values, "value"), "due")
    added = editing.add_boundary(
        desk.drawing,
        edit.at,
        values.get("name", ""),
        _target(values),
        kind,
        values.get("value", ""),
        interrupting=values.get("stops") != "false",
    )
    return _lead_to(desk, added, values)


def _target(values: Mapping[str, str]) -> str | New:
    """What a branch leads to: something existing, or something new with what comes after it."""
    to = values.get("to", "")
    if not to.startswith("+"):
        return to
    (kind, _), name = read_kind(to[1:], values), values.get("to_name", "").strip()
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


def let_withdraw(desk: Desk, edit: PartEdit) -> Written:
    """Let the submitter withdraw at any moment; `lane` is where to draw that, in a drawing with lanes."""
    lane = edit.values.get("lane") or None
    return _drawn(editing.let_withdraw(desk.drawing, desk.process.id, WITHDRAWAL, "=kenmerk", lane))


def enclose(desk: Desk, edit: PartEdit) -> Written:
    """Put a step and those after it in a part, up to and including `last`."""
    require_told({"last": edit.values.get("last", ""), "name": edit.values.get("name", "")})
    lane = edit.values.get("lane") or None
    return _drawn(editing.enclose(desk.drawing, edit.at, edit.values["last"], edit.values["name"], lane))


def unpack(desk: Desk, edit: PartEdit) -> Written:
    """Take a part apart, if its steps do the same outside it."""
    unpacked = editing.unpack(desk.drawing, edit.at)
    if adds_problems(desk.process, unpacked.data):
        # Ways that ran in parallel in the part were joined at its end.
        raise EditRefused("part_waits", edit.at)
    return _drawn(unpacked)


def link_way(desk: Desk, edit: PartEdit) -> Written:
    """Let a way out of a step continue without a line in the drawing, under the typed name."""
    ways = find_element(desk.process, edit.at).outgoing
    flow = edit.values.get("flow", "") or (ways[0] if len(ways) == 1 else "")
    require_told({"name": edit.values.get("name", ""), "flow": flow})
    if flow not in ways:
        raise FieldsRefused({"flow": FieldProblem("not_an_option", flow)})
    return _drawn(editing.link_way(desk.drawing, flow, edit.values["name"]))


def move_step(desk: Desk, edit: PartEdit) -> Written:
    """Move a step before or after another of its line."""
    require_told({"beside": edit.values.get("beside", "")})
    before = edit.values.get("place") == "before"
    return _drawn(editing.move_step(desk.drawing, edit.at, edit.values["beside"], before=before))


def remove_step(desk: Desk, edit: PartEdit) -> Written:
    """Remove a step or a branch."""
    kind = find_element(desk.process, edit.at).kind
    remove = editing.remove_branch if kind == "sequenceFlow" else editing.remove_step
    return _drawn(remove(desk.drawing, edit.at))
