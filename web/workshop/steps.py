"""Steps: a process of a change as a list; every step can be edited by form, with only the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import conflicts
from web.nouns import called_in
from web.numbers import read_revision
from web.security import go_to, signed_in
from web.words import _
from web.workshop import editwords, stepadditions, stepfacts, stepquestions, stepwords, undoing
from web.workshop.asking import errors_of, read_form

pages = Blueprint("steps", __name__, url_prefix="/werkplaats/wijziging/<change_id>/<process_id>/stappen")
Answer = str | tuple[str, int] | Response
Questions = list[dict[str, Any]]
Typed = Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step of the list with its number, and what is inside it or on its edge."""

    number: str
    level: int
    """Of its heading."""
    step: engine.ListedStep
    kind: str
    facts: tuple[tuple[str, str], ...]
    within: tuple[ShownStep, ...]


@pages.get("")
@signed_in
def show(change_id: str, process_id: str, user: engine.User) -> str:
    return _show(change_id, process_id, user, [])


@pages.post("")
@signed_in
def mend(change_id: str, process_id: str, user: engine.User) -> Answer:
    """Apply a fix that the check offers for a finding, and save it."""
    try:
        fix = engine.mend_part(change_id, process_id, read_revision(), request.form.get("herstel", ""), user)
    except engine.NotFound as error:
        if error.what != "fix":
            raise
        told = _("Dit kan niet meer zo worden hersteld. Kijk hieronder hoe het nu is.")
        return _show(change_id, process_id, user, [("inhoud", told)]), 409
    except engine.ChangedMeanwhile as error:
        return _show(change_id, process_id, user, [("inhoud", why(error))]), 409
    flash(_("Gedaan: %(what)s.", what=fix.label), "ok")
    return _go_to_step(change_id, process_id, request.form.get("stap", ""))


@pages.post("/alles/intrekken")
@signed_in
def let_withdraw(change_id: str, process_id: str, user: engine.User) -> Answer:
    """Let the submitter stop at any moment."""
    edit = engine.PartEdit("withdrawal", process_id, read_form())
    try:
        result = engine.edit_part(change_id, process_id, read_revision(), edit, user)
    except (engine.EditRefused, engine.ChangedMeanwhile) as error:
        return _show(change_id, process_id, user, [("inhoud", why(error))]), status_of(error)
    flash(editwords.told(result.done), "ok")
    return _go_to_step(change_id, process_id, result.done[0].element if result.done else "")


@pages.post("/alles/weggooien")
@signed_in
def throw_away(change_id: str, process_id: str, user: engine.User) -> Answer:
    """Remove a form, table, mail or letter that no step uses."""
    edit = engine.PartEdit("leftover", request.form.get("bestand", ""), {"name": request.form.get("naam", "")})
    try:
        result = engine.edit_part(change_id, process_id, read_revision(), edit, user)
    except (engine.EditRefused, engine.ChangedMeanwhile) as error:
        return _show(change_id, process_id, user, [("inhoud", why(error))]), status_of(error)
    flash(editwords.told(result.done), "ok")
    return go_to("steps.show", change_id=change_id, process_id=process_id)


def _show(change_id: str, process_id: str, user: engine.User, errors: list[tuple[str, str]]) -> str:
    found = engine.read_step_list(change_id, process_id, user)
    there = bool(found.findings) or any(step.findings for step in found.steps)
    near = request.args.get("bij", "")
    return render_template(
        "workshop/steps.html",
        change=engine.read_change(change_id, user),
        found=found,
        steps=_nest(found.steps, "", 3),
        unused={(one.kind, one.id): one for one in found.leftovers if not one.unreadable},
        unreadable=[one for one in found.leftovers if one.unreadable],
        mends=_mends(found.part, user) if found.may_edit and there else {},
        near=near if any(step.element.id == near for step in found.steps) else "",
        last=undoing.find_last(found.part, found.may_edit, user),
        whose=stepquestions.of_withdrawal(found),
        errors=errors,
    )


def _mends(part: engine.PartView, user: engine.User) -> Mapping[engine.Finding, tuple[engine.Fix, ...]]:
    """The fixes that are available at once for each finding."""
    return dict(engine.check_change(part.change_id, part.process_id, {}, user).findings)


@pages.route("/<element_id>", methods=["GET", "POST"])
@signed_in
def edit(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """The settings of a step."""
    detail = _read(change_id, process_id, element_id, user)
    lists = [engine.step_field_key(field) for field in detail.fields if field.control == "groups"]
    return _page(
        detail,
        user,
        engine.PartEdit("step", element_id, read_form(lists)),
        stepquestions.of_step,
        _("Stap aanpassen"),
        _("Bewaren"),
    )


@pages.route("/<element_id>/daarna", methods=["GET", "POST"])
@signed_in
def add(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """A step after a step."""
    detail = _read(change_id, process_id, element_id, user)
    edit = engine.PartEdit("add", element_id, read_form(["groups"]))
    return _page(detail, user, edit, stepadditions.of_addition, _("Stap hierna toevoegen"), _("Toevoegen"))


@pages.route("/<element_id>/tak", methods=["GET", "POST"])
@signed_in
def branch(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """One more way out of a step."""
    detail = _read(change_id, process_id, element_id, user)
    edit = engine.PartEdit("branch", element_id, read_form())
    return _page(detail, user, edit, stepadditions.of_branch, _("Tak toevoegen"), _("Toevoegen"))


@pages.route("/<element_id>/intussen", methods=["GET", "POST"])
@signed_in
def meanwhile(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """A timeout, or a message that arrives, while a step lasts."""
    detail = _read(change_id, process_id, element_id, user)
    edit = engine.PartEdit("boundary", element_id, read_form())
    inside = detail.step.has_inside
    title = _("Termijn, bericht of fout toevoegen") if inside else _("Termijn of bericht toevoegen")
    return _page(detail, user, edit, stepadditions.of_boundary, title, _("Toevoegen"))


@pages.route("/<element_id>/compensatie", methods=["GET", "POST"])
@signed_in
def undo(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """How a step is undone."""
    detail = _read(change_id, process_id, element_id, user)
    edit = engine.PartEdit("undoing", element_id, read_form(["groups"]))
    lead = _(
        "Dit gebeurt alleen als deze stap klaar is en daarna wordt teruggedraaid. Waar dat gebeurt, zegt u als dit is "
        "toegevoegd: met een stap ‘Terugdraaien wat is gedaan’, of bij een einde."
    )
    return _page(detail, user, edit, stepadditions.of_undoing, _("Zeggen hoe dit wordt teruggedraaid"),
                 _("Toevoegen"), lead)  # fmt: skip


@pages.route("/<element_id>/zonder-lijn", methods=["GET", "POST"])
@signed_in
def link(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """A way out of a step that continues without a line."""
    detail = _read(change_id, process_id, element_id, user)
    edit = engine.PartEdit("link", element_id, read_form())
    lead = _(
        "Voor wat er gebeurt maakt dit niets uit. In de tekening komt er in plaats van een lange lijn een punt waar "
        "het weggaat, en een punt met dezelfde naam waar het verdergaat."
    )
    return _page(detail, user, edit, stepadditions.of_linking, _("Zonder lijn verder"), _("Lijn weghalen"), lead)


@pages.route("/<element_id>/verplaatsen", methods=["GET", "POST"])
@signed_in
def move(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    detail = _read(change_id, process_id, element_id, user)
    edit = engine.PartEdit("move", element_id, read_form())
    return _page(detail, user, edit, stepquestions.of_move, _("Stap verplaatsen"), _("Verplaatsen"))


@pages.route("/<element_id>/deel", methods=["GET", "POST"])
@signed_in
def enclose(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    """Put a step and those after it together in a part."""
    detail = _read(change_id, process_id, element_id, user)
    ends, noun = engine.list_part_ends(change_id, process_id, element_id, user), called_in(process_id)

    def asked(about: engine.StepDetail, typed: Typed, problems: Mapping[str, engine.FieldProblem]) -> Questions:
        return stepquestions.of_enclosing(about, ends, noun, typed, problems)

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
    edit = engine.PartEdit("enclose", element_id, read_form())
    return _page(detail, user, edit, asked, _("Samen in een deel zetten"), _("Samenzetten") if ends else "", lead)


def _read(change_id: str, process_id: str, element_id: str, user: engine.User) -> engine.StepDetail:
    try:
        return engine.read_step(change_id, process_id, element_id, user)
    except engine.DiagramRefused as error:
        raise engine.NotFound("step", element_id) from error


def _page(
    detail: engine.StepDetail,
    user: engine.User,
    edit: engine.PartEdit,
    questions: Callable[[engine.StepDetail, Mapping[str, str] | None, Mapping[str, engine.FieldProblem]], Questions],
    title: str,
    button: str,
    lead: str = "",
) -> Answer:
    """A form about a step: shown, or carried out; problems are shown where the text was typed."""
    part = detail.part
    if not detail.may_edit:
        raise engine.NotAllowed("edit_change")
    status, told, more, problems = 200, None, [], {}
    if request.method == "POST":
        told = edit.values
        try:
            result = engine.edit_part(part.change_id, part.process_id, read_revision(), edit, user)
            flash(editwords.told(result.done), "ok")
            return _go_to_step(part.change_id, part.process_id, _place(edit, result))
        except engine.FieldsRefused as error:
            status, problems = 422, error.problems
        except (engine.EditRefused, engine.ChangedMeanwhile, engine.DiagramRefused) as error:
            status, more = status_of(error), [("inhoud", why(error))]
    asked = questions(detail, told, problems)
    if status == 409:
        asked = _beside(asked, questions(detail, None, {}))
    unplaced = [("inhoud", stepwords.problem(p, k)) for k, p in problems.items() if k not in {q["key"] for q in asked}]
    page = render_template(
        "workshop/step_form.html",
        change=engine.read_change(part.change_id, user),
        detail=detail,
        mends=_mends(part, user) if detail.step.findings else {},
        name=stepquestions.name_of(detail),
        questions=asked,
        errors=[*more, *unplaced, *errors_of(asked)],
        form_title=title,
        lead=lead,
        button=button,
        is_expert=edit.kind == "step",
    )
    return page if status == 200 else (page, status)


def _place(edit: engine.PartEdit, result: engine.PartEdited) -> str:
    """Where the reader continues: at the new step, or at the changed one."""
    return next((one.element for one in result.done if one.code in {"added", "enclosed", "undoing", "linked"}), edit.at)


def _go_to_step(change_id: str, process_id: str, element_id: str) -> Response:
    """Go to a step in the list. What was done is reported there: the top of the page is out of sight."""
    place = {"bij": element_id, "_anchor": f"stap-{element_id}"} if element_id else {}
    return go_to("steps.show", change_id=change_id, process_id=process_id, **place)


def _beside(asked: Questions, there: Questions) -> Questions:
    """What was typed, together with the present value where that differs."""
    now = {one["key"]: one for one in there}
    found = []
    for one in asked:
        other = now.get(one["key"], one)["value"]
        if other != one["value"]:
            told = _("Bij ‘%(label)s’ staat nu: %(value)s", label=one["label"], value=other or _("niets"))
            one = {**one, "error": told, "described_by": f"{one['described_by'] or ''} {one['id']}-fout".strip()}
        found.append(one)
    return found


def why(error: engine.EngineError) -> str:
    """Why an edit was not made, in a sentence."""
    if isinstance(error, engine.EditRefused):
        return editwords.refusal(error)
    if isinstance(error, engine.DiagramRefused):
        found = engine.unreadable(error)
        return f"{found.reason} {found.remedy}"
    _title, message = conflicts.tell(error)
    return " ".join((message, _("Kijk wat er nu staat en bewaar dan opnieuw.")))


def status_of(error: engine.EngineError) -> int:
    return 409 if isinstance(error, engine.Conflict) else 422


def _nest(steps: Sequence[engine.ListedStep], before: str, level: int) -> tuple[ShownStep, ...]:
    """The flat list of steps, each with its depth, as nested ones with numbers."""
    found: list[ShownStep] = []
    at = 0
    while at < len(steps):
        last = at + 1
        while last < len(steps) and steps[last].item.depth > steps[at].item.depth:
            last += 1
        number = f"{before}{len(found) + 1}"
        step = steps[at]
        within = _nest(steps[at + 1 : last], f"{number}.", min(level + 1, 6))
        kind = stepquestions.kind_of(step)
        found.append(ShownStep(number, level, step, kind, tuple(stepfacts.facts_of(step)), within))
        at = last
    return tuple(found)
