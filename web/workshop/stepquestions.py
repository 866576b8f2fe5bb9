"""Step questions: what the forms about a step ask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import engine
from web import messages
from web.nouns import Forms
from web.versions import stepnames
from web.words import _, _l, _n
from web.workshop import stepwords
from web.workshop.asker import NEW, Asker, Problems, Questions, Typed, named, say_problem
from web.workshop.asking import Question

KINDS = {
    "text": "textfield",
    "long": "textarea",
    "choice": "select",
    "groups": "checklist",
    "rows": "textarea",
    "lines": "textarea",
}
RARE = frozenset(
    {"taskSchedule.followUpDate", "assignmentDefinition.assignee", "priorityDefinition.priority", "inputs", "outputs"}
    | {"loop.inputCollection", "loop.inputElement", "loop.outputCollection", "loop.outputElement"}
    | {"loop.completionCondition", "ballot", "suspendsTerm", "fourEyesWith", "headers", "message"}
    | {"caseNounEnglish", "caseNounEnglishPlural"}
)
"""Settings that most steps leave unchanged."""
OPTIONS: Mapping[str, messages.Words] = {
    "join": stepwords.JOINS,
    "split": stepwords.SPLITS,
    "event.kind": stepwords.ENDS,
    "isInterrupting": {"true": _l("Stopt"), "false": _l("Gaat gewoon door")},
    "part": {"subProcess": _l("Nee, het is een gewoon deel"), "transaction": _l("Ja (transactie)")},
}
"""What can be chosen in words, by the field."""
EMPTY: messages.Words = {"event.kind": stepwords.ENDS[""], "event.activity": stepwords.ALL_DONE}
"""The label of choosing nothing, by field."""
WEEKS = re.compile(r"P([0-9]{1,4})W")
"""A statutory term in the form that nearly all laws use."""


def name_of(detail: engine.StepDetail) -> str:
    """The name of a step; its kind where it has no name."""
    item = detail.step.item
    return item.name or kind_of(detail.step) or item.element_id


def kind_of(step: engine.ListedStep) -> str:
    """The kind of a step, where that is not clear from its name."""
    if step.element.kind == "exclusiveGateway" and len(step.ways) == 1:
        return _("Wegen komen samen")
    if step.element.kind == "parallelGateway" and len(step.ways) == 1:
        return _("Wacht op alle wegen")
    if step.begins_aside:
        return _("Knop") if step.is_button else _("Begint vanzelf")
    if step.element.triggered_by_event:
        return _("Naast de stappen")
    return stepnames.step_kind(step.item)


def of_step(detail: engine.StepDetail, typed: Typed, problems: Problems) -> Questions:
    """All settings of a step."""
    ways = {way.flow_id: f"‘{way.label or way.target_name}’" for way in detail.step.ways}
    asked = []
    for field in detail.fields:
        key = engine.step_field_key(field)
        label = stepwords.label_of(field, ways)
        hint = stepwords.hint_of(field)
        if field.name == "documentation" and detail.step.element.kind == "startEvent" and not detail.step.begins_aside:
            label, hint = _("Uitleg voor wie dit invult"), _("Dat staat op de voorpagina en boven het formulier.")
        options = [(one.id, _option(field, one)) for one in field.choices]
        if field.about in {"suspendsTerm", "ballot"}:
            options = [("true", _("Ja"))]
        asked.append(
            Question(
                key,
                label,
                (typed or {}).get(key, field.shown),
                kind="textfield" if field.is_open else KINDS[field.control],
                hint=hint,
                error=say_problem(problems, key, label),
                choices=options,
                required=field.required,
                needed=field.needed,
                rows=3,
                sometimes=field.sometimes,
                empty=str(EMPTY.get(field.name, "")),
                rare=(field.name in RARE or field.about in RARE) and not field.needed,
            )
        )
    return asked


def _option(field: engine.StepField, choice: engine.Choice) -> str:
    if field.name == "taskDefinition.type":
        return messages.say(stepwords.JOBS, choice.id)
    if field.name in OPTIONS:
        return messages.say(OPTIONS[field.name], choice.id)
    if choice.id == NEW:
        return messages.say(stepwords.NEW, choice.name)
    if field.about == "legalEffect":
        return messages.say(messages.LEGAL_EFFECTS, choice.id)
    if field.about == "statutoryTerm":
        return in_weeks(choice.id)
    if field.about == "publishedStatus":
        return messages.say(messages.STATUSES, choice.id)
    return choice.name


def in_weeks(told: str) -> str:
    """A statutory term in words, where it is a number of weeks."""
    weeks = WEEKS.fullmatch(told)
    return _n("%(num)s week", "%(num)s weken", int(weeks[1])) if weeks else told


def of_move(detail: engine.StepDetail, typed: Typed, problems: Problems) -> Questions:
    """Where in its line to move a step."""
    form = Asker({"place": "after"} if typed is None else typed, problems)
    form.pick("beside", _("Bij welke stap?"), named(detail.neighbours))
    form.pick("place", _("Ervoor of erna?"), [("before", _("Ervoor")), ("after", _("Erna"))], kind="radio")
    return form.asked


def of_enclosing(
    detail: engine.StepDetail, typed: Typed, problems: Problems, *, ends: Sequence[engine.PartEnd], noun: Forms
) -> Questions:
    """The last step to put in a part, the name of the part, and its lane."""
    own = next((lane.id for lane in detail.lanes if lane.name == detail.step.element.lane), "")
    form = Asker({"lane": own} if typed is None else typed, problems)
    options = [(one.id, _counted(one, noun)) for one in ends]
    hint = _("Alles ertussen gaat mee, ook wat bij die stappen intussen kan gebeuren.")
    form.pick("last", _("Tot en met welke stap?"), options, hint)
    form.text("name", _("Naam van het deel"), _("Een werkwoord en waarover, zoals Advies vragen."))
    if detail.lanes:
        hint = _(
            "Alleen als de stappen in meer banen liggen: zij komen dan samen in deze baan. Wie een taak doet, "
            "verandert daardoor niet."
        )
        form.pick("lane", _("In welke baan komt het deel?"), named(detail.lanes), hint, required=False, sometimes=True)
    return form.asked


def _counted(end: engine.PartEnd, noun: Forms) -> str:
    """A step by its name, and how many cases are there."""
    if not end.standing:
        return end.name
    told = _n("nu %(num)d %(case)s", "nu %(num)d %(cases)s", end.standing, **noun)
    return f"{end.name} ({told})"


def of_withdrawal(found: engine.StepList) -> Questions:
    """In which lane the withdrawal is drawn, where there are lanes."""
    form = Asker({"lane": found.first_lane}, {})
    if found.lanes:
        hint = _("Kies de baan van wie het merkt als de indiener intrekt. Voor wat er gebeurt maakt het niet uit.")
        form.pick("lane", _("In welke baan tekenen wij het intrekken?"), named(found.lanes), hint)
    return form.asked
