"""Proof words: what does not match the history, in the sentences of `smederij verify`, for the reader’s language."""

from __future__ import annotations

from collections.abc import Mapping

import engine
from web.messages import Words
from web.words import _l

ALL = sorted(s for told in (engine.PROOF_THINGS, engine.PROOF_REASONS, engine.PROOF_BROKEN) for s in told.values())
"""These to be translated too, though they do not stand here."""


def _later(sentences: Mapping[str, str]) -> Words:
    return {key: _l(sentence) for key, sentence in sentences.items()}


THINGS, REASONS, BROKEN = _later(engine.PROOF_THINGS), _later(engine.PROOF_REASONS), _later(engine.PROOF_BROKEN)
NO_SEAL: Words = {
    "altered": _l("Dit bewijs is veranderd sinds het werd gemaakt. Kies het bestand zoals u het hebt opgehaald."),
    "newer": _l("Dit bewijs is van een nieuwere versie van Smederij."),
    "unreadable": _l(
        "Dit bestand is geen bewijs van Smederij, of het is niet heel. Kies het bestand dat u hier ophaalde."
    ),
}
