"""Mails: *Berichten*, the mails that were sent or will be."""

from __future__ import annotations

from flask import Blueprint, render_template

import engine
from web.paging import page_number
from web.security import signed_in

pages = Blueprint("mails", __name__, url_prefix="/berichten")


@pages.get("")
@signed_in
def list_all(user: engine.User) -> str:
    found = engine.list_mails(user, page=page_number())
    engine.keep_viewing("mails", [mail.case_id for mail in found.items if mail.case_id is not None], user)
    return render_template("papers/mails.html", found=found)
