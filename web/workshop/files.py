"""Files: what the editor reads and saves of one process in a change, and the same as a zip."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, jsonify, render_template, request
from werkzeug.wrappers import Response as AnyResponse

import engine
from web import changewords, conflicts
from web.numbers import read_revision
from web.security import go_to, signed_in
from web.text import with_names
from web.words import _
from web.workshop import editwords

pages = Blueprint("files", __name__, url_prefix="/werkplaats/wijziging/<change_id>/<process_id>")
LONGEST_NAME = 100
LARGEST = 12_000_000
"""Bytes of one request: all files of a process, as JSON or as a zip."""
TOLD = frozenset({"drafted", "translated"})
"""What is told at once of a drawing from elsewhere: what it did not look like in its own program."""
Answer = Response | tuple[Response, int]


@pages.url_value_preprocessor
def allow_large(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Runs before anything reads the request: the token of a form is looked for in it."""
    request.max_content_length = LARGEST
    request.max_form_memory_size = LARGEST


@pages.get("/bestanden")
@signed_in
def read(change_id: str, process_id: str, user: engine.User) -> Answer:
    part = engine.read_part(change_id, process_id, user)
    return jsonify(
        process_id=part.process_id,
        name=part.name,
        revision=part.revision,
        files={name: engine.transcribe(data) for name, data in part.files.items()},
        saved_by=part.saved_by_name,
        saved_at=part.saved_at.isoformat(),
    )


@pages.post("/bestanden")
@signed_in
def save(change_id: str, process_id: str, user: engine.User) -> Answer:
    told = read_json()
    revision, written = told.get("revision"), read_files(told)
    if not isinstance(revision, int) or written is None:
        return jsonify(message=_("Wij konden niet lezen wat uw browser stuurde. Laad de pagina opnieuw.")), 422
    try:
        part = engine.save_part(change_id, process_id, revision, written, user)
    except engine.ChangedMeanwhile as error:
        _title, message = conflicts.tell(error)
        return jsonify(message=message, by=error.by, at=error.at.isoformat(), revision=error.revision), 409
    except engine.ChangeMoved as error:
        return jsonify(message=". ".join(conflicts.tell(error))), 409
    except engine.DiagramRefused as error:
        return jsonify(message=engine.unreadable(error).reason), 422
    return jsonify(revision=part.revision, saved_at=part.saved_at.isoformat())


@pages.post("/momenten")
@signed_in
def keep(change_id: str, process_id: str, user: engine.User) -> AnyResponse:
    """Keep the files under a name, as a snapshot."""
    try:
        engine.take_snapshot(change_id, process_id, request.form.get("naam", ""), user)
    except engine.ChangeRefused as error:
        flash(str(changewords.SNAPSHOT_PROBLEMS[error.problems["naam"]]), "warning")
    else:
        flash(_("Deze stand is vastgelegd. U kunt er altijd naar terug."), "ok")
    return go_to("workshop.show", change_id=change_id)


@pages.post("/momenten/<snapshot_id>/terug")
@signed_in
def restore(change_id: str, process_id: str, snapshot_id: str, user: engine.User) -> AnyResponse:
    engine.restore_snapshot(change_id, snapshot_id, read_revision(), user)
    flash(_("De bestanden zijn weer zoals u ze had vastgelegd."), "ok")
    return go_to("workshop.show", change_id=change_id)


@pages.get("/momenten/<snapshot_id>/weg")
@signed_in
def ask_deletion(change_id: str, process_id: str, snapshot_id: str, user: engine.User) -> str:
    change = engine.read_change(change_id, user)
    if not change.may_edit:
        raise engine.NotAllowed("edit_change")
    kept = engine.read_snapshot(change_id, snapshot_id, user)
    return render_template("workshop/snapshot_delete.html", change=change, kept=kept)


@pages.post("/momenten/<snapshot_id>/weg")
@signed_in
def delete(change_id: str, process_id: str, snapshot_id: str, user: engine.User) -> AnyResponse:
    gone = engine.delete_snapshot(change_id, snapshot_id, user)
    flash(_("De vastgelegde stand ‘%(name)s’ is verwijderd.", name=gone.name), "ok")
    return go_to("workshop.show", change_id=change_id)


@pages.get("/map.zip")
@signed_in
def export(change_id: str, process_id: str, user: engine.User) -> Response:
    """The folder as a zip: it opens in a modeler, and can be imported again unchanged."""
    return send_zip(engine.export_part(change_id, process_id, user), process_id)


@pages.get("/map")
@signed_in
def ask_folder(change_id: str, process_id: str, user: engine.User) -> str:
    """What a zip would do, before it replaces the files."""
    return _ask_folder(change_id, process_id, user, "")


@pages.post("/map")
@signed_in
def take_in(change_id: str, process_id: str, user: engine.User) -> AnyResponse | tuple[str, int]:
    """Replace the files in the change by those of the zip; the old ones are kept first."""
    sent = request.files.get("map")
    kept_as = _("Voor het terugzetten van een bestand")
    data = sent.stream.read(LARGEST) if sent is not None else b""
    if not data:
        told = _("Dit bestand is leeg. Kies een ander.") if sent and sent.filename else _("Kies eerst een bestand.")
        return _ask_folder(change_id, process_id, user, told), 422
    named = (sent.filename or "")[-LONGEST_NAME:].replace("*", "") if sent is not None else ""
    try:
        engine.import_part(change_id, process_id, read_revision(), data, user, kept_as=kept_as, named=named)
    except engine.DiagramRefused as error:
        remedy = _(
            "Er is niets veranderd. Herstel het bestand en kies het opnieuw, of kies een ander: een tekening (.bpmn), "
            "een tabel (.dmn), een formulier (.form), of een zip met de map van een stappenplan."
        )
        return _ask_folder(change_id, process_id, user, with_names(f"{engine.unreadable(error).reason} {remedy}")), 422
    except engine.ChangeRefused as error:
        return _ask_folder(change_id, process_id, user, str(changewords.SNAPSHOT_PROBLEMS[error.problems["naam"]])), 422
    flash(
        _("De bestanden staan nu in de wijziging. Kijk in de Stappenlijst of de tekening wat er nog niet klopt."), "ok"
    )
    done = engine.read_last_edit(change_id, process_id, user)
    if done is not None and (taken := tuple(one for one in done.done if one.code in TOLD)):
        flash(editwords.told(taken), "ok")
    for finding in _find_unreadable(change_id, process_id, user):
        flash(with_names(f"{finding.reason} {finding.remedy}"), "warning")
    return go_to("workshop.show", change_id=change_id)


def _find_unreadable(change_id: str, process_id: str, user: engine.User) -> list[engine.Finding]:
    """The files that cannot be read at all: nothing can be checked, tried or played before they are fixed."""
    found = engine.check_change(change_id, process_id, {}, user).findings
    return [finding for finding, _fixes in found if finding.code == "unreadable"]


def _ask_folder(change_id: str, process_id: str, user: engine.User, told: str) -> str:
    change = engine.read_change(change_id, user)
    if not change.may_edit:
        raise engine.NotAllowed("edit_change")
    part = engine.read_part(change_id, process_id, user)
    return render_template("workshop/folder_replace.html", change=change, part=part, told=told)


def send_zip(data: bytes, name: str) -> Response:
    response = Response(data, mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.zip")
    return response


def read_json() -> dict[str, Any]:
    """The JSON in the request; an empty result for anything else."""
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # Deeply nested lists: none of our pages sends that.
        return {}
    return sent if isinstance(sent, dict) else {}


def read_files(told: dict[str, Any]) -> dict[str, bytes | None] | None:
    """Files by name as sent, None for one that is removed; None instead of all for anything else."""
    files = told.get("files")
    if not isinstance(files, dict) or not all(isinstance(text, str | None) for text in files.values()):
        return None
    try:
        return {str(name): None if text is None else text.encode() for name, text in files.items()}
    except UnicodeEncodeError:  # half a surrogate pair, which no file can hold
        return None
