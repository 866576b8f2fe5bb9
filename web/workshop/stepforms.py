"""Step forms: the pages on which one step is edited, or something is added to it, with only the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from flask import Blueprint, render_template

import engine
from web.nouns import called_in
from web.security import signed_in
from web.words import _
from web.workshop import stepadditions, stepquestions, stepwords
from web.workshop.asker import Problems, Questions, Typed
from web.workshop.asking import Question, errors_of, read_form
from web.workshop.attempting import Answer, Attempt, attempt
from web.workshop.steps import go_to_step, mends_of

pages = Blueprint(
    "stepforms", __name__, url_prefix="/werkplaats/wijziging/<change_id>/<process_id>/stappen/<element_id>"
)
ELSEWHERE = frozenset({"added", "enclosed", "undoing", "linked"})
"""What an edit can do that leaves the reader with another step than the one that the form was about."""


@dataclass(frozen=True, slots=True)
class StepForm:
    """A form about a step: the kind of edit that it asks for, its questions, and the words around them."""

    kind: str
    ask: Callable[[engine.StepDetail, Typed, Problems], Questions]
    title: str
    button: str
    """Empty where there is nothing to send."""
    lead: str = ""
    lists: tuple[str, ...] = ()
    """Questions to which several answers can be chosen."""


@pages.route("", methods=["GET", "POST"])
@signed_in
def edit(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """The settings of a step."""
    detail = _read(change_id, process_id, element_id, user)
    lists = tuple(engine.step_field_key(field) for field in detail.fields if field.control == "groups")
    form = StepForm("step", stepquestions.of_step, _("Stap aanpassen"), _("Bewaren"), lists=lists)
    return _answer(detail, form, user)


@pages.route("/daarna", methods=["GET", "POST"])
@signed_in
def add(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """A step after a step."""
    detail = _read(change_id, process_id, element_id, user)
    title = _("Stap hierna toevoegen")
    return _answer(detail, StepForm("add", stepadditions.of_addition, title, _("Toevoegen"), lists=("groups",)), user)


@pages.route("/tak", methods=["GET", "POST"])
@signed_in
def branch(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """One more way out of a step."""
    detail = _read(change_id, process_id, element_id, user)
    return _answer(detail, StepForm("branch", stepadditions.of_branch, _("Tak toevoegen"), _("Toevoegen")), user)


@pages.route("/intussen", methods=["GET", "POST"])
@signed_in
def meanwhile(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """A timeout, or a message that arrives, while a step lasts."""
    detail = _read(change_id, process_id, element_id, user)
    inside = detail.step.has_inside
    title = _("Termijn, bericht of fout toevoegen") if inside else _("Termijn of bericht toevoegen")
    return _answer(detail, StepForm("boundary", stepadditions.of_boundary, title, _("Toevoegen")), user)


@pages.route("/compensatie", methods=["GET", "POST"])
@signed_in
def undo(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """How a step is undone."""
    detail = _read(change_id, process_id, element_id, user)
    lead = _(
        "Dit gebeurt alleen als deze stap klaar is en daarna wordt teruggedraaid. Waar dat gebeurt, zegt u als dit is "
        "toegevoegd: met een stap ‘Terugdraaien wat is gedaan’, of bij een einde."
    )
    title = _("Zeggen hoe dit wordt teruggedraaid")
    form = StepForm("undoing", stepadditions.of_undoing, title, _("Toevoegen"), lead, lists=("groups",))
    return _answer(detail, form, user)


@pages.route("/zonder-lijn", methods=["GET", "POST"])
@signed_in
def link(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """A way out of a step that continues without a line."""
    detail = _read(change_id, process_id, element_id, user)
    lead = _(
        "Voor wat er gebeurt maakt dit niets uit. In de tekening komt er in plaats van een lange lijn een punt waar "
        "het weggaat, en een punt met dezelfde naam waar het verdergaat."
    )
    form = StepForm("link", stepadditions.of_linking, _("Zonder lijn verder"), _("Lijn weghalen"), lead)
    return _answer(detail, form, user)


@pages.route("/verplaatsen", methods=["GET", "POST"])
@signed_in
def move(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """Another place for a step."""
    detail = _read(change_id, process_id, element_id, user)
    return _answer(detail, StepForm("move", stepquestions.of_move, _("Stap verplaatsen"), _("Verplaatsen")), user)


@pages.route("/deel", methods=["GET", "POST"])
@signed_in
def enclose(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """Put a step and those after it together in a part."""
    detail = _read(change_id, process_id, element_id, user)
    ends = engine.list_part_ends(change_id, process_id, element_id, user)
    lead = _(
        "In een deel horen stappen bij elkaar. Op een deel als geheel kunt u daarna een termijn zetten, of zorgen dat "
        "het anders verdergaat als er iets misgaat. Wat nu op een van deze stappen staat, kan pas mee naar de nieuwe "
        "versie als het daar voorbij is."
    )
    if not ends:
        lead = _(
            "Hier kan geen deel beginnen. Tussen deze stap en elke stap erna gaat nog een andere weg in of uit, "
            "zit een einde, of gaat het zonder lijn ergens anders verder."
        )
    ask = partial(stepquestions.of_enclosing, ends=ends, noun=called_in(process_id))
    form = StepForm("enclose", ask, _("Samen in een deel zetten"), _("Samenzetten") if ends else "", lead)
    return _answer(detail, form, user)


def _read(change_id: str, process_id: str, element_id: str, user: engine.User) -> engine.StepDetail:
    try:
        return engine.read_step(change_id, process_id, element_id, user)
    except engine.DiagramRefused as error:
        raise engine.NotFound("step", element_id) from error


def _answer(detail: engine.StepDetail, form: StepForm, user: engine.User) -> Answer:
    """Show a form about a step, or carry out what was sent; then continue at the new step, or at the changed one."""
    if not detail.may_edit:
        raise engine.NotAllowed("edit_change")
    part, here = detail.part, detail.step.element.id
    edit = engine.PartEdit(form.kind, here, read_form(form.lists))
    tried = attempt(edit, part.change_id, part.process_id, user)
    if tried.done is None:
        return tried.answer(_show(detail, form, tried, user))
    return go_to_step(part.change_id, part.process_id, _find_place(tried.done, here))


def _find_place(done: tuple[engine.EditDone, ...], here: str) -> str:
    return next((one.element for one in done if one.code in ELSEWHERE), here)


def _show(detail: engine.StepDetail, form: StepForm, tried: Attempt, user: engine.User) -> str:
    """The form, with each problem where the text was typed."""
    asked = form.ask(detail, tried.typed, tried.problems)
    if tried.status == 409:
        asked = _beside(asked, form.ask(detail, None, {}))
    keys = {one.key for one in asked}
    unplaced = [("inhoud", stepwords.problem(found, key)) for key, found in tried.problems.items() if key not in keys]
    return render_template(
        "workshop/step_form.html",
        change=engine.read_change(detail.part.change_id, user),
        detail=detail,
        mends=mends_of(detail.part, user) if detail.step.findings else {},
        name=stepquestions.name_of(detail),
        questions=asked,
        errors=[*tried.errors, *unplaced, *errors_of(asked)],
        form_title=form.title,
        lead=form.lead,
        button=form.button,
    )


def _beside(asked: Questions, there: Questions) -> Questions:
    """What was typed, together with the present value where that differs."""
    present = {one.key: one for one in there}
    return [_with_present(one, present.get(one.key, one).value) for one in asked]


def _with_present(question: Question, value: str) -> Question:
    if value == question.value:
        return question
    told = _("Bij ‘%(label)s’ staat nu: %(value)s", label=question.label, value=value or _("niets"))
    return replace(question, error=told)
