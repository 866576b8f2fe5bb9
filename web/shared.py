"""Shared: what is made once for all applications of a process of the computer: code of templates, and of addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

_templates: dict[str, tuple[str, Any]] = {}
_writers: dict[tuple[str, bool], Callable[..., tuple[str, str]]] = {}


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


class Address(Rule):
    """An address, whose writers (for `url_for`) are made when they are first asked for.

    Werkzeug makes two of each at the start, which is four fifths of what it costs to make an application.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        make = super()._compile_builder
        if self.defaults or self.subdomain or self.host:
            return make(append_unknown)
        key = (self.rule, append_unknown)  # without those three, all that a writer is made of

        def write(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if key not in _writers:
                _writers[key] = make(append_unknown)
            return _writers[key](rule, **values)

        return write


def register(app: Flask) -> None:
    """Let an application take what others have made. Before its first template and its first address."""
    app.url_rule_class = Address
    app.jinja_env.bytecode_cache = Templates()
