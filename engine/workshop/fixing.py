"""Fixing: what one button can fix, without anybody having to consider what was meant. Pure.

A fix is offered only where only one thing can be meant. It changes the bytes that it is about and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from engine import soundness
from engine.checking import Finding
from engine.checking.kinds import is_node
from engine.checking.sources import Sources
from engine.comparison.wording import read_told, tell
from engine.dialect import feel, naming
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.elements import Element, Process
from engine.dialect.folder import DIAGRAM, ProcessFiles, from_bytes
from engine.dialect.timers import is_cycle_text, is_timer_text
from engine.editing import Source, is_drawn, read_source
from engine.errors import DiagramRefused, EditRefused
from engine.workshop.mending import EDITS, MAKERS, TEXTS, natural
from engine.workshop.offers import OFFERS_ELSEWHERE, Fix, Offer, offer_pools, offer_to

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
"""Valid names for a new file."""
STYLE = re.compile(r"[a-z][a-z0-9_]*")
"""The usual notation of variable names."""


UNDRAWN = frozenset({"dataInputAssociation", "dataOutputAssociation", "association", "dataObject", "textAnnotation"})
"""Kinds of elements that nobody misses in a drawing."""


def list_fixes(finding: Finding, files: Mapping[str, bytes], read: ProcessFiles | None) -> tuple[Fix, ...]:
    """The fixes for a finding on a process. `read` are the same files, or None where they cannot be read."""
    offer = OFFERS.get(finding.code)
    if offer is None or (read is None) != (finding.code in UNREAD):
        return ()
    try:
        return tuple(fix for fix in offer(finding, files, read) if apply_fix(files, fix.key))
    except (EditRefused, KeyError, DiagramRefused):
        return ()


def apply_fix(files: Mapping[str, bytes], key: str) -> dict[str, bytes]:
    """The files that a fix changes or adds, as they are afterwards.

    Raises:
        KeyError: there is no such fix.
            EditRefused: the file is written in a way that a fix does not touch.
    """
    kind, _, told = key.partition(":")
    if kind in MAKERS:
        name, data = MAKERS[kind](told)
        if not NAME.fullmatch(told) or name in files:
            raise KeyError(key)
        return {name: data}
    return {DIAGRAM: EDITS[kind](_read(files[DIAGRAM]), told).encode()}


@lru_cache(maxsize=4)
def _read(xml: bytes) -> Source:
    """The diagram as written, read once for all fixes that are considered for it."""
    return read_source(xml, DIAGRAM)


# ---- what is offered --------------------------------------------------------------------------------------------


def _offer_default(finding: Finding, _files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    """The only answer without a condition can only be meant for when no other matches."""
    elements = _elements(read)
    flow = elements[finding.element_id]
    gateway = elements[str(flow.source)]
    open_flows = [key for key in gateway.outgoing if elements[key].condition is None]
    if gateway.default is None and open_flows == [flow.id]:
        yield Fix(f"standaard:{flow.id}", "Maak van deze stroom de standaardstroom")


def _offer_no_condition(finding: Finding, _files: Mapping[str, bytes], _read: ProcessFiles | None) -> Iterator[Fix]:
    yield Fix(f"zonder-voorwaarde:{finding.element_id}", "Haal de voorwaarde van de standaardstroom weg")


def _offer_feel(finding: Finding, _files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    """Text that is FEEL except for the sign that says so. A text of one word may have been meant as a text."""
    element = _elements(read)[finding.element_id]
    loop = element.loop
    texts = {
        "De voorwaarde": element.condition,
        "De uitdrukking": element.script,
        "De invoerlijst": loop.input_collection if loop is not None else None,
        "De uitvoerwaarde": loop.output_element if loop is not None else None,
        "De voorwaarde om te stoppen": loop.completion_condition if loop is not None else None,
    }
    for attribute, text in texts.items():
        if text and not text.startswith("=") and finding.reason.startswith(f"{attribute} van ") and _is_feel(text):
            yield Fix(f"feel:{TEXTS[attribute][2]}:{element.id}", "Zet er = voor, zodat het wordt uitgerekend")


def _offer_formal(finding: Finding, files: Mapping[str, bytes], _read_files: ProcessFiles | None) -> Iterator[Fix]:
    """Text that is FEEL or a moment is not natural language, whatever the file says."""
    source = _read(files[DIAGRAM])
    texts = [source.content(node).strip() for node in natural(source, finding.element_id)]
    if all(text.startswith("=") or is_timer_text(text) or is_cycle_text(text) for text in texts):
        yield Fix(f"formeel:{finding.element_id}", "Laat het systeem dit uitrekenen")


def _is_feel(text: str) -> bool:
    """Names of several words are FEEL too, but then any sentence is."""
    try:
        names = feel.parse(text).names
    except feel.FeelError:
        return False
    return bool(names) and all(STYLE.fullmatch(name) for name in names)


def _offer_form(finding: Finding, _files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    form = _elements(read)[finding.element_id].form_id or ""
    yield Fix(f"formulier:{form}", f"Maak een leeg formulier {form}")


def _offer_table(finding: Finding, _files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    decision = _elements(read)[finding.element_id].decision_id or ""
    yield Fix(f"tabel:{decision}", f"Maak een beslistabel {decision}")


def _offer_mail(finding: Finding, _files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    template = _elements(read)[finding.element_id].headers.get("template", "")
    yield Fix(f"bericht:{template}", f"Maak een bericht {template}")


def _offer_letter(finding: Finding, _files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    template = _elements(read)[finding.element_id].headers.get("template", "")
    yield Fix(f"brief:{template}", f"Maak een brief {template}")


def _offer_executable(finding: Finding, files: Mapping[str, bytes], _read: ProcessFiles | None) -> Iterator[Fix]:
    """A drawing in which it is not marked which process runs, and with no other problems."""
    processes = read_diagram(files[DIAGRAM], DIAGRAM).processes
    yield from offer_pools(processes, finding.file.partition("/")[0])
    if len(processes) == 1 and not processes[0].executable:
        fix = Fix(f"uitvoeren:{processes[0].id}", "Laat het systeem dit stappenplan uitvoeren")
        from_bytes({**files, **apply_fix(files, fix.key)}, source=processes[0].id)
        yield fix


def _offer_name(finding: Finding, _files: Mapping[str, bytes], _read: ProcessFiles | None) -> Iterator[Fix]:
    """A drawing from elsewhere is about the process of this change, whatever id it uses."""
    yield Fix(f"eigen-id:{finding.file}", f"Geef het proces het id {finding.file}")


MERGES: Mapping[str, tuple[str, str]] = {
    "parallelGateway": ("kruising", "Laat elke weg gewoon doorlopen (exclusief)"),
    "exclusiveGateway": ("samenkomst", "Wacht hier op alle wegen (parallel)"),
}
"""What can be done where ways already join, by the kind of the gateway."""


def _offer_merge(finding: Finding, files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    """A join that waits for all where only one can arrive, or the other way round, if that makes it sound."""
    step = _elements(read)[finding.element_id]
    kind, label = MERGES.get(step.kind, ("wachten", "Laat de wegen hier eerst op elkaar wachten (parallel)"))
    if read is None or (step.kind in MERGES and len(step.outgoing) != 1):
        return
    fix = Fix(f"{kind}:{step.id}", label)
    if makes_sound(read.process, apply_fix(files, fix.key)[DIAGRAM], step.id):
        yield fix


def makes_sound(process: Process, drawn: bytes, step: str) -> bool:
    """Whether a drawing has fewer problems than the process that it was made from, and none at a step."""
    before = {(problem.kind, problem.element) for problem in soundness.explore(process).problems}
    after = _explore(drawn, process.id)
    return after is not None and after < before and step not in {element for _, element in after}


def adds_problems(process: Process, drawn: bytes) -> bool:
    """Whether a drawing has a problem that the process it was made from did not have."""
    before = {(problem.kind, problem.element) for problem in soundness.explore(process).problems}
    after = _explore(drawn, process.id)
    return after is None or not after <= before


def _explore(xml: bytes, process_id: str) -> set[tuple[str, str]] | None:
    process = next(p for p in read_diagram(xml, DIAGRAM).processes if p.id == process_id)
    found = soundness.explore(process)
    return None if found.bounded else {(problem.kind, problem.element) for problem in found.problems}


def _elements(read: ProcessFiles | None) -> Mapping[str, Element]:
    process: Process | None = read.process if read is not None else None
    return process.elements if process is not None else {}


def _offer_lists(finding: Finding, _files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    if finding.element_id in _elements(read):
        yield Fix(f"lijsten:{finding.element_id}", "Neem de stromen over zoals ze zijn getekend")


def _offer_drawing(finding: Finding, files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    """Where nothing is drawn: the whole drawing, once. Where something is, only a person knows where the rest goes."""
    if read is None or is_drawn(_read(files[DIAGRAM])):
        return
    drawable = (key for key, one in read.process.elements.items() if one.kind == "sequenceFlow" or is_node(one))
    if finding.element_id == next(drawable, ""):
        yield Fix(f"tekenen:{read.process.id}", "Maak de tekening")


def _offer_id(finding: Finding, files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    """For elements that are drawn nowhere or may be drawn by hand; a step without an id cannot be drawn yet either."""
    without = {(line, kind) for kind, line in read.diagram.without_id} if read is not None else set()
    kinds = {kind for line, kind in without if line == finding.line} & UNDRAWN
    for kind in sorted(kinds):
        yield Fix(f"id:{kind}", "Geef een id")


def _offer_term(finding: Finding, _files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    """An amount of time as people write it, where a file uses another notation."""
    element = _elements(read)[finding.element_id]
    event = element.event
    told = {
        "timer": event.expression if event is not None and event.kind == "timer" else None,
        "dueDate": element.due_date,
        "followUpDate": element.follow_up_date,
    }
    for place, text in told.items():
        if text and read_told(text) != text:
            yield Fix(f"termijn:{place}:{element.id}", f"Lees dit als {tell(read_told(text))}")


def _offer_undoing(finding: Finding, _files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    """A step that is marked as undone, without saying how."""
    elements = _elements(read)
    event = elements[finding.element_id].event
    step = elements[event.activity or ""] if event is not None else None
    if step is not None:
        yield Fix(f"terugdraaien:{step.id}", f"Maak een taak die ‘{naming.call(step)}’ terugdraait")


def _offer_mark(finding: Finding, _files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    """What a compensation event leads to can only be meant to undo, if nothing else leads to it."""
    step = _elements(read)[finding.element_id]
    if not step.incoming and not step.outgoing:
        yield Fix(f"compensatieteken:{step.id}", "Zet het compensatieteken aan")


def _offer_inputs(finding: Finding, _files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    """What a called process needs and what has the same name here can only be meant to be handed over."""
    if read is None:
        return
    here = Sources({read.process.id: read}).names(read.process.id, read.process.elements[finding.element_id])
    if known := [name for name in finding.names if name in here]:
        yield Fix(
            f"meegeven:{finding.element_id}:{','.join(known)}", f"Geef mee wat hier al zo heet: {', '.join(known)}"
        )


OFFERS: Mapping[str, Offer] = {
    "call_without_input": _offer_inputs,
    "compensates_unprepared": _offer_undoing,
    "handler_unmarked": _offer_mark,
    "handler_repeated": offer_to("zonder-herhaling", "Haal de herhaling weg"),
    "compensation_goes_on": offer_to("begin-onderbreekt", "Maak dit begin onderbrekend"),
    "compensation_edge_goes_on": offer_to("rand-onderbreekt", "Maak de gebeurtenis onderbrekend"),
    "cancel_goes_on": offer_to("rand-onderbreekt", "Maak de gebeurtenis onderbrekend"),
    "timer_value": _offer_term,
    "flow_without_condition": _offer_default,
    "default_with_condition": _offer_no_condition,
    "needs_feel": _offer_feel,
    "expression_not_formal": _offer_formal,
    "unknown_form": _offer_form,
    "unknown_decision": _offer_table,
    "unknown_mail": _offer_mail,
    "unknown_letter": _offer_letter,
    **OFFERS_ELSEWHERE,
    "no_shape": _offer_drawing,
    "lists_disagree": _offer_lists,
    "no_id": _offer_id,
    "unreadable": _offer_executable,
    "misnamed": _offer_name,
    "join_without_split": _offer_merge,
    "two_at_once": _offer_merge,
}
"""By the code of a finding."""
UNREAD = frozenset({"unreadable", "misnamed"})
"""Findings on files that are not a readable process."""
