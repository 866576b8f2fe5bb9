"""Filed: a response that is too long for memory is written to a file first, and sent from there.

The database is released before the first byte is sent: a slow reader blocks nothing, and an error on the way gives an
error page instead of half a file that looks complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import SEEK_END
from tempfile import SpooledTemporaryFile

from flask import Response

from web import place

IN_MEMORY = 1_000_000
"""Up to this many bytes, no file is needed."""
AT_A_TIME = 65_536
"""Bytes read from it at a time, to be sent."""


def send(name: str, kind: str, parts: Iterable[str]) -> Response:
    """Send parts one after the other as a file of this name, which is one of ours: letters, digits, dots, dashes."""
    file = put_by()
    try:
        for part in parts:
            file.write(part.encode())
    except BaseException:
        file.close()
        raise
    return send_written(name, kind, file)


def send_written(name: str, kind: str, file: SpooledTemporaryFile[bytes]) -> Response:
    """Send what was written to such a file. The response closes it."""
    response = Response(_read(file), mimetype=kind)
    file.seek(0, SEEK_END)
    response.content_length = file.tell()
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.call_on_close(file.close)
    file.seek(0)
    return response


def put_by() -> SpooledTemporaryFile[bytes]:
    """A nameless temporary file for data in transit. It disappears when it is closed."""
    # In the data folder, since the system folder for temporary files is often in memory too.
    return SpooledTemporaryFile(IN_MEMORY, dir=str(place.settings().data_dir))


def _read(file: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with file:
        while data := file.read(AT_A_TIME):
            yield data
