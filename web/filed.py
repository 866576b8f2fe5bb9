"""Filed: a response that is too long for memory is written to a file first, and sent from there.

The database is let go before the first byte goes out: whoever reads slowly holds nothing up, and a fault on the way is
a page that says so, and not half a file that looks whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile

from flask import Response

from web import place

IN_MEMORY = 1_000_000
"""Bytes up to which there is no need of a file."""
AT_A_TIME = 65_536
"""Bytes that are read from it, to be sent."""


def send(name: str, kind: str, parts: Iterable[str]) -> Response:
    """Send parts one after the other, as a file of this name, which is one of ours: letters, digits, points, dashes."""
    file = put_by()
    try:
        for part in parts:
            file.write(part.encode())
    except BaseException:
        file.close()
        raise
    response = Response(_read(file), mimetype=kind)
    response.content_length = file.tell()
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.call_on_close(file.close)
    file.seek(0)
    return response


def put_by() -> SpooledTemporaryFile[bytes]:
    """A file of no name, for what is on its way. It is gone when it is closed."""
    # Where the data are, since the folder of the system for such files is often memory as well.
    return SpooledTemporaryFile(IN_MEMORY, dir=str(place.settings().data_dir))


def _read(file: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with file:
        while data := file.read(AT_A_TIME):
            yield data
