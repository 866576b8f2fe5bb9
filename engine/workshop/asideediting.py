"""Aside editing: what begins by itself beside the steps, such as a button that asks the submitter for more.

A button is an event subprocess that a message starts, by whoever the start names and with its form (`dialect.asides`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine import editing
from engine.comparison.wording import tell
from engine.dialect import naming
from engine.dialect.asides import OUTSIDERS
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.elements import EMBEDDED, Element, IoMapping, Process
from engine.dialect.folder import DIAGRAM
from engine.editing import Piece, Source
from engine.errors import FieldProblem, FieldsRefused
from engine.names import LETTER_TO_ALL
from engine.tidying import free_name, name_for
from engine.workshop.asideplans import FOLLOWS, MAIL, QUESTION, TASK, plan
from engine.workshop.desk import Desk, PartEdit, Written, lane_of, list_words
from engine.workshop.formmaking import find_form, free_key, make_form, write_form
from engine.workshop.mailediting import make_mail, write_mail
from engine.workshop.stepfields import NEW_FORM
from engine.workshop.typed import Typed, read_happening, read_moment, require_told

BUTTON = "button"
BEGINS: Mapping[str, tuple[str, str]] = {
    BUTTON: ("message", "Knop gebruikt"),
    "timer": ("timer", "De tijd is om"),
    "message": ("message", "Bericht gekomen"),
    "signal": ("signal", "Signaal gekomen"),
    "conditional": ("conditional", "Het is zover"),
    "error": ("error", "Er ging iets mis"),
    "escalation": ("escalation", "Er is iets gemeld"),
}
"""What can begin something beside the steps: its kind in BPMN, and the name of its start until somebody sets one."""
CODED = frozenset({"error", "escalation"})
LONGEST = 366
"""The most days that a submitter can be given."""
LAST_DAY = "antwoorden_tot"
"""The variable of a question that holds the last day to answer it."""

_ASKED = "De indiener krijgt uw vraag per e-mail of brief, en kan {term} antwoorden. {rest}"
_TO_ANSWER = "Wij willen graag nog iets van u weten. Lukt het niet, of vertelt u het liever? Bel ons dan."
_TO_READ = (
    "De indiener heeft geantwoord, of de tijd is om. Het antwoord staat in het dossier. Is er geen antwoord, neem dan "
    "contact op, of ga verder zonder."
)
_LETTER = """\
{{{{ aanhef }}}},

{told}

Antwoord op deze pagina. Dat kan tot en met {{{{ {until} }}}}:
{{{{ link }}}}

Vertelt u het liever? Neem dan contact met ons op.

Met vriendelijke groet,

{{{{ contact }}}}"""


@dataclass(slots=True)
class _Making:
    """The drawing being edited, and the files made beside it."""

    desk: Desk
    source: Source
    made: dict[str, bytes] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, bytes]:
        return {**self.desk.files, **self.made}

    def element(self, key: str) -> Element:
        drawn = read_diagram(self.source.encode(), DIAGRAM)
        return next(one.elements[key] for one in drawn.processes if key in one.elements)

    def form(self, key: str, form_id: str) -> None:
        self.extend(key, "formDefinition", "formId", form_id)

    def extend(self, key: str, extension: str, attribute: str, value: str) -> None:
        self.source = editing.set_extension(self.source, key, extension, attribute, value).source

    def tell(self, key: str, name: str, value: str) -> None:
        self.source = editing.set_property(self.source, key, name, value).source

    def explain(self, key: str, text: str) -> None:
        self.source = editing.set_documentation(self.source, key, text).source

    def mail(self, key: str, name: str, subject: str, text: str) -> None:
        """Make a mail to the submitter, sent by post where mail does not arrive."""
        mail, made = write_mail(self.files, name, subject, text)
        self.made |= made
        self.extend(key, "taskDefinition", "type", "mail")
        headers = {"template": mail, "to": LETTER_TO_ALL, "post": "ja"}
        self.source = editing.set_headers(self.source, key, headers).source


def add_aside(desk: Desk, edit: PartEdit) -> Written:
    """Put something that a button, a time or an event begins beside the steps of all or a part, and what follows.

    Raises: FieldsRefused; EditRefused.
    """
    values = _read(desk, edit.values)
    kind, then, name = values["kind"], values["then"], values["name"]
    happens, begun = BEGINS[kind]
    told = _message_of(desk, name) if kind == BUTTON else values.get("value", "")
    start = Piece("startEvent", begun, (78, 0), event=happens, value=told, stops=values.get("stops") == "true")
    aside = plan(name, start, values)
    within = values.get("within") or desk.process.id
    lane = values.get("lane") or lane_of(desk, values.get("groups", ""))
    put = editing.add_aside(desk.drawing, within, aside, lane if within == desk.process.id else None)
    making = _Making(desk, put.source)
    if kind == BUTTON:
        making.tell(put.ids["start"], "startableBy", values["groups"])
        _give_form(making, put.ids["start"], values)
    if then == QUESTION:
        _fill_question(making, put.ids, values)
    elif then == TASK:
        making.extend(put.ids["task"], "assignmentDefinition", "candidateGroups", values["task_groups"])
        form_id, made = make_form(making.files, values["task_name"])
        making.made |= made
        making.form(put.ids["task"], form_id)
        if due := values.get("due", ""):
            making.extend(put.ids["task"], "taskSchedule", "dueDate", due)
    elif then == MAIL:
        mail, made = make_mail(making.files, name)
        making.made |= made
        making.extend(put.ids["mail"], "taskDefinition", "type", "mail")
        making.source = editing.set_headers(making.source, put.ids["mail"], {"template": mail}).source
    done = (put.done,) if put.done is not None else ()
    return Written({DIAGRAM: making.source.encode(), **making.made}, done)


def _read(desk: Desk, typed: Typed) -> Mapping[str, str]:
    """The typed values as files state them. Raises: FieldsRefused."""
    values = {key: told.strip() for key, told in typed.items()}
    kind, then = values.get("kind", ""), values.get("then", "")
    needed = {"kind": kind, "name": values.get("name", ""), "then": then}
    if kind == BUTTON:
        needed |= {key: values.get(key, "") for key in ("groups", "form")}
    elif kind in BEGINS and kind not in CODED:
        needed["value"] = values.get("value", "")
    if then == TASK:
        needed |= {key: values.get(key, "") for key in ("task_name", "task_groups")}
    require_told(needed)
    problems: dict[str, FieldProblem] = {}
    if kind not in BEGINS:
        problems["kind"] = FieldProblem("not_an_option", kind)
    if then not in FOLLOWS:
        problems["then"] = FieldProblem("not_an_option", then)
    if then == QUESTION and kind != BUTTON:
        problems["then"] = FieldProblem("asks_by_button")
    groups = list_words(desk.files, desk.folders()).groups
    known = {one.id for one in groups}
    for key, allowed in (("groups", known - OUTSIDERS), ("task_groups", known)):
        if values.get(key) and not set(values[key].split(",")) <= allowed:
            problems[key] = FieldProblem("not_an_option", values[key])
    if values.get("within") and values["within"] not in parts_in(desk.process):
        problems["within"] = FieldProblem("not_an_option", values["within"])
    if then == QUESTION:
        problems |= _read_days(values)
    if problems:
        raise FieldsRefused(problems)
    if kind == "error":
        values["stops"] = "true"
    return read_moment(values if kind == BUTTON else read_happening(kind, values, "value"), "due")


def parts_in(process: Process) -> Mapping[str, str]:
    """The parts that something can be put beside the steps of: names by id."""
    parts = (one for one in process.elements.values() if one.kind in EMBEDDED and not one.triggered_by_event)
    return {one.id: naming.call(one) for one in parts}


def _read_days(values: dict[str, str]) -> dict[str, FieldProblem]:
    """Convert how long the submitter has, and when to remind them (empty: never), to plain numbers. The problems."""
    found: dict[str, FieldProblem] = {}
    for key in ("days", "remind"):
        told = values.get(key, "")
        if told.isascii() and told.isdigit() and len(told) <= len(str(LONGEST)) and 0 < int(told) <= LONGEST:
            values[key] = str(int(told))
        elif told or key == "days":
            found[key] = FieldProblem("not_days", LONGEST)
    remind = values.get("remind", "")
    if not found and remind and int(remind) >= int(values["days"]):
        found["remind"] = FieldProblem("remind_late", values["days"])
    return found


def _message_of(desk: Desk, name: str) -> str:
    """A message name for a button: one that nothing in the process waits for or sends."""
    taken = {
        one.event.reference
        for process in read_diagram(desk.files[DIAGRAM], DIAGRAM).processes
        for one in process.elements.values()
        if one.event is not None and one.event.kind == "message"
    }
    return free_name(name_for(name) or "knop", taken.__contains__)


# ---- what its steps say --------------------------------------------------------------------------------------------


def _give_form(making: _Making, start: str, values: Typed) -> None:
    """Set the form that a button opens; a new one asks what to ask the submitter, or for a remark."""
    form_id, name = values["form"], values["name"]
    if form_id == NEW_FORM.id:
        if values["then"] == QUESTION:
            asked = {"label": "Wat wilt u van de indiener weten?", "validate": {"required": True, "maxLength": 3000}}
            asked["description"] = "De indiener krijgt deze tekst precies zo te lezen."
            question = {"type": "textarea", "key": free_key(making.files, "gevraagd"), **asked}
            form_id, made = write_form(making.files, name, [question])
        else:
            form_id, made = make_form(making.files, name)
        making.made |= made
    making.form(start, form_id)


def _fill_question(making: _Making, ids: Mapping[str, str], values: Typed) -> None:
    days, remind, groups = values["days"], values.get("remind", ""), values["groups"]
    asked = _question_in(making, ids["start"])
    answer = free_key(making.files, "antwoord_indiener")
    rest = "Wat er al liep, stopt." if values.get("stops") == "true" else "De andere taken gaan gewoon door."
    making.explain(ids["start"], _ASKED.format(term=tell(f"P{days}D"), rest=rest))
    told = "Wij willen graag nog iets van u weten:\n\n{{ " + asked + " }}"
    subject = "Wij hebben een vraag voor u ({{ kenmerk }})"
    until = f'vandaag + duration("P{days}D")'
    making.mail(ids["ask"], f"{values['name']} vragen", subject, _LETTER.format(told=told, until=until))
    making.extend(ids["answer"], "assignmentDefinition", "candidateGroups", "indiener")
    due = f'=date and time(vandaag + duration("P{days}D"), time("23:59:00"))'
    making.extend(ids["answer"], "taskSchedule", "dueDate", due)
    making.tell(ids["answer"], "suspendsTerm", "true")
    making.explain(ids["answer"], _TO_ANSWER)
    components: list[dict[str, Any]] = [
        {"type": "text", "text": "Dit willen wij graag weten:\n\n{{vraag_aan_indiener}}"},
        {
            "type": "textarea",
            "key": answer,
            "label": "Uw antwoord",
            "validate": {"required": True, "maxLength": 5000},
        },
    ]
    form_id, made = write_form(making.files, f"{values['name']} beantwoorden", components, "Vraag beantwoorden")
    making.made |= made
    making.form(ids["answer"], form_id)
    for direction, row in (
        ("input", IoMapping(f"={asked}", "vraag_aan_indiener")),
        ("output", IoMapping(f"={answer}", answer)),
    ):
        making.source = editing.set_mappings(making.source, ids["answer"], direction, [row]).source
    # From the day after the last one, whatever the hour at which it was asked.
    late = f'=vandaag + duration("P{int(days) + 1}D")'
    making.source = editing.set_timer(making.source, ids["late"], "date", late).source
    if remind:
        told = "Wij stelden u een vraag en hebben nog geen antwoord."
        # Kept with the question: a reminder may go out late, and must not name another day than the question did.
        around, kept = making.element(ids["start"]).parent, [IoMapping(f"={until}", LAST_DAY)]
        making.source = editing.set_mappings(making.source, around, "input", kept).source
        subject = "Wilt u onze vraag nog beantwoorden? ({{ kenmerk }})"
        making.mail(ids["remind"], f"{values['name']} herinneren", subject, _LETTER.format(told=told, until=LAST_DAY))
    making.extend(ids["read"], "assignmentDefinition", "candidateGroups", groups)
    making.extend(ids["read"], "taskSchedule", "dueDate", "=werkdagen(3)")
    making.explain(ids["read"], _TO_READ)
    note = {
        "type": "textarea",
        "key": free_key(making.files, "antwoord_notitie"),
        "label": "Wat doen wij met het antwoord?",
        "validate": {"maxLength": 3000},
        "properties": {"internal": "true"},
        "description": "De indiener leest dit niet.",
    }
    form_id, made = write_form(making.files, f"{values['name']} lezen", [note], "Antwoord van de indiener lezen")
    making.made |= made
    making.form(ids["read"], form_id)


def _question_in(making: _Making, start: str) -> str:
    """The first text question in the form of a button, which the submitter gets to read. Raises: FieldsRefused."""
    _, form = find_form(making.files, making.element(start).form_id or "")
    fields = editing.read_fields(form)
    asked = (one.key for one in fields if one.kind in {"textarea", "textfield"} and one.key and not one.in_list)
    if (found := next(asked, None)) is None:
        raise FieldsRefused({"form": FieldProblem("asks_nothing")})
    return found
