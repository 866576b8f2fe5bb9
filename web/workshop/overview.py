"""Overview: the processes with their changes, and one change: its state and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import changewords, messages
from web.nouns import called_in, called_in_change
from web.numbers import read_number
from web.security import go_to, signed_in
from web.words import _
from web.workshop import files
from web.workshop.asking import read_id

EXAMPLE = "buurtbudget"
"""The process to practise on."""
pages = Blueprint("workshop", __name__, url_prefix="/werkplaats")
Answer = str | tuple[str, int] | Response


@pages.get("")
@signed_in
def list_all(user: engine.User) -> str:
    return _list(user, {}, {})


@pages.post("")
@signed_in
def begin_new(user: engine.User) -> Answer:
    """Begin a new process."""
    typed = {name: request.form.get(name, "").strip() for name in ("naam", "process_id")}
    try:
        process_id = typed["process_id"] or engine.propose_id(typed["naam"], user)
        change_id = engine.begin_process(process_id, typed["naam"], user)
    except engine.ChangeRefused as error:
        return _list(user, typed, messages.problems(changewords.CHANGE_PROBLEMS, error.problems)), 422
    flash(_("Het nieuwe stappenplan is gemaakt. Het is nog een concept."), "ok")
    return go_to("workshop.show", change_id=change_id)


@pages.post("/oefenen")
@signed_in
def practise(user: engine.User) -> Answer:
    """Begin with the practice example."""
    try:
        change_id = engine.begin_example(user)
    except engine.ChangeRefused:
        flash(_("Iemand is al aan het oefenen. U vindt die wijziging hieronder."), "warning")
        return go_to("workshop.list_all")
    flash(_("Het voorbeeld staat klaar. Oefenen kan geen kwaad: inwoners merken er niets van."), "ok")
    return go_to("workshop.show", change_id=change_id)


@pages.post("/<process_id>/wijziging")
@signed_in
def begin(process_id: str, user: engine.User) -> Response:
    """Begin to change a process, from its version in use or from the requested version."""
    version = read_number(request.form.get("versie", ""))
    change_id = engine.begin_change(process_id, user, request.form.get("titel", ""), version)
    flash(_("U hebt een wijziging begonnen. Er verandert niets tot zij in gebruik is."), "ok")
    return go_to("workshop.show", change_id=change_id)


@pages.get("/<process_id>")
@signed_in
def show_process(process_id: str, user: engine.User) -> str:
    """The versions of a process so far."""
    versions = engine.list_versions(process_id, user)
    return render_template(
        "workshop/process.html",
        process_id=process_id,
        noun=called_in(process_id),
        versions=versions,
        name=engine.list_process_names(user).get(process_id, process_id),
        may_edit=engine.may(user, "edit_processes", None),
    )


@pages.get("/<process_id>/versie/<int:version>.zip")
@signed_in
def export_version(process_id: str, version: int, user: engine.User) -> Response:
    return files.send_zip(engine.export_version(process_id, version, user), f"{process_id}-{version}")


@pages.get("/wijziging/<change_id>")
@signed_in
def show(change_id: str, user: engine.User) -> str:
    return _show(change_id, user, {})


@pages.post("/wijziging/<change_id>/titel")
@signed_in
def retitle(change_id: str, user: engine.User) -> Answer:
    try:
        engine.retitle_change(change_id, request.form.get("titel", ""), user)
    except engine.ChangeRefused as error:
        return _show(change_id, user, messages.problems(changewords.CHANGE_PROBLEMS, error.problems)), 422
    flash(_("De naam van de wijziging is veranderd."), "ok")
    return go_to("workshop.show", change_id=change_id)


@pages.post("/wijziging/<change_id>/weggooien")
@signed_in
def discard(change_id: str, user: engine.User) -> Response:
    engine.discard_change(change_id, user)
    flash(_("De wijziging is weggegooid. U kunt haar weer oppakken: zij staat bij Eerdere wijzigingen."), "ok")
    return go_to("workshop.list_all")


@pages.post("/wijziging/<change_id>/oppakken")
@signed_in
def take_up(change_id: str, user: engine.User) -> Response:
    """Resume work on a discarded change."""
    try:
        engine.take_up_change(change_id, user)
    except engine.ChangeRefused:
        flash(_("Er is intussen een stappenplan met hetzelfde id. Oppakken kan dus niet meer."), "warning")
    else:
        flash(_("De wijziging is weer een concept. U kunt verdergaan."), "ok")
    return go_to("workshop.show", change_id=change_id)


@pages.post("/wijziging/<change_id>/stappenplan")
@signed_in
def add_process(change_id: str, user: engine.User) -> Response:
    """Add another process to the change."""
    process_id = read_id("process_id")
    engine.add_process(change_id, process_id, user)
    name = engine.list_process_names(user).get(process_id, process_id)
    flash(_("‘%(name)s’ hoort nu bij deze wijziging.", name=name), "ok")
    return go_to("workshop.show", change_id=change_id)


def _show(change_id: str, user: engine.User, told: dict[str, str]) -> str:
    change = engine.read_change(change_id, user)
    names = {part.process_id: part.name for part in change.parts}
    in_use = engine.list_process_names(user)
    events = engine.list_change_events(change_id, user)
    return render_template(
        "workshop/change.html",
        change=change,
        judges=engine.list_judges(change_id, user),
        noun=called_in_change(change),
        events=[_tell(event, names) for event in events],
        origins=dict(_origins(events)),
        snapshots={p.process_id: engine.list_snapshots(change_id, p.process_id, user) for p in change.parts},
        most_snapshots=engine.MOST_SNAPSHOTS,
        others=[(key, name) for key, name in in_use.items() if key not in names],
        told={"titel": "", **told},
        errors=[(f"veld-{name}", text) for name, text in told.items()],
        beside=list(_beside(change, user)) if change.may_edit else [],
        may_take_back=change.state in ("offered", "approved") and engine.may(user, "edit_processes", None),
    )


def _beside(change: engine.ChangeView, user: engine.User) -> Iterator[dict[str, str]]:
    """The other changes of the same processes, and who is making them."""
    own = {part.process_id for part in change.parts}
    for other in engine.list_changes_beside(change.id, user):
        both = ", ".join(part.name for part in other.parts if part.process_id in own)
        who = other.offered_by or other.begun_by
        told = (
            _("Let op: u hebt nog een wijziging van %(processes)s:", processes=both)
            if other.is_own
            else _("Let op: %(who)s werkt ook aan %(processes)s, in een andere wijziging:", who=who, processes=both)
        )
        yield {"id": other.id, "title": other.title, "told": told}


def _origins(events: Iterable[engine.ChangeEvent]) -> Iterator[tuple[str, int]]:
    """The version that each process started from: not the one that it replaces where somebody goes back."""
    for event in events:
        process_id, version = event.process_id, event.facts.get("from_version")
        if process_id is not None and isinstance(version, int):
            yield process_id, version


def _tell(event: engine.ChangeEvent, names: Mapping[str, str]) -> dict[str, object]:
    """An event in words: what happened, by whom, and what was said."""
    facts = event.facts
    said = str(facts.get("remark") or facts.get("reason") or "")
    reasons = facts.get("reasons")
    if isinstance(reasons, list):
        said = " ".join(str(reason) for reason in reasons)
    if event.kind == "change_offered":
        said = " ".join([said, *changewords.terms_of_offer(facts)])
    contents = facts.get("contents")
    marks = {str(k): str(v)[:12] for k, v in contents.items()} if isinstance(contents, dict) else {}
    return {"at": event.at, "what": changewords.change_event(event, names), "said": said, "marks": marks}


def _list(user: engine.User, typed: dict[str, str], told: dict[str, str]) -> str:
    empty = {"naam": "", "process_id": ""}
    processes, past = engine.list_workshop(user), engine.list_past_changes(user)
    under_way = {change.id: change for process in processes for change in process.changes}.values()
    return render_template(
        "workshop/list.html",
        processes=processes,
        under_way=list(under_way),
        past=past,
        to_judge=[change for change in under_way if change.may_judge],
        returned=[change for change in under_way if change.may_edit and change.judgement],
        practised=any(process.process_id == EXAMPLE for process in processes),
        may_edit=engine.may(user, "edit_processes", None),
        typed={**empty, **typed},
        told={**empty, **told},
        errors=[(f"veld-{name}", text) for name, text in told.items()],
    )
