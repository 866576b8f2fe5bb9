"""Drawing: the editor of one process of a change, its picture, what it offers in lists, and a form as it will be."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict

from flask import Blueprint, Response, jsonify, render_template

import engine
from web.forms.fields import show_pages
from web.security import signed_in
from web.versions.drawing import draw_part
from web.words import _
from web.workshop.files import allow_large, read_json

pages = Blueprint("drawing", __name__, url_prefix="/werkplaats/wijziging/<change_id>/<process_id>")
pages.url_value_preprocessor(allow_large)
Answer = Response | tuple[Response, int]


@pages.get("/tekenen")
@signed_in
def show(change_id: str, process_id: str, user: engine.User) -> str:
    change = engine.read_change(change_id, user)
    part = engine.read_part(change_id, process_id, user)
    template = "workshop/drawing.html" if change.may_edit else "workshop/looking.html"
    return render_template(template, change=change, part=part)


@pages.get("/tekening")
@signed_in
def picture(change_id: str, process_id: str, user: engine.User) -> str:
    """The same drawing without script: only to look at. To change it there is the list of steps."""
    part = engine.read_part(change_id, process_id, user)
    drawn = None
    with suppress(engine.DiagramRefused):
        drawn = draw_part(engine.read_part_drawing(change_id, process_id, user))
    change = engine.read_change(change_id, user)
    return render_template("workshop/picture.html", change=change, part=part, drawn=drawn)


@pages.get("/woorden")
@signed_in
def words(change_id: str, process_id: str, user: engine.User) -> Answer:
    return jsonify(asdict(engine.describe_words(change_id, process_id, user)))


@pages.post("/formulier")
@signed_in
def preview(change_id: str, process_id: str, user: engine.User) -> Answer:
    """A form as our own pages render it, with nothing filled in."""
    text = read_json().get("form")
    if not isinstance(text, str):
        return jsonify(message=_("Wij konden niet lezen wat uw browser stuurde. Laad de pagina opnieuw.")), 422
    try:
        form = engine.read_form_text(text, user)
    except engine.DiagramRefused as error:
        found = engine.unreadable(error)
        return jsonify(message=f"{found.reason} {found.remedy}".strip()), 422
    return jsonify(html=render_template("workshop/form_preview.html", form=form, shown=show_pages(form, {})))
