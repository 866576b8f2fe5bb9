"""Bounding: how much of a posted form is read, whoever sends it and before any other code looks at it.

A form is read to find its token, so these limits apply to unknown visitors too.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from flask import Flask, Request, current_app, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

URLENCODED = "application/x-www-form-urlencoded"
Parsed = tuple[IO[bytes], MultiDict[str, Any], MultiDict[str, Any]]


class BoundedForms(FormDataParser):
    """Reads forms as Werkzeug does, but in both encodings with no more fields than the page allows.

    A million fields fit within the size limit of a form, and a page that shows them back took a minute.
    """

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Parsed:
        """Raises: RequestEntityTooLarge."""
        if mimetype == URLENCODED and self.max_form_parts is not None:
            data = stream.read()
            if data.count(b"&") >= self.max_form_parts:
                raise RequestEntityTooLarge
            stream = BytesIO(data)
        rest, form, files = super().parse(stream, mimetype, content_length, options)
        return rest, self._with_names(form), self._with_names(files)

    def _with_names(self, fields: MultiDict[str, Any]) -> MultiDict[str, Any]:
        """The form without parts that have no name, whatever their type: all code that reads a form relies on names."""
        told: Any = fields
        unnamed = told.getlist(None)
        for part in unnamed:
            if isinstance(part, FileStorage):
                part.close()
        return self.cls([item for item in told.items(multi=True) if item[0] is not None]) if unnamed else fields


class BoundedRequest(Request):
    form_data_parser_class = BoundedForms


LARGEST_WITH_FILES = 60_000_000
"""Bytes of a form with files: a few phone photos, which are checked one by one."""
WITH_FILES = frozenset(
    {"ideas.answer", "own_idea.answer", "tasks.answer", "tasks.claim", "tasks.release"},
)
"""Endpoints of forms that may contain files."""


def register(app: Flask) -> None:
    """Make the application read forms within these limits."""
    app.request_class = BoundedRequest


def allow_files() -> None:
    """Let anybody send files where a form may ask for them; the limit on everything that is not a file is unchanged."""
    if request.endpoint in WITH_FILES:
        request.max_content_length = LARGEST_WITH_FILES


def allow_no_more() -> None:
    """Return to the limit for visitors where a page allowed more: the higher limit is for people who are signed in."""
    request.max_content_length = current_app.config["MAX_CONTENT_LENGTH"]
    request.max_form_memory_size = current_app.config["MAX_FORM_MEMORY_SIZE"]
    request.max_form_parts = current_app.config["MAX_FORM_PARTS"]
