"""`smederij user list`, `away` and `back`: who there are and who is not there, on the machine itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

import engine
from engine.accounts import staffing
from engine.cli.commands import main
from tests.engine.conftest import Deploy, People
from tests.engine.leaving import holder, take, told_of_accounts, work

Run = Callable[..., Result]


def in_days(count: int) -> str:
    """A day, counted by the clock of the command, which is that of the machine."""
    return (datetime.now().astimezone(ZoneInfo("Europe/Amsterdam")).date() + timedelta(days=count)).isoformat()


@pytest.fixture
def taken(deploy: Deploy, people: People) -> engine.TaskView:
    """A task of the ondersteuning that the office has claimed."""
    deploy(work())
    return take(people.office)


@pytest.fixture
def run(place: engine.Municipality, people: People) -> Run:
    """Run a command in the municipality of the test. It uses the real clock, not that of the test."""
    settings = place.settings
    environment = {"SMEDERIJ_DATA_DIR": str(settings.data_dir), "SMEDERIJ_DATABASE_URL": settings.database}

    def give(*command: str) -> Result:
        return CliRunner().invoke(main, ["user", *command], env=environment)

    return give


def test_an_operator_reads_who_there_are_in_which_groups_and_who_is_blocked(run: Run, people: People) -> None:
    staffing.block_account("collega", people.operator)

    rows = {row.split("\t")[0]: row.split("\t")[1:] for row in run("list").output.splitlines()}

    assert rows["gebruikersnaam"] == ["naam", "stand", "groepen", "e-mail"]
    assert rows["kantoor"] == ["Oda Office", "actief", "ondersteuning", "oda@voorbeeld.invalid"]
    assert rows["collega"] == ["Otto Office", "geblokkeerd", "ondersteuning", "-"]


def test_the_list_can_be_of_one_group_and_of_who_can_come_in(run: Run, people: People) -> None:
    staffing.block_account("collega", people.operator)

    found = run("list", "--group", "ondersteuning", "--active").output.splitlines()

    assert [row.split("\t")[0] for row in found] == ["gebruikersnaam", "kantoor"]


def test_an_operator_reports_somebody_away_and_back_and_the_history_says_who_did(
    run: Run, taken: engine.TaskView, people: People
) -> None:
    until = in_days(3)

    gone = run("away", "kantoor", "--until", until, "--replacement", "collega", "--by", "beheerder")
    listed = run("list", "--group", "ondersteuning").output
    back = run("back", "kantoor", "--by", "beheerder")

    assert gone.output == (
        f"Oda Office is afwezig gemeld, van {in_days(0)} tot en met {until}\n"
        f"Naar wie vervangt: 1 taak van {taken.reference}\n"
    )
    assert f"kantoor\tOda Office\tafwezig t/m {until}\t" in listed
    assert back.output == "Oda Office is er weer. Taken blijven waar ze nu zijn.\n"
    assert holder(taken, people.colleague) == people.colleague.id
    who = "Bo Beheer (beheerder)"
    assert told_of_accounts(people.auditor) == [("planned", who), ("begun", who), ("ended", who)]


def test_said_again_it_changes_the_last_day(run: Run, people: People) -> None:
    run("away", "kantoor", "--until", in_days(3), "--by", "beheerder")

    again = run("away", "kantoor", "--until", in_days(9), "--by", "beheerder")

    assert again.output == f"Oda Office is afwezig gemeld, van {in_days(0)} tot en met {in_days(9)}\n"


def test_who_takes_over_does_not_change_once_it_has_begun_and_that_is_told(run: Run, people: People) -> None:
    run("away", "kantoor", "--until", in_days(3), "--by", "beheerder")

    again = run("away", "kantoor", "--until", in_days(9), "--replacement", "collega", "--by", "beheerder")

    assert (again.exit_code, "wie vervangt, ligt vast" in again.output) == (1, True)


def test_what_is_no_day_is_refused_in_dutch(run: Run, people: People) -> None:
    done = run("away", "kantoor", "--until", "11-12-2026", "--by", "beheerder")

    assert done.exit_code == 2
    assert "JJJJ-MM-DD" in done.output
    assert "does not match" not in done.output


def test_it_can_be_said_ahead(run: Run, people: People) -> None:
    ahead = run("away", "kantoor", "--from", in_days(5), "--until", in_days(9), "--by", "beheerder")

    assert ahead.output == f"Oda Office is afwezig gemeld, van {in_days(5)} tot en met {in_days(9)}\n"
    assert "\tactief\t" in run("list", "--group", "ondersteuning").output


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("away", "kantoor", "--until", in_days(-1)), "die dag is al geweest."),
        (("away", "kantoor", "--until", "2040-01-01"), "die dag ligt meer dan twee jaar weg."),
        (("away", "kantoor", "--from", in_days(5), "--until", in_days(2)), "de laatste dag ligt voor de eerste."),
        (("away", "kantoor", "--until", in_days(2), "--replacement", "kantoor"), "moet een ander zijn."),
        (("away", "kantoor", "--until", in_days(2), "--replacement", "regisseur"), "in geen van dezelfde groepen."),
        (("away", "kantoor", "--until", in_days(2), "--replacement", "niemand"), "Kijk met: smederij user list"),
        (("away", "niemand", "--until", in_days(2)), "Kijk met: smederij user list"),
        (("back", "kantoor"), "Oda Office is vandaag niet afwezig."),
    ],
    ids=["over", "far away", "before", "oneself", "another group", "no replacement", "no account", "not away"],
)
def test_what_cannot_be_is_refused_with_the_reason(
    run: Run, people: People, command: tuple[str, ...], said: str
) -> None:
    done = run(*command, "--by", "beheerder")

    assert done.exit_code == 1
    assert said in done.output


def test_two_absences_do_not_overlap(run: Run, people: People) -> None:
    run("away", "kantoor", "--from", in_days(5), "--until", in_days(9), "--by", "beheerder")

    second = run("away", "kantoor", "--from", in_days(7), "--until", in_days(12), "--by", "beheerder")

    assert (second.exit_code, f"van {in_days(5)} tot en met {in_days(9)}" in second.output) == (1, True)


def test_who_is_no_operator_reports_nobody_away(run: Run, people: People) -> None:
    done = run("away", "kantoor", "--until", in_days(2), "--by", "collega")

    assert (done.exit_code, "collega is geen beheerder" in done.output) == (1, True)
