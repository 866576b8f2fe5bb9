"""Shared: what all applications in one server process have in common: the code of templates."""

from __future__ import annotations

from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_templates: dict[str, tuple[str, Any]] = {}


class Templates(BytecodeCache):
    """The code of each template, as long as its text stays what it was.

    To read and compile the templates of one page takes longer than to show ten. Code depends on how an environment is
    set up as well, and `create_app` sets all of them up alike.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = _templates.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        _templates[bucket.key] = (bucket.checksum, bucket.code)


def register(app: Flask) -> None:
    """Let an application use templates that others have compiled. Call this before its first template."""
    app.jinja_env.bytecode_cache = Templates()
