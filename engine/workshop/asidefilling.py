"""Aside filling: what steps say that were put beside the others: who does them, when, with which form or mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine import editing
from engine.comparison.wording import tell
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.elements import Element, IoMapping
from engine.dialect.folder import DIAGRAM
from engine.editing import Source
from engine.errors import FieldProblem, FieldsRefused
from engine.names import LETTER_TO_ALL
from engine.workshop.asideplans import QUESTION
from engine.workshop.formmaking import find_form, free_key, make_form, write_form
from engine.workshop.mailediting import make_mail, write_mail
from engine.workshop.stepfields import NEW_FORM
from engine.workshop.typed import Typed

_BEFORE = "De indiener krijgt uw vraag per e-mail of brief, en kan {term} antwoorden. {rest}"
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
LAST_DAY = "antwoorden_tot"
"""The variable of a question that holds the last day to answer it."""
_UNTIL_THEN = f'if {LAST_DAY} = null then "de dag die in ons vorige bericht staat" else {LAST_DAY}'
_SHOWN = "vraag_aan_indiener"
"""Under this name the submitter gets to see what was asked."""


@dataclass(slots=True)
class Filling:
    """A drawing whose new steps are being filled in, and the files made with them. Steps go by their id in it."""

    before: Mapping[str, bytes]
    """The files of the process as they were."""
    source: Source
    made: dict[str, bytes] = field(default_factory=dict)

    @property
    def files(self) -> Mapping[str, bytes]:
        return {**self.before, **self.made}

    def element(self, step: str) -> Element:
        drawn = read_diagram(self.source.encode(), DIAGRAM)
        return next(one.elements[step] for one in drawn.processes if step in one.elements)

    def extend(self, step: str, extension: str, attribute: str, value: str) -> None:
        self.source = editing.set_extension(self.source, step, extension, attribute, value).source

    def set_property(self, step: str, name: str, value: str) -> None:
        self.source = editing.set_property(self.source, step, name, value).source

    def explain(self, step: str, text: str) -> None:
        self.source = editing.set_documentation(self.source, step, text).source

    def assign(self, step: str, groups: str) -> None:
        self.extend(step, "assignmentDefinition", "candidateGroups", groups)

    def set_due(self, step: str, due: str) -> None:
        self.extend(step, "taskSchedule", "dueDate", due)

    def use_form(self, step: str, form_id: str) -> None:
        self.extend(step, "formDefinition", "formId", form_id)

    def give_form(self, step: str, name: str, components: Sequence[Mapping[str, Any]] = (), title: str = "") -> None:
        """Make a form with these questions; without any, with one that asks for a remark."""
        if components:
            form_id, made = write_form(self.files, name, components, title)
        else:
            form_id, made = make_form(self.files, name)
        self.made |= made
        self.use_form(step, form_id)

    def give_mail(self, step: str, mail: tuple[str, Mapping[str, bytes]], **headers: str) -> None:
        """Let a step send a mail that was just made: its name and its file."""
        name, made = mail
        self.made |= made
        self.extend(step, "taskDefinition", "type", "mail")
        self.source = editing.set_headers(self.source, step, {"template": name, **headers}).source

    def write_to_submitter(self, step: str, name: str, subject: str, text: str) -> None:
        """Let a step send a mail to the submitter, by post where mail does not arrive."""
        self.give_mail(step, write_mail(self.files, name, subject, text), to=LETTER_TO_ALL, post="ja")

    def pass_on(self, step: str, direction: str, source: str, target: str) -> None:
        """Give a variable to a step as it begins (`input`), or take one from it as it ends (`output`)."""
        row = IoMapping(f"={source}", target)
        self.source = editing.set_mappings(self.source, step, direction, [row]).source


def fill_button(filling: Filling, start: str, values: Typed) -> None:
    """Say who may press a button, and with which form. A new one asks what to ask the submitter, or for a remark."""
    filling.set_property(start, "startableBy", values["groups"])
    if values["form"] != NEW_FORM.id:
        filling.use_form(start, values["form"])
    elif values["then"] == QUESTION:
        filling.give_form(start, values["name"], [_ask_for_question(filling)])
    else:
        filling.give_form(start, values["name"])


def fill_task(filling: Filling, task: str, values: Typed) -> None:
    filling.assign(task, values["task_groups"])
    filling.give_form(task, values["task_name"])
    if due := values.get("due", ""):
        filling.set_due(task, due)


def fill_mail(filling: Filling, step: str, values: Typed) -> None:
    filling.give_mail(step, make_mail(filling.files, values["name"]))


def fill_question(filling: Filling, ids: Mapping[str, str], values: Typed) -> None:
    """Say what is asked of the submitter, and what happens with the answer, or without one. Raises: FieldsRefused."""
    name, days, remind = values["name"], int(values["days"]), values.get("remind", "")
    asked = _question_in(filling, ids["start"])
    answer = free_key(filling.files, "antwoord_indiener")
    rest = "Wat er al liep, stopt." if values.get("stops") == "true" else "De andere taken gaan gewoon door."
    filling.explain(ids["start"], _BEFORE.format(term=tell(f"P{days}D"), rest=rest))
    until = f'vandaag + duration("P{days}D")'
    _ask(filling, ids["ask"], name, asked, until)
    _let_answer(filling, ids["answer"], name, asked, answer, days)
    # From the day after the last one, whatever the hour at which it was asked.
    late = f'=vandaag + duration("P{days + 1}D")'
    filling.source = editing.set_timer(filling.source, ids["late"], "date", late).source
    if remind:
        # Kept with the question: a reminder may go out late, and must not name another day than the question did.
        # Sending it sets the day, not beginning it: a question that waits when its case goes to this version was sent
        # before, and must not get a day that counts from then. Its reminder refers to what was said earlier.
        filling.pass_on(filling.element(ids["start"]).parent, "input", "null", LAST_DAY)
        filling.pass_on(ids["ask"], "output", until, LAST_DAY)
        _remind(filling, ids["remind"], name)
    _let_read(filling, ids["read"], name, values["groups"])


def _ask(filling: Filling, step: str, name: str, asked: str, until: str) -> None:
    told = "Wij willen graag nog iets van u weten:\n\n{{ " + asked + " }}"
    subject = "Wij hebben een vraag voor u ({{ kenmerk }})"
    filling.write_to_submitter(step, f"{name} vragen", subject, _LETTER.format(told=told, until=until))


def _let_answer(filling: Filling, task: str, name: str, asked: str, answer: str, days: int) -> None:
    """Let the submitter answer until the end of the last day. Meanwhile the statutory term stands still (Awb 4:15)."""
    filling.assign(task, "indiener")
    filling.set_due(task, f'=date and time(vandaag + duration("P{days}D"), time("23:59:00"))')
    filling.set_property(task, "suspendsTerm", "true")
    filling.explain(task, _TO_ANSWER)
    question = {"type": "text", "text": "Dit willen wij graag weten:\n\n{{" + _SHOWN + "}}"}
    limits = {"required": True, "maxLength": 5000}
    reply = {"type": "textarea", "key": answer, "label": "Uw antwoord", "validate": limits}
    filling.give_form(task, f"{name} beantwoorden", [question, reply], "Vraag beantwoorden")
    filling.pass_on(task, "input", asked, _SHOWN)
    filling.pass_on(task, "output", answer, answer)


def _remind(filling: Filling, step: str, name: str) -> None:
    told = "Wij stelden u een vraag en hebben nog geen antwoord."
    subject = "Wilt u onze vraag nog beantwoorden? ({{ kenmerk }})"
    filling.write_to_submitter(step, f"{name} herinneren", subject, _LETTER.format(told=told, until=_UNTIL_THEN))


def _let_read(filling: Filling, task: str, name: str, groups: str) -> None:
    filling.assign(task, groups)
    filling.set_due(task, "=werkdagen(3)")
    filling.explain(task, _TO_READ)
    note = {
        "type": "textarea",
        "key": free_key(filling.files, "antwoord_notitie"),
        "label": "Wat doen wij met het antwoord?",
        "validate": {"maxLength": 3000},
        "properties": {"internal": "true"},
        "description": "De indiener leest dit niet.",
    }
    filling.give_form(task, f"{name} lezen", [note], "Antwoord van de indiener lezen")


def _ask_for_question(filling: Filling) -> dict[str, Any]:
    return {
        "type": "textarea",
        "key": free_key(filling.files, "gevraagd"),
        "label": "Wat wilt u van de indiener weten?",
        "validate": {"required": True, "maxLength": 3000},
        "description": "De indiener krijgt deze tekst precies zo te lezen.",
    }


def _question_in(filling: Filling, start: str) -> str:
    """The first text question in the form of a button, which the submitter gets to read. Raises: FieldsRefused."""
    _, form = find_form(filling.files, filling.element(start).form_id or "")
    fields = editing.read_fields(form)
    asked = (one.key for one in fields if one.kind in {"textarea", "textfield"} and one.key and not one.in_list)
    if (found := next(asked, None)) is None:
        raise FieldsRefused({"form": FieldProblem("asks_nothing")})
    return found
