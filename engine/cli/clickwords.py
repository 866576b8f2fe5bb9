"""Clickwords: click's English texts as the operators of a municipality read them, in Dutch.

click asks gettext for its texts. A gettext catalogue is a file that somebody has to compile, and is read only where
the environment asks for that language; a command must be Dutch wherever it is given. So click asks here instead. A
sentence that another version of click words differently stays English; a test compares ours with the version in use.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

SENTENCES: Mapping[str, str] = {
    "Usage:": "Gebruik:",
    "Options": "Opties",
    "Positional arguments": "Argumenten",
    "Commands": "Commando’s",
    "Show this message and exit.": "Deze uitleg tonen.",
    "default: {default}": "standaard: {default}",
    "required": "verplicht",
    "Error: {message}": "Fout: {message}",
    "Try '{command} {option}' for help.": "Uitleg: {command} {option}",
    "Aborted!": "Afgebroken.",
    "Missing command.": "Noem ook een commando.",
    "Missing argument": "Er ontbreekt een argument:",
    "Missing option": "Er ontbreekt een optie:",
    "No such option {name!r}.": "De optie ‘{name}’ bestaat niet.",
    "No such command {name!r}.": "Het commando ‘{name}’ bestaat niet.",
    "Option {name!r} does not take a value.": "Achter de optie ‘{name}’ hoort niets.",
    "Invalid value: {message}": "Dit klopt niet: {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} klopt niet: {message}",
    "{value!r} is not a valid {number_type}.": "‘{value}’ is geen geheel getal.",
    "{value} is not in the range {range}.": "{value} valt buiten {range}.",
    "{name} {filename!r} does not exist.": "‘{filename}’ bestaat niet.",
    "{name} {filename!r} is a file.": "‘{filename}’ is een bestand, en geen map.",
    "{name} {filename!r} is a directory.": "‘{filename}’ is een map, en geen bestand.",
    "{name} {filename!r} is not readable.": "‘{filename}’ mag niet worden gelezen.",
    "Choose from:\n\t{choices}": "Kies uit:\n\t{choices}",
    "Repeat for confirmation": "Nog een keer, om zeker te zijn",
    "Error: The two entered values do not match.": "Fout: Dit was niet twee keer hetzelfde.",
}
PLURALS: Mapping[tuple[str, str], str] = {
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"): "Dit is te veel: {args}.",
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."): (
        "Zet achter ‘{name}’ wat u ermee bedoelt."
    ),
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"): "Bedoelde u {possibilities}?",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."): "‘{value}’ kan niet. Kies uit: {choices}.",
}
"""Of one and of several in the same words."""

_ASKING: tuple[ModuleType, ...] = (core, decorators, exceptions, formatting, parser, termui, types)


def speak_dutch() -> None:
    """Have click say its own texts in Dutch, in this process and from now on."""
    for module in _ASKING:
        vars(module).update(
            {name: told for name, told in (("_", _say), ("ngettext", _say_of_many)) if name in vars(module)}
        )


def _say(sentence: str) -> str:
    return SENTENCES.get(sentence, sentence)


def _say_of_many(of_one: str, of_more: str, count: int) -> str:
    return PLURALS.get((of_one, of_more)) or (of_one if count == 1 else of_more)


class Command(click.Command):
    """A command whose usage line is Dutch."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[OPTIES]", **given})


class Group(click.Group):
    """A command with subcommands, all of whose usage lines are Dutch."""

    command_class = Command

    def __init__(self, *args: Any, **given: Any) -> None:
        words = {"options_metavar": "[OPTIES]", "subcommand_metavar": "COMMANDO …"}
        super().__init__(*args, **{**words, **given})
