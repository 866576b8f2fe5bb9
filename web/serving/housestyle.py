"""House style: the municipality's colours, logo and letters, from the folder that the setting house_style names.

Its style sheet is loaded after ours, so it changes what it names and nothing else.
"""

from __future__ import annotations

from flask import Blueprint, abort, send_from_directory
from werkzeug.wrappers import Response

from web import place

pages = Blueprint("housestyle", __name__)
KINDS = frozenset({".css", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp", ".woff", ".woff2"})
"""The file types that a style can need. Nothing else in the folder is served."""
HOUR = 3600


@pages.get("/huisstijl/<path:name>")
def show(name: str) -> Response:
    folder = place.settings().house_style
    if folder is None or not any(name.lower().endswith(kind) for kind in KINDS):
        abort(404)
    return send_from_directory(folder.resolve(), name, max_age=HOUR)
