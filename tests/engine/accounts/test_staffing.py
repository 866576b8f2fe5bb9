"""`smederij user`: a new password, other groups, and an account that is blocked, on the machine itself."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from click.testing import CliRunner, Result

import engine
from engine import history
from engine.accounts import signing_in, staffing
from engine.cli.commands import main
from engine.municipality import reading
from tests.engine.conftest import Deploy, People
from tests.engine.stories import GIVEN, idea

Run = Callable[..., Result]
NEW = "\n".join(["ander-woord"] * 2)


@pytest.fixture
def run(place: engine.Municipality, people: People) -> Run:
    """Run a command in the municipality of the test, in somebody's name, with what is typed at its prompts."""
    settings = place.settings
    environment = {"SMEDERIJ_DATA_DIR": str(settings.data_dir), "SMEDERIJ_DATABASE_URL": settings.database}

    def give(*command: str, typed: str = "", by: str | None = "beheerder") -> Result:
        acting = () if by is None else ("--by", by)
        return CliRunner().invoke(main, ["user", *command, *acting], env=environment, input=typed)

    return give


@pytest.fixture
def taken(deploy: Deploy, people: People) -> engine.TaskView:
    """A task of the ondersteuning that the office has claimed."""
    deploy(idea())
    engine.start_case("voorbeeld", GIVEN, None)
    return engine.claim_task(engine.list_team_tasks(people.office).items[0].id, people.office)


def sign_in(username: str, password: str) -> str:
    return engine.sign_in(username, password, address="a").token


def test_an_account_without_a_password_is_for_the_sign_in_service_only(run: Run) -> None:
    made = run("add", "nieuw", "--name", "Nieuwe Collega", "--group", "ondersteuning", "--no-password")

    assert made.exit_code == 0, made.output
    for password in ("", "geheim-woord"):
        with pytest.raises(engine.SignInRefused):
            sign_in("nieuw", password)
    identity = engine.Identity("https://inloggen.voorbeeld.invalid", "n-1", "nieuw")
    assert engine.sign_in_by_service(identity).user.name == "Nieuwe Collega"


def test_the_password_of_a_new_account_is_asked_for_twice(run: Run) -> None:
    made = run("add", "nieuw", "--name", "Nieuwe Collega", typed=NEW)

    assert made.exit_code == 0, made.output
    assert sign_in("nieuw", "ander-woord")


@pytest.mark.parametrize(
    "command", [("contact", "kantoor", "--email"), ("add", "nieuw", "--name", "Nieuw", "--no-password", "--email")]
)
def test_what_is_no_address_is_refused(run: Run, people: People, command: tuple[str, ...]) -> None:
    refused = run(*command, "oda@")

    assert refused.exit_code == 1
    assert "een e-mailadres dat klopt." in refused.output
    assert engine.read_digest_choice(people.office).address == "oda@voorbeeld.invalid"


def test_an_account_is_unlinked_by_a_command_that_tells_which_sessions_ended(run: Run) -> None:
    engine.sign_in_by_service(engine.Identity("https://inloggen.voorbeeld.invalid", "o-1", "kantoor"))

    done = run("unlink", "kantoor")

    assert done.exit_code == 0, done.output
    assert "is los van de inlogdienst. Afgemelde sessies: 1." in done.output


def test_a_new_password_that_was_typed_twice_takes_the_place_of_the_old_one(run: Run) -> None:
    done = run("password", "Kantoor", typed=NEW)

    assert done.exit_code == 0, done.output
    assert sign_in("kantoor", "ander-woord")
    with pytest.raises(engine.SignInRefused):
        sign_in("kantoor", "geheim-woord")


def test_a_new_password_ends_every_session_of_that_person_and_of_nobody_else(run: Run) -> None:
    theirs = [sign_in("kantoor", "geheim-woord") for _ in range(2)]
    of_another = sign_in("collega", "geheim-woord")

    done = run("password", "kantoor", "--password", "ander-woord")

    assert "Oda Office heeft een nieuw wachtwoord. Afgemelde sessies: 2." in done.output
    assert [engine.read_session(token) for token in theirs] == [None, None]
    assert engine.read_session(of_another) is not None


def test_who_forgot_a_password_need_not_wait_after_getting_a_new_one(run: Run) -> None:
    for number in range(6):
        with pytest.raises(engine.SignInRefused):
            engine.sign_in("kantoor", "fout", address=f"a{number}")

    run("password", "kantoor", "--password", "ander-woord")

    assert engine.sign_in("kantoor", "ander-woord", address="b").user.name == "Oda Office"


def test_a_password_that_is_too_short_changes_nothing(run: Run) -> None:
    token = sign_in("kantoor", "geheim-woord")

    refused = run("password", "kantoor", "--password", "kort")

    assert refused.exit_code == 1
    assert "Geen nieuw wachtwoord: geef een wachtwoord van 8 tot en met 200 tekens." in refused.output
    assert engine.read_session(token) is not None


def test_who_is_blocked_is_out_at_once_and_does_not_come_in_again(run: Run, people: People) -> None:
    token = sign_in("kantoor", "geheim-woord")

    done = run("block", "kantoor")

    assert "Oda Office kan niet meer inloggen. Afgemelde sessies: 1." in done.output
    assert engine.read_session(token) is None
    with pytest.raises(engine.SignInRefused):
        sign_in("kantoor", "geheim-woord")
    assert {a.username: a.active for a in engine.list_accounts(people.operator)}["kantoor"] is False


def test_what_a_leaver_had_taken_goes_back_to_the_group(run: Run, taken: engine.TaskView, people: People) -> None:
    done = run("block", "kantoor")

    assert f"Terug naar de groep: 1 taak van {taken.reference}" in done.output
    assert engine.claim_task(taken.id, people.colleague).assignee == people.colleague.id


def test_the_history_of_a_case_says_who_had_a_leavers_task_go_back(
    run: Run, taken: engine.TaskView, people: People
) -> None:
    run("block", "kantoor")

    with reading() as session:
        *_, last = history.read(session, taken.case_id)
        assert history.verify(session) > 0
    assert (last.kind, last.person_id) == ("task_released", people.operator.id)


def test_a_ballot_stays_with_who_left_and_the_operator_reads_so(
    run: Run, taken: engine.TaskView, people: People
) -> None:
    engine.complete_task(taken.id, people.office, {"volledig": "true", "notitie": "goed"})

    done = run("block", "lid-1")

    assert f"Blijft op naam staan: 1 taak van {taken.reference}" in done.output
    assert "Iemand gaat weg" in done.output
    assert engine.list_ballots(people.members[1])[0].my_task is not None


def test_who_is_no_longer_blocked_comes_in_with_the_same_password_and_groups(run: Run, people: People) -> None:
    before = sign_in("kantoor", "geheim-woord")
    run("block", "kantoor")

    done = run("unblock", "kantoor")

    assert "Oda Office kan weer inloggen, in: ondersteuning" in done.output
    assert engine.sign_in("kantoor", "geheim-woord", address="a").user == people.office
    assert engine.read_session(before) is None


def test_other_groups_count_at_once(run: Run) -> None:
    token = sign_in("kantoor", "geheim-woord")

    done = run("groups", "kantoor", "kernteam", "ondersteuning", "kernteam")

    assert "Oda Office zit nu in: kernteam, ondersteuning" in done.output
    user = engine.read_session(token)
    assert user is not None
    assert user.groups == {"kernteam", "ondersteuning"}


def test_what_was_taken_stays_with_who_is_still_in_its_group(run: Run, taken: engine.TaskView, people: People) -> None:
    run("groups", "kantoor", "kernteam", "ondersteuning")

    with pytest.raises(engine.TaskTaken):
        engine.claim_task(taken.id, people.colleague)


def test_what_was_taken_for_a_group_that_one_leaves_goes_back(run: Run, taken: engine.TaskView, people: People) -> None:
    done = run("groups", "kantoor", "kernteam")

    assert f"Terug naar de groep: 1 taak van {taken.reference}" in done.output
    assert engine.claim_task(taken.id, people.colleague).assignee == people.colleague.id


@pytest.mark.parametrize("group", ["bestaat-niet", "indiener"])
def test_a_group_that_no_account_can_be_in_is_refused_with_those_that_can(run: Run, people: People, group: str) -> None:
    refused = run("groups", "kantoor", "kernteam", group)

    assert refused.exit_code == 1
    assert f"Groepen niet veranderd: onbekende groep: {group}. Kies uit: auditor, beheerder," in refused.output
    assert engine.find_user("kantoor").groups == people.office.groups


@pytest.mark.parametrize(
    "command",
    [("password", "{}", "--password", "ander-woord"), ("block", "{}"), ("unblock", "{}"), ("groups", "{}", "kernteam")],
)
def test_a_name_that_nobody_has_is_told(run: Run, command: tuple[str, ...]) -> None:
    refused = run(*(part.format("niemand") for part in command))

    assert refused.exit_code == 1
    assert "Er is geen account ‘niemand’. Kijk met: smederij user list" in refused.output


@pytest.mark.parametrize("command", [("block", "beheerder"), ("groups", "beheerder", "auditor", "beheerder")])
def test_the_last_who_can_manage_accounts_stays(run: Run, people: People, command: tuple[str, ...]) -> None:
    token = sign_in("beheerder", "geheim-woord")

    refused = run(*command)

    assert refused.exit_code == 1
    assert "‘beheerder’ is het laatste account dat accounts kan beheren" in refused.output
    assert engine.read_session(token) == people.operator


def test_an_operator_can_be_blocked_when_there_is_another(run: Run) -> None:
    run("groups", "kantoor", "beheerder")

    assert run("block", "beheerder").exit_code == 0
    assert "het laatste account" in run("block", "kantoor", by="kantoor").output


def test_of_two_operators_who_block_each_other_at_once_one_stays(run: Run, people: People) -> None:
    staffing.change_groups("kantoor", ["beheerder"], people.operator)

    def block(username: str) -> bool:
        try:
            staffing.block_account(username, people.operator)
        except staffing.LastOperator:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(copy_context().run, block, name) for name in ("kantoor", "beheerder")]
        done = [one.result() for one in asked]

    assert sorted(done) == [False, True]


@pytest.mark.parametrize(
    "act",
    [
        lambda by: staffing.change_password("collega", "ander-woord", by),
        lambda by: staffing.block_account("collega", by),
        lambda by: staffing.unblock_account("collega", by),
        lambda by: staffing.change_groups("collega", ["beheerder"], by),
        lambda by: staffing.release_tasks("collega", by),
        lambda by: staffing.change_contact("collega", "Een Ander", None, by),
        lambda by: engine.add_account(engine.NewAccount("nieuw", "Nieuw", "geheim-woord", ("beheerder",)), by),
        signing_in.list_accounts,
    ],
)
def test_only_an_operator_changes_accounts(people: People, act: Callable[[engine.User], object]) -> None:
    with pytest.raises(engine.NotAllowed):
        act(people.office)


def test_a_name_is_given_once_and_the_refusal_is_in_dutch(run: Run) -> None:
    refused = run("add", "kantoor", "--name", "Nog Een", "--password", "geheim-woord")

    assert refused.exit_code == 1
    assert "Geen account gemaakt: er is al een account ‘kantoor’. Kies een andere naam." in refused.output


def test_the_tasks_of_somebody_who_is_ill_go_back_to_their_group(
    run: Run, taken: engine.TaskView, people: People
) -> None:
    done = run("release", "kantoor")

    assert f"Terug naar de groep: 1 taak van {taken.reference}" in done.output
    assert [task.id for task in engine.list_team_tasks(people.colleague).items] == [taken.id]
    assert sign_in("kantoor", "geheim-woord")


def test_a_name_and_an_address_can_be_changed_and_the_history_says_so(run: Run, people: People) -> None:
    done = run("contact", "kantoor", "--name", "Oda Nieuw", "--email", "oda@voorbeeld.invalid")

    found = next(one for one in engine.list_accounts(people.operator) if one.username == "kantoor")
    event = engine.list_account_events(people.auditor).items[0]
    assert done.exit_code == 0, done.output
    assert (found.user.name, found.email) == ("Oda Nieuw", "oda@voorbeeld.invalid")
    assert (event.kind, event.facts["account"]) == ("account_contact_changed", people.office.id)


def test_an_empty_address_takes_it_away_and_leaves_the_name(run: Run, people: People) -> None:
    run("contact", "kantoor", "--email", "oda@voorbeeld.invalid")

    run("contact", "kantoor", "--email", "")

    found = next(one for one in engine.list_accounts(people.operator) if one.username == "kantoor")
    assert (found.user.name, found.email) == ("Oda Office", None)


def test_an_address_that_is_none_is_told(run: Run) -> None:
    done = run("contact", "kantoor", "--email", "geen-adres")

    assert done.output == "Fout: Niet veranderd: geef een naam, en een e-mailadres dat klopt.\n"


def test_who_says_nothing_to_change_is_told_what_can_be(run: Run) -> None:
    done = run("contact", "kantoor")

    assert done.exit_code == 2
    assert "Noem met --name of --email wat er verandert." in done.output
