"""Definitions: *Stappenplan*, the processes in use, each with its picture and its list of steps."""

from __future__ import annotations

from flask import Blueprint, render_template

import engine
from web import drawing
from web.security import signed_in

pages = Blueprint("definitions", __name__, url_prefix="/stappenplan")


@pages.get("")
@signed_in
def list_all(user: engine.User) -> str:
    return render_template("definitions/list.html", found=engine.list_definitions(user))


@pages.get("/<process_id>")
@signed_in
def show(process_id: str, user: engine.User) -> str:
    definition = engine.read_definition(process_id, user)
    return render_template("definitions/show.html", definition=definition, drawn=drawing.draw_plain(definition))
