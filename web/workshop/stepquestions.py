"""Step questions: what the forms about a step ask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import engine
from web import messages
from web.nouns import Forms
from web.words import _, _l, _n
from web.workshop import stepwords
from web.workshop.asker import NEW, Asker, Options, Problems, Questions, Typed, named, say_problem
from web.workshop.asking import ask

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
"""What most steps leave as it is."""
OPTIONS: Mapping[str, messages.Words] = {
    "join": stepwords.JOINS,
    "split": stepwords.SPLITS,
    "event.kind": stepwords.ENDS,
    "isInterrupting": {"true": _l("Stopt"), "false": _l("Gaat gewoon door")},
    "part": {"subProcess": _l("Nee, het is een gewoon deel"), "transaction": _l("Ja (transactie)")},
}
"""What can be chosen in words, by the field."""
WEEKS = re.compile(r"P([0-9]{1,4})W")
"""A statutory term, as nearly all laws give it."""


def name_of(detail: engine.StepDetail) -> str:
    """How a step is called; by its kind where it has no name."""
    item = detail.step.item
    return item.name or kind_of(detail.step) or item.element_id


def kind_of(step: engine.ListedStep) -> str:
    """What kind of step it is, where that is not plain from its name."""
    if step.element.kind == "exclusiveGateway" and len(step.ways) == 1:
        return _("Wegen komen samen")
    if step.element.kind == "parallelGateway" and len(step.ways) == 1:
        return _("Wacht op alle wegen")
    if step.begins_aside:
        return _("Knop") if step.is_button else _("Begint vanzelf")
    if step.element.triggered_by_event:
        return _("Naast de stappen")
    return messages.step_kind(step.item)


def of_step(detail: engine.StepDetail, typed: Typed, problems: Problems) -> Questions:
    """Everything that a step says."""
    ways = {way.flow_id: f"‘{way.label or way.target_name}’" for way in detail.step.ways}
    asked = []
    for field in detail.fields:
        key = engine.step_field_key(field)
        label = stepwords.label_of(field, ways)
        options = [(one.id, _option(field, one)) for one in field.choices]
        if field.about in {"suspendsTerm", "ballot"}:
            options = [("true", _("Ja"))]
        asked.append(
            ask(
                key,
                label,
                (typed or {}).get(key, field.shown),
                kind="textfield" if field.is_open else KINDS[field.control],
                hint=stepwords.hint_of(field),
                error=say_problem(problems, key, label),
                options=options,
                required=field.required,
                needed=field.needed,
                rows=3,
                sometimes=field.sometimes,
                empty=str(stepwords.ENDS[""]) if field.name == "event.kind" else "",
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
    """A statutory term in words, where it is so many weeks."""
    weeks = WEEKS.fullmatch(told)
    return _n("%(num)s week", "%(num)s weken", int(weeks[1])) if weeks else told


def of_addition(detail: engine.StepDetail, typed: Typed, problems: Problems) -> Questions:
    """A step that comes after this one."""
    form = Asker({"kind": "userTask"} if typed is None else typed, problems)
    words = detail.words
    ways = [(way.flow_id, f"{way.label or '→'} {way.target_name}") for way in detail.step.ways]
    form.pick("kind", _("Wat komt erbij?"), _kinds(ways, detail.step.is_inside), kind="radio")
    form.text(
        "name",
        _("Naam"),
        _("Bij een taak: een werkwoord en waarover, zoals Verslag maken. Bij wachten: wat er dan is gebeurd."),
    )
    if len(ways) > 1:
        form.pick("flow", _("In welke weg?"), ways, kind="radio")
    if detail.lanes:
        hint = _(
            "Kiest u niets, dan komt een taak in de baan van de groep die hem doet, als die er is. Anders ligt de stap "
            "bij de stap ervoor of erna."
        )
        form.pick("lane", _("Baan in de tekening"), named(detail.lanes), hint, required=False)
    _ask_event(form)
    _ask_task(detail, form)
    hint = _("Alleen bij een beslistabel.")
    tables = [(NEW, _("Een nieuwe beslistabel")), *named(one for one in words.decisions if one.id)]
    form.pick("decision", _("Beslistabel"), tables, hint, required=False, needed=True, only="businessRuleTask")
    hint = _("Alleen bij een ander stappenplan.")
    form.pick(
        "process",
        _("Welk stappenplan?"),
        named(words.processes),
        hint,
        required=False,
        needed=True,
        only="callActivity",
    )
    return form.asked


def _ask_task(detail: engine.StepDetail, form: Asker) -> None:
    """Who does a new task with which form and by when, or what the system does."""
    words, human = detail.words, "userTask"
    hint = _("Alleen bij een taak voor een mens.")
    groups = named(words.groups)
    label = _("Welke groepen doen dit?")
    form.pick("groups", label, groups, hint, kind="checklist", required=False, needed=True, only=human)
    forms = [(NEW, _("Een nieuw formulier")), *named(words.forms)]
    form.pick("form", _("Formulier"), forms, hint, required=False, needed=True, only=human)
    form.text("due", _("Termijn"), str(stepwords.HINTS["taskSchedule.dueDate"]), required=False, only=human)
    jobs = [(job.type, messages.say(stepwords.JOBS, job.type)) for job in words.jobs]
    hint = _("Alleen bij een taak voor het systeem.")
    form.pick("job", _("Wat doet het systeem?"), jobs, hint, required=False, needed=True, only="serviceTask")


def _ask_event(form: Asker) -> None:
    """What a step waits for, or lets others know."""
    needed: dict[str, bool] = {"required": False, "needed": True}
    hint = _("Bijvoorbeeld 5 werkdagen of 14 dagen. Een uitdrukking die begint met = mag ook.")
    form.text("term", _("Tot wanneer wachten wij?"), hint, only="await-timer", **needed)
    hint = _("Alleen bij een bericht, signaal of melding. Wie het geeft en wie erop wacht, noemen dezelfde naam.")
    form.text("happening", _("Naam van het bericht, het signaal of de melding"), hint, only="named", **needed)
    form.text("until", _("Waarop wachten wij?"), str(stepwords.HINTS["feel"]), only="await-condition", **needed)


def _kinds(ways: Options, is_inside: bool) -> Options:
    """What can be added; an end only where nothing comes next, something to tell a part only within one."""
    left_out = {"endEvent"} if ways else set()
    left_out |= set() if is_inside else {"throw-escalation"}
    return [(key, str(name)) for key, name in stepwords.KINDS.items() if key not in left_out]


def of_branch(detail: engine.StepDetail, typed: Typed, problems: Problems) -> Questions:
    """One more way out, to something that is there or something new."""
    form = Asker({"split": "exclusiveGateway"} if typed is None else typed, problems)
    kind = detail.step.element.kind
    if not kind.endswith("Gateway"):
        splits = [(split, str(stepwords.SPLITS[split])) for split in ("exclusiveGateway", "parallelGateway")]
        hint = _("Tegelijk, zoals twee adviseurs. Waar die wegen samenkomen, wachten ze op elkaar.")
        form.pick("split", _("Hoe gaan de wegen uit elkaar?"), splits, hint, kind="radio")
    if not kind.endswith("Gateway") or not detail.step.item.name:
        hint = _("Een vraag, zoals: Is het plan goed? Of: Wie geeft advies?")
        form.text("question", _("Welke vraag wordt hier gesteld?"), hint)
    form.text("name", _("Antwoord dat naar de tak leidt"), _("Kort, zoals: Nee."), required=False)
    if kind != "parallelGateway":
        hint = _("Klopt geen voorwaarde, dan blijft de weg wat er nu na komt.")
        hint = f"{stepwords.HINTS['feel']} {hint}"
        form.text("condition", _("Voorwaarde"), hint, required=False, needed=True, only="chosen")
    _ask_target(detail, form)
    return form.asked


def of_boundary(detail: engine.StepDetail, typed: Typed, problems: Problems) -> Questions:
    """Something that can happen while the step lasts."""
    form = Asker({"kind": "timer", "stops": "true"} if typed is None else typed, problems)
    inside = detail.step.has_inside
    left_out = set() if inside else {"error", "escalation"}
    left_out |= set() if detail.step.element.kind == "transaction" else {"cancel"}
    kinds = [(k, str(name)) for k, name in stepwords.EVENTS.items() if k not in left_out]
    stops = [("true", _("De stap stopt dan")), ("false", _("De stap gaat door"))]
    hint = _(
        "Een termijn, zoals 5 werkdagen of 14 dagen; de naam van een bericht of signaal; of de voorwaarde, als "
        "uitdrukking."
    )
    if inside:
        hint += " " + _("Bij een fout of melding haar naam; vult u niets in, dan is het elke.")
    form.pick("kind", _("Wat gebeurt er?"), kinds, kind="radio")
    form.text("value", _("Termijn, naam of voorwaarde"), hint, required=not inside, needed=True)
    form.text("name", _("Naam"), _("Wat er dan is gebeurd, zoals: 14 dagen voorbij."))
    hint = _("Na een fout of afbreken stopt de stap altijd.") if inside else ""
    form.pick("stops", _("En de stap zelf?"), stops, hint, kind="radio")
    _ask_target(detail, form)
    return form.asked


def _ask_target(detail: engine.StepDetail, form: Asker) -> None:
    there = named(detail.targets)
    kinds = ("endEvent", "userTask", "serviceTask", "mail", "letter")
    new = [(NEW + key, _("Nieuw: %(kind)s", kind=str(stepwords.KINDS[key]))) for key in kinds]
    after = [(NEW + "endEvent", _("Een nieuw einde")), *there]
    form.pick("to", _("Waar leidt dit naartoe?"), [*new, *there])
    hint = _("Alleen bij iets nieuws.")
    form.text("to_name", _("Naam van wat nieuw is"), hint, required=False, needed=True, only="new")
    _ask_task(detail, form)
    hint = _("Alleen bij een nieuwe taak.")
    form.pick("then", _("Wat komt er na de nieuwe taak?"), after, hint, required=False, only="newTask")
    hint = _("Alleen bij een nieuwe taak die daarna eindigt.")
    form.text("end_name", _("Naam van het nieuwe einde"), hint, required=False, sometimes=True, only="newTask")


def of_move(detail: engine.StepDetail, typed: Typed, problems: Problems) -> Questions:
    """Where in its line a step comes."""
    form = Asker({"place": "after"} if typed is None else typed, problems)
    form.pick("beside", _("Bij welke stap?"), named(detail.neighbours))
    form.pick("place", _("Ervoor of erna?"), [("before", _("Ervoor")), ("after", _("Erna"))], kind="radio")
    return form.asked


def of_enclosing(
    detail: engine.StepDetail, ends: Sequence[engine.PartEnd], noun: Forms, typed: Typed, problems: Problems
) -> Questions:
    """Up to where steps are put together in a part, what it is called, and in which lane it lies."""
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
    """A step by its name, and how many cases stand there."""
    if not end.standing:
        return end.name
    told = _n("nu %(num)d %(case)s", "nu %(num)d %(cases)s", end.standing, **noun)
    return f"{end.name} ({told})"


def of_withdrawal(found: engine.StepList) -> Questions:
    """In which lane withdrawing is drawn, where there are lanes."""
    form = Asker({"lane": found.first_lane}, {})
    if found.lanes:
        hint = _("Kies de baan van wie het merkt als de indiener intrekt. Voor wat er gebeurt maakt het niet uit.")
        form.pick("lane", _("In welke baan tekenen wij het intrekken?"), named(found.lanes), hint)
    return form.asked
