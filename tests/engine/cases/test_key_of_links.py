"""The key of secret links: if it was lost, an operator is told, and can give every idea a working link again."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from click.testing import CliRunner

import engine
from engine import examining, history
from engine.accounts import staffing
from engine.accounts.adding import NewAccount, add_accounts
from engine.cli.commands import main
from engine.examining import Verdict
from engine.municipality import reading, transaction
from tests.conftest import TestClock
from tests.engine.conftest import People
from tests.engine.stories import GIVEN, idea
from web.cli import prepare


@pytest.fixture
def begun(place: engine.Municipality, people: People, deploy: object) -> engine.StartedCase:
    """An idea that was submitted when there was a different key."""
    assert callable(deploy)
    deploy(idea())
    return engine.start_case("voorbeeld", GIVEN, None)


@pytest.fixture
def with_another_key(
    begun: engine.StartedCase, place: engine.Municipality, tmp_path: Path, clock: TestClock
) -> Iterator[engine.Municipality]:
    settings = place.settings.model_copy(update={"secret_key": "another key, made when the old one was lost"})
    changed = engine.open_municipality(settings, clock)
    with engine.at(changed):
        yield changed
    changed.close()


def keys() -> list[Verdict]:
    return [one.verdict for one in examining.examine_work() if one.part == "sleutel"]


def test_the_key_that_made_the_links_is_well(begun: engine.StartedCase) -> None:
    assert keys() == [Verdict.WELL]


def test_a_key_that_is_gone_is_told_and_none_is_made(
    begun: engine.StartedCase, place: engine.Municipality, tmp_path: Path, clock: TestClock
) -> None:
    settings = place.settings.model_copy(update={"secret_key": ""})
    keyless = engine.open_municipality(settings, clock)

    with engine.at(keyless):
        told = keys()

    keyless.close()
    assert told == [Verdict.WRONG]
    assert not (tmp_path / "secret_key").exists()


def test_where_no_link_was_made_yet_there_is_nothing_to_say(place: engine.Municipality) -> None:
    assert keys() == []


def test_another_key_is_told(with_another_key: engine.Municipality) -> None:
    assert keys() == [Verdict.WRONG]


def test_a_server_that_starts_with_another_key_says_so(
    with_another_key: engine.Municipality, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(with_another_key.settings)

    assert "LET OP: de geheime links zijn met een andere sleutel gemaakt" in capsys.readouterr().err


def test_a_server_that_starts_with_the_same_key_says_nothing_of_it(
    begun: engine.StartedCase, place: engine.Municipality, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(place.settings)

    assert capsys.readouterr().err == ""


def test_the_command_gives_every_idea_a_link_that_works(
    with_another_key: engine.Municipality, begun: engine.StartedCase
) -> None:
    settings = with_another_key.settings
    environ = {
        "SMEDERIJ_DATA_DIR": str(settings.data_dir),
        "SMEDERIJ_DATABASE_URL": settings.database,
        "SMEDERIJ_SECRET_KEY": settings.secret_key,
    }

    done = CliRunner().invoke(main, ["renew-links", "--by", "beheerder"], env=environ)

    assert (done.exit_code, done.output.splitlines()[0]) == (0, "1 zaken hebben een nieuwe link")
    assert keys() == [Verdict.WELL]
    with pytest.raises(engine.NotFound):
        engine.open_secret_link(begun.secret)


def test_who_is_no_operator_renews_nothing(with_another_key: engine.Municipality) -> None:
    with transaction() as session:
        (owner,) = add_accounts(session, [NewAccount("eva", "Eva", "geheim-woord", ("proceseigenaar",))])

    with pytest.raises(engine.NotAllowed):
        engine.renew_links(owner)


def test_links_are_renewed_beside_other_work_on_the_history_of_the_municipality(
    place: engine.Municipality, people: People
) -> None:
    all_are_there = Barrier(6)

    def act(number: int) -> None:
        with engine.at(place):
            all_are_there.wait(20)
            if number % 2:
                engine.renew_links(people.operator)
            else:
                staffing.change_contact("collega", f"Otto {number}", None, people.operator)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(act, range(6)))

    with reading() as session:
        assert history.verify(session) == 6 + len(people.members) + 5
