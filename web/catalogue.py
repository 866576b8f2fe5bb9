"""Catalogue: which texts of the pages must be translated, and into which languages.

Dutch is the source language, so only other languages have a file under `translations/`. The command
`python -m web.catalogue` updates those files to the texts that the pages use; the build compiles them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from web.proving.words import ALL
from web.words import LANGUAGES, SOURCE

HERE = Path(__file__).parent
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "_n": (1, 2)}


def path_of(language: str) -> Path:
    return HERE / "translations" / language / "LC_MESSAGES" / "messages.po"


def collect() -> Catalog:
    """Every text of the pages that is marked for translation, and the sentences that they share with a command."""
    catalog = Catalog(project="Smederij", charset="utf-8")
    methods = [("**/templates/**.html", "jinja2.ext.babel_extract"), ("**.py", "python")]
    options = {"**/templates/**.html": {"trimmed": "true"}}
    found = extract_from_dir(HERE, methods, options, keywords=KEYWORDS)
    for name, line, message, comments, context in found:
        catalog.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    for sentence in ALL:
        catalog.add(sentence, locations=[("proving/words.py", 0)])
    return catalog


def update(language: str) -> tuple[int, int]:
    """Add new texts to a language's file and drop unused ones; how many there are, and how many are untranslated."""
    path = path_of(language)
    known = read(language) if path.exists() else Catalog(locale=language)
    words = collect()
    fresh = Catalog(
        locale=language,
        project="Smederij",
        version="1",
        msgid_bugs_address="none",
        last_translator="none",
        language_team="none",
        header_comment=f"# The words of the pages in {LANGUAGES[language]}.",
        creation_date=known.creation_date,
        fuzzy=False,
        charset="utf-8",
    )
    for message in words:
        if message.id:
            was = known.get(message.id)
            fresh.add(message.id, was.string if was else None, locations=message.locations, flags=message.flags)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=110, sort_output=True, include_lineno=False)
    return len(fresh), len(untranslated(fresh))


def read(language: str) -> Catalog:
    """The file of a language."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def untranslated(catalog: Catalog) -> list[str]:
    """The texts that have no translation."""
    return [
        str(message.id)
        for message in catalog
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


if __name__ == "__main__":
    for name in LANGUAGES:
        if name != SOURCE:
            total, missing = update(name)
            sys.stdout.write(f"{name}: {total} messages, {missing} not translated\n")
