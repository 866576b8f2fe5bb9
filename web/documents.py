"""Documents: opening a file of a case, for staff and for the submitter behind a secret link."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, g, send_file
from werkzeug.wrappers import Response

import engine
from web.links import read_secrets
from web.security import SignInNeeded

pages = Blueprint("documents", __name__)


@pages.get("/bestanden/<document_id>/klein")
def show_small(document_id: str) -> Response:
    """A picture as shown in a list."""
    found = _read(document_id, small=True)
    return send_file(BytesIO(found.data), found.media_type, etag=False, max_age=0)


@pages.get("/bestanden/<document_id>")
def show(document_id: str) -> Response:
    found = _read(document_id)
    # Not for a small one: it is part of a page, and looking at that page is recorded already.
    if g.user is not None and found.case_id is not None:
        engine.keep_viewing("document", [found.case_id], g.user)
    # What a browser may display by itself: pictures that we rendered.
    shown = found.media_type in engine.PICTURES
    return send_file(
        BytesIO(found.data), found.media_type, as_attachment=not shown, download_name=found.name, etag=False, max_age=0
    )


def _read(document_id: str, *, small: bool = False) -> engine.OpenedDocument:
    """The file, if it may be read by the signed-in user or through a link that this browser has opened."""
    signed_in = [g.user] if g.user is not None else []
    users = [*signed_in, *(link.user for link in engine.open_secret_links(read_secrets()))]
    if not users:
        raise SignInNeeded
    for user in users:
        try:
            return engine.read_document(document_id, user, small=small)
        except engine.NotFound:
            continue
    raise engine.NotFound("document", document_id)
