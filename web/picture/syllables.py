"""Syllables: where a word that is too long for its line may be broken, by rough rules that suit Dutch."""

from __future__ import annotations

import unicodedata

_VOWELS = frozenset("aeiouy")
_ONSETS = frozenset(
    {
        "bl",
        "br",
        "dr",
        "fl",
        "fr",
        "gl",
        "gr",
        "kl",
        "kn",
        "kr",
        "kw",
        "pl",
        "pr",
        "sch",
        "schr",
        "sl",
        "sp",
        "st",
    }
    | {"tr", "tw", "vl", "vr", "zw"}
)
"""Consonants that begin a syllable together."""
_KEPT = tuple(onset for onset in _ONSETS if not onset.startswith("s"))
"""Those that are never parted; an s may as well be the one that joins a compound (`bestuurs-lid`)."""
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")


def choose_break(word: str, most: int) -> int:
    """How many characters stay on the line when at most `most` fit; at least one, never half of a character.

    A syllable after a cluster of consonants is taken to be the next part of a compound (`ontvangst-bevestiging`),
    and preferred to one that would fill the line better.
    """
    most = max(1, min(most, len(word) - 1))
    places = [place for place in range(max(3, most * 2 // 5), most + 1) if _begins_syllable(word, place)]
    if places:
        return max(places, key=lambda place: (_count_consonants(word, place), place))
    while most > 1 and _joins(word[most - 1], word[most]):
        most -= 1
    return most


def takes_hyphen(head: str, tail: str) -> bool:
    """Whether a break between these two needs a hyphen: only inside a word in Latin letters."""
    return head[-1:].isalpha() and ord(head[-1]) < 0x250 and tail[:1].isalpha()


def _begins_syllable(word: str, place: int) -> bool:
    """Before a consonant, or a group that syllables begin with, between vowels."""
    after = word[place : place + 5].lower()
    onset = after[: next((index for index, letter in enumerate(after) if letter in _VOWELS), 0)]
    if not (len(onset) == 1 or onset in _ONSETS) or len(word) - place < 3:
        return False
    before = word[:place].lower()
    if not (before + after).isascii() or not (before[-3:] + after[:3]).isalpha():
        return False
    if before[-1] + after[0] in _KEPT or before[-1] + after[0] == "ch" or before.endswith("sch"):
        return False
    return not (before[-1] == "s" and after.startswith("ch")) and bool(_VOWELS & set(before))


def _count_consonants(word: str, place: int) -> int:
    letters = word[:place].casefold()
    return len(letters) - len(letters.rstrip("bcdfghjklmnpqrstvwxz"))


def _joins(before: str, after: str) -> bool:
    return bool(unicodedata.combining(after)) or after in _JOINERS or before == "\u200d"
