"""Words: asking for a sentence in the reader's language. The Dutch in the code is the original and the key."""

from __future__ import annotations

import flask_babel
from flask_babel import LazyString


def _(text: str, **values: object) -> str:
    """The sentence, with the values filled in."""
    return str(flask_babel.gettext(text, **values))


def _n(one: str, many: str, number: int, **values: object) -> str:
    """The sentence for one, or the one for more; `num` is the number."""
    return str(flask_babel.ngettext(one, many, number, **values))


def _l(text: str) -> LazyString:
    """A sentence that is looked up when it is shown, for tables that are made before there is a reader."""
    return flask_babel.lazy_gettext(text)
