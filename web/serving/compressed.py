"""Compressed: scripts and styles as compressed by the build, for browsers that accept them so (nearly all)."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from flask import Flask, Response, request, send_from_directory

STATIC = Path(__file__).parent.parent / "static"


def register(app: Flask) -> None:
    """Serve `name.gz` instead of `name` where the build made one: the editor is two megabytes uncompressed."""
    app.view_functions["static"] = _send


def _send(filename: str) -> Response:
    if not _is_compressed(filename):
        return send_from_directory(STATIC, filename)
    takes = request.accept_encodings["gzip"] > 0
    kind, _encoding = mimetypes.guess_type(filename)
    sent = f"{filename}.gz" if takes else filename
    response = send_from_directory(STATIC, sent, mimetype=kind, download_name=filename.rpartition("/")[2])
    # A cache in between must not serve one in place of the other.
    response.headers["Vary"] = "Accept-Encoding"
    if takes:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _is_compressed(filename: str) -> bool:
    """Only files that the build put in its own folder, by plain name."""
    folder, _slash, name = filename.rpartition("/")
    return folder == "dist" and not name.startswith(".") and (STATIC / "dist" / f"{name}.gz").is_file()
