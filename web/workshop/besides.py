"""Besides: a process owner puts something beside the steps: a button, or what a time or an event begins."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request

import engine
from web.messages import Words
from web.nouns import called_in
from web.security import signed_in
from web.words import _, _l
from web.workshop import stepwords
from web.workshop.asker import NEW, Asker, Problems, Questions, Typed, named
from web.workshop.asking import errors_of, read_form
from web.workshop.attempting import Answer, attempt
from web.workshop.steps import go_to_step

pages = Blueprint("besides", __name__, url_prefix="/werkplaats/wijziging/<change_id>/<process_id>/stappen/alles")
LISTS = ("groups", "task_groups")
BEGINS: Words = {
    "button": _l("Een collega drukt op een knop"),
    "timer": _l("De tijd is om, geteld vanaf het begin"),
    "message": _l("Er komt een bericht"),
    "signal": _l("Er komt een signaal"),
    "conditional": _l("Iets wordt zo (voorwaarde)"),
    "error": _l("Er gaat ergens iets mis (fout)"),
    "escalation": _l("Er wordt ergens iets gemeld (escalatie)"),
    "undoing": _l("Een deel dat klaar is, wordt teruggedraaid"),
}
"""What can begin something beside the steps."""
FOLLOWS: Words = {
    "question": _l("De indiener krijgt een vraag en antwoordt"),
    "task": _l("Er komt een taak bij"),
    "mail": _l("Er gaat een mail uit"),
    "nothing": _l("Niets meer: het is alleen vastgelegd"),
}
"""What follows when something began beside the steps."""
USUAL: Mapping[str, str] = {
    "kind": "button",
    "then": "question",
    "stops": "false",
    "days": "14",
    "remind": "7",
    "form": NEW,
}
"""What most people who put something beside the steps want."""


@pages.route("/ernaast", methods=["GET", "POST"])
@signed_in
def add(change_id: str, process_id: str, user: engine.User) -> Answer:
    """Add something that begins beside the steps, and what follows."""
    found = engine.read_step_list(change_id, process_id, user)
    if not found.may_edit:
        raise engine.NotAllowed("edit_change")
    tried = attempt(engine.PartEdit("aside", process_id, read_form(LISTS)), change_id, process_id, user)
    if tried.done is not None:
        return go_to_step(change_id, process_id, tried.done[0].element)
    words = engine.describe_words(change_id, process_id, user)
    asked = _ask(found, words, tried.typed, tried.problems, request.args.get("deel", ""))
    page = render_template(
        "workshop/step_beside.html",
        change=engine.read_change(change_id, user),
        found=found,
        questions=asked,
        variables=words.variables,
        noun=called_in(process_id),
        errors=[*tried.errors, *errors_of(asked)],
    )
    return tried.answer(page)


def _ask(found: engine.StepList, words: engine.Words, typed: Typed, problems: Problems, part: str) -> Questions:
    form = Asker({**USUAL, "within": part} if typed is None else typed, problems)
    parts = [(one.element.id, one.item.name or _("een deel zonder naam")) for one in found.steps if one.may_hold_asides]
    begins = [(key, str(name)) for key, name in BEGINS.items() if parts or key != "undoing"]
    form.pick("kind", _("Waardoor begint het?"), begins, kind="radio")
    form.text("name", _("Naam"), _("Bij een knop staat dit op de knop, zoals: Om meer informatie vragen."))
    _ask_beginning(form, words)
    follows = [(key, str(name)) for key, name in FOLLOWS.items()]
    hint = _("Wat er verder nog moet gebeuren, voegt u daarna in de lijst toe.")
    form.pick("then", _("Wat gebeurt er dan?"), follows, hint, kind="radio")
    _ask_following(form, words)
    if parts:
        hint = _(
            "Bij een deel kan het alleen zolang dat deel loopt, behalve het terugdraaien: dat is erna. Stopt wat er al "
            "loopt, dan stopt alleen dat deel."
        )
        form.pick("within", _("Waar hoort het bij?"), [("", _("Alle stappen")), *parts], hint, kind="radio",
                  required=False, needed=True)  # fmt: skip
    stops = [("false", _("Gaat gewoon door")), ("true", _("Stopt"))]
    form.pick("stops", _("En wat er al loopt?"), stops, kind="radio")
    if found.lanes:
        hint = _("Kiest u niets, dan komt het in de baan van de groep die het begint, als die er is.")
        form.pick("lane", _("Baan in de tekening"), named(found.lanes), hint, required=False, sometimes=True)
    return form.asked


def _ask_beginning(form: Asker, words: engine.Words) -> None:
    """Ask who begins it with which form, or what it waits for."""
    staff = [one for one in words.groups if one.id not in engine.OUTSIDERS]
    hint = _("Zij zien de knop op de pagina van elke zaak die nog loopt.")
    form.pick("groups", _("Wie mag erop drukken?"), named(staff), hint, kind="checklist", needed=True, required=False,
              only="button")  # fmt: skip
    forms = [(NEW, _("Een nieuw formulier")), *named(words.forms)]
    hint = _("Dat vult de collega in. Bestanden en gegevens van de indiener kan het niet vragen.")
    form.pick("form", _("Formulier van de knop"), forms, hint, needed=True, required=False, only="button")
    hint = _(
        "Een termijn, zoals 5 werkdagen of 14 dagen; de naam van het bericht, het signaal, de fout of de melding; of "
        "de voorwaarde, als uitdrukking. Bij een fout of melding mag het leeg blijven: dan is het elke. "
        "Na een fout stopt altijd wat er loopt."
    )
    form.text("value", _("Termijn, naam of voorwaarde"), hint, required=False, needed=True, only="happening")


def _ask_following(form: Asker, words: engine.Words) -> None:
    """Ask about what follows."""
    hint = _("Zo lang staat ook de wettelijke termijn stil.")
    form.text("days", _("Hoeveel dagen heeft de indiener?"), hint, required=False, needed=True, only="question")
    hint = _("Laat leeg als u niet wilt herinneren.")
    form.text("remind", _("Na hoeveel dagen herinneren wij?"), hint, required=False, only="question")
    hint = _("Een werkwoord en waarover, zoals Foto’s bekijken.")
    form.text("task_name", _("Naam van de taak"), hint, required=False, needed=True, only="task")
    form.pick("task_groups", _("Welke groepen doen die taak?"), named(words.groups), kind="checklist", required=False,
              needed=True, only="task")  # fmt: skip
    hint = str(stepwords.HINTS["taskSchedule.dueDate"])
    form.text("due", _("Termijn van de taak"), hint, required=False, only="task")
