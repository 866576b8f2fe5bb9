"""Words: looking up a sentence in the reader's language. The Dutch in the code is the original and the key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import flask_babel
from flask import Flask, g, has_app_context
from flask_babel import LazyString
from markupsafe import Markup

SOURCE = "nl"
"""The language of the texts in the code."""
LANGUAGES = {"nl": "Nederlands", "en": "English"}
_KEPT = "smederij_translations"


def _(text: str, **values: object) -> str:
    """The sentence, with the values filled in."""
    found = _translate(text)
    return found % values if values else found


def _n(one: str, many: str, number: int, **values: object) -> str:
    """The singular or the plural sentence; `num` is the number."""
    return _translate_plural(one, many, number) % {"num": number, **values}


def _l(text: str) -> LazyString:
    """A sentence that is looked up when it is shown, for tables that are built before there is a reader."""
    return LazyString(_, text)


def register(app: Flask) -> None:
    """Give the templates the same texts, in the same way."""
    app.jinja_env.install_gettext_callables(_translate, _translate_plural, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(_=_in_page, gettext=_in_page)
    app.context_processor(_for_page)


def _in_page(text: str, **values: object) -> Markup:
    """Like Jinja's own function, which needs four calls per text."""
    return _fill(_translations(), text, values)


def _for_page() -> dict[str, Callable[..., Markup]]:
    """The same for one page, which has dozens of texts, all in one language."""
    translations = _translations()

    def say(text: str, **values: object) -> Markup:
        return _fill(translations, text, values)

    return {"_": say, "gettext": say}


def _fill(translations: Any, text: str, values: Mapping[str, object]) -> Markup:
    found = _written(translations, text)
    # Also without values: a percent sign is doubled in the text.
    return found % values if values or "%" in found else found


@lru_cache(maxsize=8_192)
def _written(translations: Any, text: str) -> Markup:
    """A sentence of ours, which may contain markup. Values filled in are escaped."""
    return Markup(translations.ugettext(text))  # noqa: S704


def _translate(text: str) -> str:
    return str(_translations().ugettext(text))


def _translate_plural(one: str, many: str, number: int) -> str:
    return str(_translations().ungettext(one, many, number))


def _translations() -> Any:
    """The translations for the reader's language. Flask-Babel would look them up again for every text of a page."""
    if not has_app_context():
        return flask_babel.get_translations()
    found = g.get(_KEPT)
    if found is None:
        found = flask_babel.get_translations()
        setattr(g, _KEPT, found)
    return found
