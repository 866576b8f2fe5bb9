"""Definitions: *Stappenplan*, the processes in use with their pictures and lists of steps, and earlier versions."""

from __future__ import annotations

from flask import Blueprint, render_template

import engine
from web.forms.fields import show_pages
from web.security import signed_in
from web.versions import drawing

pages = Blueprint("definitions", __name__, url_prefix="/stappenplan")


@pages.get("")
@signed_in
def list_all(user: engine.User) -> str:
    return render_template("versions/definitions/list.html", found=engine.list_definitions(user))


@pages.get("/<process_id>")
@signed_in
def show(process_id: str, user: engine.User) -> str:
    definition = engine.read_definition(process_id, user)
    return render_template(
        "versions/definitions/show.html", definition=definition, drawn=drawing.draw_plain(definition)
    )


@pages.get("/<process_id>/versie/<int:version>")
@signed_in
def show_version(process_id: str, version: int, user: engine.User) -> str:
    """A version as it was: the picture, tables and forms that decisions were based on at the time."""
    found = engine.read_version(process_id, version, user)
    return render_template("versions/definitions/version.html", found=found, drawn=drawing.draw_plain(found.definition))


@pages.get("/<process_id>/versie/<int:version>/formulier/<form_id>")
@signed_in
def show_form(process_id: str, version: int, form_id: str, user: engine.User) -> str:
    """A form as it looked to whoever filled it in, but empty."""
    form = engine.read_version_form(process_id, version, form_id, user)
    found = engine.read_version(process_id, version, user)
    return render_template("versions/definitions/form.html", found=found, form=form, shown=show_pages(form, {}))
