"""The texts of the commands: operators read Dutch, in the help and in refusals by click or the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from engine.cli.clickwords import PLURALS, SENTENCES
from engine.cli.refusals import explain_refusal
from engine.errors import (
    Conflict,
    DiagramRefused,
    EngineError,
    ExecutionFailed,
    HistoryBroken,
    NotAllowed,
    NotFound,
    RepairRefused,
    Unavailable,
)
from web.cli import main

ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the and with for which this that show usage option options commands command arguments args text integer range "
        "default required error file directory message exit path by when what give asked missing invalid value not",
    )
)


def commands(group: click.Group, *before: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from commands(command, *before, name)


EVERY = [(), *commands(main)]


def words_of(text: str) -> set[str]:
    """The words of a help page, without the names of commands and options and without their values."""
    told = re.sub(r"\[[a-z]+\|[^\]]*\]|--?[\w-]+|smederij [\w-]+|‘[^’]*’", " ", text)
    return set(re.findall(r"[a-z]+", told.lower()))


@pytest.mark.parametrize("command", EVERY, ids=lambda found: " ".join(found) or "smederij")
def test_the_help_is_dutch(command: tuple[str, ...]) -> None:
    told = CliRunner().invoke(main, [*command, "--help"], prog_name="smederij").output
    # Command names are typed literally.
    named = {word for path in EVERY for word in "-".join(path).split("-")}

    assert told.startswith("Gebruik: smederij")
    assert words_of(told) & (ENGLISH - named) == set()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nergens", "Fout: Het commando ‘nergens’ bestaat niet."),
        ("verifi", "Fout: Het commando ‘verifi’ bestaat niet. Bedoelde u 'verify'?"),
        ("verify --snel", "Fout: De optie ‘--snel’ bestaat niet."),
        ("check", "Fout: Er ontbreekt een argument: 'MAP'."),
        ("check nergens", "Fout: 'MAP' klopt niet: ‘nergens’ bestaat niet."),
        ("check . nog iets", "Fout: Dit is te veel: nog iets."),
        ("erase IDEE-2026-0001", "Fout: Er ontbreekt een optie: '--reason'."),
        ("erase IDEE-2026-0001 --reason", "Fout: Zet achter ‘--reason’ wat u ermee bedoelt."),
        ("serve --port veel", "Fout: '--port' klopt niet: ‘veel’ is geen geheel getal."),
        ("serve --port 0", "Fout: '--port' klopt niet: 0 valt buiten 1<=x<=65535."),
        ("user add bo --group bakker", "Fout: '--group' klopt niet: ‘bakker’ kan niet. Kies uit: 'auditor',"),
        ("serve --demo=ja", "Fout: Achter de optie ‘--demo’ hoort niets."),
    ],
    ids=lambda given: given[:30],
)
def test_what_was_typed_wrong_is_told_in_dutch_with_status_2(typed: str, said: str) -> None:
    done = CliRunner().invoke(main, typed.split(), prog_name="smederij")

    assert done.exit_code == 2
    assert said in done.output


def test_who_typed_something_wrong_reads_where_the_help_is() -> None:
    done = CliRunner().invoke(main, ["user", "blok"], prog_name="smederij")

    assert done.output.splitlines()[:2] == [
        "Gebruik: smederij user [OPTIES] COMMANDO …",
        "Uitleg: smederij user --help",
    ]


def test_two_passwords_that_differ_are_told_in_dutch(tmp_path: Path) -> None:
    typed = "geheim-woord\nander-woord\ngeheim-woord\ngeheim-woord\n"

    done = CliRunner().invoke(
        main,
        ["user", "add", "bo", "--name", "Bo", "--group", "beheerder"],
        input=typed,
        env={"SMEDERIJ_DATA_DIR": str(tmp_path)},
    )

    assert done.exit_code == 0
    assert "Nog een keer, om zeker te zijn" in done.output
    assert "Fout: Dit was niet twee keer hetzelfde." in done.output


def test_the_version_is_told_in_dutch() -> None:
    done = CliRunner().invoke(main, ["--version"], prog_name="smederij")

    assert re.fullmatch(r"smederij, versie \d+\.\d+\.\d+\n", done.output)


def test_each_english_sentence_is_one_that_click_says() -> None:
    """A newer click may use other words; then ours would never be shown."""
    source = "".join(file.read_text(encoding="utf-8") for file in Path(click.__file__).parent.glob("*.py"))
    as_said = {*SENTENCES, *(one for pair in PLURALS for one in pair)}

    assert [said for said in sorted(as_said) if said.replace("\n", "\\n").replace("\t", "\\t") not in source] == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Unavailable(), "De database is niet te bereiken, vol, of te druk"),
        (NotFound("account", "jo"), "Er is geen account ‘jo’."),
        (NotFound("process", "oud"), "Er is geen stappenplan ‘oud’."),
        (NotFound("migration", "7"), "Er is geen overzetting ‘7’."),
        (NotFound("entry", "besluitenregister/9"), "Er is geen regel ‘besluitenregister/9’."),
        (NotAllowed("erase_cases"), "Dit account mag dit niet."),
        (Conflict("processes are in use already"), "Intussen is er iets veranderd."),
        (HistoryBroken(12, "changed", None), "De geschiedenis klopt niet: gebeurtenis 12 is veranderd."),
        (
            HistoryBroken(13, "missing", "een zaak"),
            "vóór gebeurtenis 13 is er een weggehaald of ertussen gezet.",
        ),
        (RepairRefused({"reden": "required"}), "Schrijf bij --reason op waarom u dit doet."),
        (DiagramRefused("no process.bpmn found here or in a folder below", source="map"), "map: hier en in de mappen"),
        (ExecutionFailed("no_such", element="Taak", process="idee"), "idee/Taak"),
    ],
    ids=lambda given: type(given).__name__ if isinstance(given, EngineError) else "",
)
def test_a_refusal_of_the_engine_is_told_in_dutch(error: EngineError, said: str) -> None:
    assert said in explain_refusal(error)
