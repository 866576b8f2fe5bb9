"""A municipality other than the one this was made for: its own name and group names appear, ours nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from click.testing import CliRunner

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.cli.commands import main
from engine.dialect.folder import ProcessFiles
from engine.municipality import transaction
from engine.versions import definitions
from tests.conftest import STOCK, TestClock
from tests.engine.diagrams import chain, end, folder, properties, start
from tests.engine.posting import INA, START, job

TEXTS = sorted([*STOCK.rglob("mails/*.md"), *STOCK.rglob("letters/*.md")])
MAIL = "Onderwerp: Ontvangen in {{ gemeente }}\n\n{{ aanhef }},\n\nDank u.\n\nDe Smederijen van {{ gemeente }}\n"


@pytest.fixture
def meppel(database_url: str, tmp_path: Path, clock: TestClock) -> Iterator[engine.Municipality]:
    """A municipality with its own name and its own housing association."""
    settings = engine.load_settings(
        {"SMEDERIJ_MUNICIPALITY": "Meppel", "SMEDERIJ_GROUP_NAMES": "domesta=Woonstichting De Brug"},
        data_dir=tmp_path,
        database_url=database_url,
        secret_key="not secret in tests",
    )
    place = engine.open_municipality(settings, clock)
    with engine.at(place):
        yield place
    place.close()


def thanking() -> ProcessFiles:
    return folder(
        start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
        job("Bedanken", "mail", {"template": "bedankt", "to": "indiener"}),
        end("Klaar"),
        chain("Begin", "Bedanken", "Klaar"),
        process="dank",
        files={"forms/insturen.form": START, "mails/bedankt.md": MAIL.encode()},
    )


@pytest.mark.parametrize("file", TEXTS, ids=[file.stem for file in TEXTS])
def test_no_mail_or_letter_of_the_stock_names_the_municipality_by_itself(file: Path) -> None:
    assert "Hoogeveen" not in file.read_text(encoding="utf-8")


def test_a_mail_names_the_municipality_of_the_settings(meppel: engine.Municipality, tmp_path: Path) -> None:
    with transaction() as session:
        definitions.put_in_use(session, "dank", thanking(), "systeem")
    engine.start_case("dank", {**INA, "mail": "ina@voorbeeld.invalid"}, None)
    engine.run_worker_once()

    (file,) = (tmp_path / "mail").glob("*.eml")
    sent = message_from_bytes(file.read_bytes(), policy=default)

    assert sent["Subject"] == "Ontvangen in Meppel"
    assert sent.get_content().splitlines()[-1] == "De Smederijen van Meppel"


def test_groups_are_called_as_the_municipality_calls_them(meppel: engine.Municipality) -> None:
    names = engine.group_names()

    assert (names["domesta"], names["gemeente"]) == ("Woonstichting De Brug", "Gemeente Meppel")
    assert names["politie"] == "Politie"


def test_who_draws_a_process_chooses_from_those_names(meppel: engine.Municipality) -> None:
    with transaction() as session:
        definitions.put_in_use(session, "dank", thanking(), "systeem")
        (owner,) = add_accounts(session, [NewAccount("eva", "Eva", "geheim-woord", ("proceseigenaar",))])
    change_id = engine.begin_change("dank", owner)

    words = engine.describe_words(change_id, "dank", owner)

    assert {choice.id: choice.name for choice in words.groups}["domesta"] == "Woonstichting De Brug"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("bakker=De Bakker", "group_names (uit SMEDERIJ_GROUP_NAMES) kent de groep bakker niet. Kies uit: auditor,"),
        ("domesta", "group_names (uit SMEDERIJ_GROUP_NAMES) moet bestaan uit groep=naam, met komma’s ertussen."),
        ("domesta=", "group_names (uit SMEDERIJ_GROUP_NAMES) geeft de groep domesta geen naam."),
    ],
)
def test_a_name_for_what_is_no_group_is_refused(given: str, said: str) -> None:
    with pytest.raises(engine.ConfigurationRefused) as refusal:
        engine.load_settings({"SMEDERIJ_GROUP_NAMES": given})

    assert said in str(refusal.value)


def test_the_stock_can_be_copied_without_a_database_to_be_changed(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main, ["export", str(tmp_path / "eigen"), "--stock"], env={"SMEDERIJ_DATA_DIR": "nergens"}
    )

    assert done.exit_code == 0, done.output
    assert {folder.name for folder in (tmp_path / "eigen").iterdir()} == {
        folder.parent.name for folder in STOCK.glob("*/process.bpmn")
    }
    assert not Path("nergens").exists()


def test_a_folder_that_has_been_changed_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "idee").mkdir()

    done = CliRunner().invoke(main, ["export", str(tmp_path), "--stock"])

    assert done.exit_code == 1
    assert "Niets geschreven" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["idee"]


def test_the_guide_names_every_file_in_which_the_areas_of_a_municipality_stand() -> None:
    table = (STOCK / "behandeling/gebied.dmn").read_text(encoding="utf-8")
    areas = {f'"{name}"' for name in re.findall(r'<inputEntry[^>]*><text>"([^"]+)"</text>', table)}
    guide = (STOCK.parent / "docs/beheer.md").read_text(encoding="utf-8")

    found = [
        file.relative_to(STOCK).as_posix()
        for pattern in ("*/*.bpmn", "*/*.dmn", "*/forms/*.form")
        for file in STOCK.glob(pattern)
        if any(area in file.read_text(encoding="utf-8") for area in areas)
    ]

    assert len(found) > 3
    assert [name for name in found if f"`{name}`" not in guide] == []
