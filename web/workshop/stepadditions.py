"""Step additions: what forms that add something ask: a step, a way out, what happens meanwhile, what undoes."""

from __future__ import annotations

from collections.abc import Sequence

import engine
from web import messages
from web.messages import Words
from web.words import _, _l
from web.workshop import stepwords
from web.workshop.asker import NEW, Asker, Problems, Questions, Typed, named
from web.workshop.asking import Options

UNDOES: Words = {
    "userTask": _l("Taak voor een mens"),
    "mail": _l("Een mail sturen"),
    "letter": _l("Een brief schrijven"),
    "serviceTask": _l("Taak voor het systeem"),
    "scriptTask": _l("Iets uitrekenen"),
}
"""What can undo a step."""


def of_addition(detail: engine.StepDetail, typed: Typed, problems: Problems) -> Questions:
    """A step that comes after this one."""
    form = Asker({"kind": "userTask"} if typed is None else typed, problems)
    words = detail.words
    ways = [(way.flow_id, f"{way.label or '→'} {way.target_name}") for way in detail.step.ways]
    form.pick("kind", _("Wat komt erbij?"), _kinds(ways, detail), kind="radio")
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
    _ask_undone(form, detail.undoable)
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
    """Ask who does a new task with which form and by when, or what the system does."""
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
    """Ask what a step waits for, or tells others."""
    needed: dict[str, bool] = {"required": False, "needed": True}
    hint = _("Bijvoorbeeld 5 werkdagen of 14 dagen. Een uitdrukking die begint met = mag ook.")
    form.text("term", _("Tot wanneer wachten wij?"), hint, only="await-timer", **needed)
    hint = _("Alleen bij een bericht, signaal of melding. Wie het geeft en wie erop wacht, noemen dezelfde naam.")
    form.text("happening", _("Naam van het bericht, het signaal of de melding"), hint, only="named", **needed)
    form.text("until", _("Waarop wachten wij?"), str(stepwords.HINTS["feel"]), only="await-condition", **needed)


def _ask_undone(form: Asker, undoable: Sequence[engine.Choice]) -> None:
    """Ask which step is undone, where one can be."""
    if undoable:
        label, hint = str(stepwords.LABELS["event.activity"]), str(stepwords.HINTS["event.activity"])
        form.pick("activity", label, named(undoable), hint, required=False, needed=True, only="throw-compensate",
                  empty=str(stepwords.ALL_DONE))  # fmt: skip


def of_undoing(detail: engine.StepDetail, typed: Typed, problems: Problems) -> Questions:
    """How a step is undone."""
    form = Asker({"kind": "userTask"} if typed is None else typed, problems)
    kinds = [(key, str(name)) for key, name in UNDOES.items()]
    form.pick("kind", _("Hoe wordt dit teruggedraaid?"), kinds, kind="radio")
    form.text("name", _("Naam"), _("Wat er dan gebeurt: een werkwoord en waarover, zoals Reservering afzeggen."))
    _ask_task(detail, form)
    needed: dict[str, bool] = {"required": False, "needed": True}
    form.text("expression", _("Uitdrukking"), str(stepwords.HINTS["feel"]), only="scriptTask", **needed)
    form.text("variable", _("Naam van de uitkomst"), str(stepwords.HINTS["variable"]), only="scriptTask", **needed)
    if detail.lanes:
        hint = _(
            "Kiest u niets, dan komt het in de baan van de groep die het doet, als die er is. Anders ligt het bij de "
            "stap zelf."
        )
        form.pick("lane", _("Baan in de tekening"), named(detail.lanes), hint, required=False, sometimes=True)
    return form.asked


def _kinds(ways: Options, detail: engine.StepDetail) -> Options:
    """What can be added; an end only where nothing comes next, something to throw to a part only within one, and
    compensation only where something can be undone."""
    left_out = {"endEvent"} if ways else set()
    left_out |= set() if detail.step.is_inside else {"throw-escalation"}
    left_out |= set() if detail.undoable else {"throw-compensate"}
    return [(key, str(name)) for key, name in stepwords.KINDS.items() if key not in left_out]


def of_branch(detail: engine.StepDetail, typed: Typed, problems: Problems) -> Questions:
    """One more way out, to something existing or something new."""
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


def of_linking(detail: engine.StepDetail, typed: Typed, problems: Problems) -> Questions:
    """Which way continues without a line, and the name of the place where it does."""
    ways = [(way.flow_id, f"{way.label} → {way.target_name}".strip()) for way in detail.step.ways]
    usual = {"name": detail.step.ways[0].target_name} if len(ways) == 1 else {}
    form = Asker(usual if typed is None else typed, problems)
    if len(ways) > 1:
        form.pick("flow", _("Welke weg?"), ways, kind="radio")
    hint = _("Zo heten de twee punten in de tekening: waar het weggaat en waar het verdergaat. Kort, zoals Besluit.")
    form.text("name", _("Naam van het punt"), hint)
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
