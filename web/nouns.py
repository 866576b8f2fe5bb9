"""Nouns: what one case of a process is called, in the forms that sentences need, in the reader's language.

A sentence gets all forms at once and names the ones it needs: `_("Alles over %(this_case)s", **noun)`. The word comes
from a diagram: it is filled in as text, so a page escapes it just like a title.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from flask import Flask

import engine
from web import text
from web.words import SOURCE

Forms = Mapping[str, str]


def called(noun: engine.Noun) -> Forms:
    """The forms of a word: `case`, `cases`, `the_case`, `this_case`, `each_case`, `same_case`, and `that`, which refers
    back to it (een idee *dat*, een vraag *die*). `Case`, `This_case` and so on are for the start of a sentence.
    """
    return _forms(noun, text.language() == SOURCE)


def called_in(*process_ids: str) -> Forms:
    """The same for the cases of several processes; *zaak* where they have different names, or none."""
    return called(engine.find_noun(*process_ids))


def called_in_change(change: engine.ChangeView) -> Forms:
    """The same for the cases of the processes that a change is about, as currently in use."""
    return called_in(*(part.process_id for part in change.parts))


@lru_cache(maxsize=256)
def _forms(noun: engine.Noun, dutch: bool) -> Forms:
    forms = _dutch(noun) if dutch else _english(noun)
    capitals = {begin(name): begin(form) for name, form in forms.items() if name != "that"}
    return MappingProxyType({**forms, **capitals})


def _dutch(noun: engine.Noun) -> dict[str, str]:
    one, neuter = noun.singular, noun.article == "het"
    return {
        "case": one,
        "cases": noun.plural,
        "the_case": f"{noun.article} {one}",
        "this_case": f"{'dit' if neuter else 'deze'} {one}",
        "each_case": f"{'elk' if neuter else 'elke'} {one}",
        "same_case": f"{'hetzelfde' if neuter else 'dezelfde'} {one}",
        "that": "dat" if neuter else "die",
    }


def _english(noun: engine.Noun) -> dict[str, str]:
    one = noun.english
    words = {"the_case": "the", "this_case": "this", "each_case": "each", "same_case": "the same"}
    told = {name: f"{word} {one}" for name, word in words.items()}
    return {"case": one, "cases": noun.english_plural, **told, "that": "that"}


def begin(word: str) -> str:
    """Capitalise the first letter; of a Dutch ij both letters (IJsbaan). The rest is unchanged: Wmo-aanvraag."""
    length = 2 if word.startswith("ij") else 1
    return word[:length].upper() + word[length:]


def register(app: Flask) -> None:
    """Give templates the forms of a word, and a filter to start a sentence with one that is mid-sentence elsewhere."""
    app.jinja_env.globals.update(called=called)
    app.jinja_env.filters["with_capital"] = begin
