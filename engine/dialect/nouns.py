"""Nouns: what a process calls its cases, singular and plural: an idea, a question, a round."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.dialect.elements import Process

SINGULAR, PLURAL, ARTICLE = "caseNoun", "caseNounPlural", "caseArticle"
ENGLISH, ENGLISH_PLURAL = "caseNounEnglish", "caseNounEnglishPlural"
DUTCH = (SINGULAR, PLURAL, ARTICLE)
PROPERTIES = (*DUTCH, ENGLISH, ENGLISH_PLURAL)
"""The properties by which a process gives it: in Dutch all three or nothing, in English both or nothing."""
ARTICLES = ("de", "het")
LONGEST = 40
_WORD = re.compile(r"[^\W_]+(?:[ '’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Noun:
    """What a case is called. The article decides which words refer to it: *dit idee*, *deze vraag*."""

    singular: str
    plural: str
    article: str
    english: str = "case"
    english_plural: str = "cases"


ANY_CASE = Noun("zaak", "zaken", "de")
"""A case of a process that gives no noun, and cases of several processes together."""
_EARLIER: Mapping[str, Noun] = {
    "idee": Noun("idee", "ideeën", "het", "idea", "ideas"),
    "vraag-kernteam": Noun("vraag", "vragen", "de", "question", "questions"),
    "wijkverkiezing": Noun("ronde", "rondes", "de", "round", "rounds"),
}
"""For our own processes from before these properties existed: such versions still run, and never change."""


def is_noun(text: str) -> bool:
    """Whether it can be a noun: letters and digits, with a space, hyphen or apostrophe between them."""
    told = _spell(text)
    return len(told) <= LONGEST and _WORD.fullmatch(told) is not None and any(map(str.isalpha, told))


def own_noun(process: Process) -> Noun | None:
    """The noun that the process gives itself; None if it gives nothing or is incomplete."""
    told = tuple(process.properties.get(name, "") for name in PROPERTIES)
    return (_read(*told) if any(told) else None) or _EARLIER.get(process.id)


def noun_of(process: Process) -> Noun:
    """What a case that began with this process is called, whatever processes it has called since."""
    return own_noun(process) or ANY_CASE


@lru_cache(maxsize=256)
def _read(singular: str, plural: str, article: str, english: str, english_plural: str) -> Noun | None:
    if not (is_noun(singular) and is_noun(plural) and article in ARTICLES):
        return None
    if not (is_noun(english) and is_noun(english_plural)):
        english, english_plural = ANY_CASE.english, ANY_CASE.english_plural
    return Noun(_spell(singular), _spell(plural), article, _spell(english), _spell(english_plural))


def _spell(text: str) -> str:
    """With each accented letter as one character; some keyboards send two."""
    return unicodedata.normalize("NFC", text)
