"""Shared: what all applications in one server process have in common: compiled templates."""

from __future__ import annotations

from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_templates: dict[str, tuple[str, Any]] = {}


class Templates(BytecodeCache):
    """The compiled code of each template, as long as its text is unchanged.

    Reading and compiling the templates of one page takes longer than showing ten. The code also depends on how the
    environment is set up, and `create_app` sets them all up alike.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = _templates.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        _templates[bucket.key] = (bucket.checksum, bucket.code)


def register(app: Flask) -> None:
    """Let an application use templates that others have compiled. Call this before it uses its first template."""
    app.jinja_env.bytecode_cache = Templates()
