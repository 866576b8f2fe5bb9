"""Disclosure: an operator finds everything that is held about a person and copies it, without anybody else's data."""

from __future__ import annotations

from datetime import date

import pytest

import engine
from engine.errors import NotAllowed, NotFound, RepairRefused
from engine.views import FileContents, HeldCase, HeldPerson
from tests.conftest import TestClock
from tests.engine.attaching import attaching
from tests.engine.conftest import Deploy, People
from tests.engine.going_on import bring_to_vote, cast
from tests.engine.posting import INA, posting
from tests.engine.proofs import prove
from tests.engine.stories import GIVEN
from tests.pictures import picture

WHY = "Verzoek 12"
MAIL = "ina@voorbeeld.invalid"


def find(wanted: str, people: People) -> list[str]:
    return [one.id for one in engine.find_people(wanted, people.operator)]


def copy(ids: list[str], people: People, *notes: int) -> list[HeldPerson | HeldCase | FileContents]:
    return list(engine.copy_disclosure(ids, people.operator, WHY, notes))


def the_case(ids: list[str], people: People, *notes: int) -> HeldCase:
    (case,) = (one for one in copy(ids, people, *notes) if isinstance(one, HeldCase))
    return case


@pytest.fixture
def posted(deploy: Deploy, people: People) -> engine.StartedCase:
    """A case of Ina that was decided, of which the letter has yet to be posted."""
    deploy(posting(registers=("besluitenregister",)))
    started = engine.start_case("post", {**INA, "mail": MAIL}, None)
    engine.complete_task(engine.list_team_tasks(people.office).items[0].id, people.office, {})
    return started


@pytest.mark.parametrize("wanted", [MAIL, "INA@voorbeeld.invalid", "ina inw", "Inwoner", "post-2026-0001"])
def test_somebody_is_found_by_what_they_tell_about_themselves(
    wanted: str, posted: engine.StartedCase, people: People
) -> None:
    found = engine.find_people(wanted, people.operator)

    assert [(one.name, one.email, one.cases) for one in found] == [
        ("Ina Inwoner", MAIL, ((posted.reference, "Bankje"),))
    ]


@pytest.mark.parametrize("wanted", ["", "i", "ina@voorbeeld", "%", "__", "Ina Anders", "ina\0b"])
def test_nobody_is_found_by_part_of_an_address_or_by_wildcards(
    wanted: str, posted: engine.StartedCase, people: People
) -> None:
    assert find(wanted, people) == []


def test_who_submitted_twice_is_found_twice_and_given_at_once(deploy: Deploy, people: People) -> None:
    deploy(posting())
    for title in ("Bankje", "Schommel"):
        engine.start_case("post", {**INA, "titel": title, "mail": MAIL}, None)

    told = copy(find(MAIL, people), people)

    assert [one.title for one in told if isinstance(one, HeldCase)] == ["Bankje", "Schommel"]
    assert len([one for one in told if isinstance(one, HeldPerson)]) == 2


def test_a_case_tells_what_its_submitter_gave_and_got(posted: engine.StartedCase, people: People) -> None:
    engine.mark_letters_sent([one.id for one in engine.list_letters(people.office).items], people.office)
    engine.complete_task(engine.list_team_tasks(people.office).items[0].id, people.office, {})

    case = the_case(find(MAIL, people), people)

    (given,) = case.answers
    (letter,) = case.letters
    assert [field.value for field in given.fields] == ["Bankje"]
    assert (letter.addressee, letter.address) == ("Ina Inwoner", ("Dorpsstraat 1", "7901 AA Hoogeveen"))
    assert "Uw plan gaat door." in letter.body
    assert [entry.columns for entry in case.entries] == [{"plan": "Bankje"}]
    assert (case.outcome, case.retention_class, case.unsent_letters) == ("klaar", "6.1.9", 0)
    assert {event.by for event in case.events} == {"person", "other"}


def test_what_was_not_announced_yet_is_not_announced_by_a_copy(posted: engine.StartedCase, people: People) -> None:
    case = the_case(find(MAIL, people), people)

    assert (case.letters, case.unsent_letters, case.entries) == ((), 1, ())


def test_what_others_filled_in_is_given_only_where_it_was_chosen(started: engine.StartedCase, people: People) -> None:
    (check,) = engine.list_team_tasks(people.office).items
    engine.complete_task(check.id, people.office, {"volledig": "true", "notitie": "De buurman klaagt vaak."})
    ids = find(str(GIVEN["naam"]), people)
    (note,) = engine.read_disclosure(ids, people.operator).cases[0].notes

    without, with_it = the_case(ids, people), the_case(ids, people, note.id)

    assert "De buurman klaagt vaak." in [field.value for field in note.answers.fields]
    assert (without.notes[0].given, without.notes[0].answers.fields) == (False, ())
    assert (with_it.notes[0].given, with_it.notes[0].answers) == (True, note.answers)


def test_no_vote_is_ever_given(started: engine.StartedCase, people: People) -> None:
    bring_to_vote(people)
    for member in people.members:
        cast(member, "voor")
    ids = find(str(GIVEN["naam"]), people)
    everything = range(1, 50)

    case = the_case(ids, people, *everything)

    assert [note.answers.task_name for note in case.notes] == ["Controleren"]


def test_no_colleague_is_named_and_looking_is_told_by_day(
    posted: engine.StartedCase, people: People, clock: TestClock
) -> None:
    for user in (people.office, people.colleague):
        engine.keep_viewing("case_contact", [posted.case_id], user)
    clock.turn(days=1)

    case = the_case(find(MAIL, people), people)

    looks = [(look.day, look.kind, look.people) for look in case.looks]
    assert (date(2026, 3, 2), "case_contact", 2) in looks
    assert (date(2026, 3, 3), "people", 1) in looks
    assert not any(name in repr(case) for name in ("Office", people.office.id))


def test_files_come_with_the_case_that_they_were_handed_in_with(deploy: Deploy, people: People) -> None:
    deploy(attaching())
    data = picture()
    file = engine.keep_start_file("tekening", None, "geheim", "bijlagen", "../plan.jpg", data)
    given: dict[str, str | list[str]] = {"titel": "Bankje", "naam": "Ina Inwoner", "bijlagen": [file]}
    engine.start_case("tekening", given, None, idempotency_key="geheim")
    engine.start_case("tekening", {"titel": "Schommel", "naam": "Iemand Anders"}, None)

    told = copy(find("Ina Inwoner", people), people)

    case, contents = told[-2:]
    assert isinstance(case, HeldCase)
    assert [one.id for one in case.files] == [file]
    assert isinstance(contents, FileContents)
    assert (contents.id, contents.data[:2]) == (file, b"\xff\xd8")


def test_an_account_tells_where_and_when_it_did_something_never_what(
    started: engine.StartedCase, people: People
) -> None:
    (check,) = engine.list_team_tasks(people.office).items
    engine.complete_task(check.id, people.office, {"volledig": "true", "notitie": "Een aantekening."})
    engine.keep_viewing("case", [started.case_id], people.office)

    (told,) = copy([people.office.id], people)

    assert isinstance(told, HeldPerson)
    account = told.account
    assert account is not None
    assert (account.username, account.groups) == ("kantoor", ("ondersteuning",))
    assert [act.reference for act in account.acts] == [started.reference]
    assert [kind for _, kind in account.events] == ["account_added"]
    assert account.looked == ((date(2026, 3, 2), 1),)
    assert "aantekening" not in repr(told)


def test_looking_and_copying_are_kept_with_the_case_and_in_the_history(
    posted: engine.StartedCase, people: People
) -> None:
    ids = find(MAIL, people)
    engine.read_disclosure(ids, people.operator)
    copy(ids, people)

    seen = {one.kind for one in engine.list_case_viewings(posted.case_id, people.auditor).items}
    (given,) = engine.list_copies(people.operator)
    assert seen == {"people", "disclosure", "disclosure_file"}
    assert (given.by, given.reason, given.references) == ("Bo Beheer", WHY, (posted.reference,))
    assert prove().misfits == ()


def test_what_was_erased_is_not_held_any_more(posted: engine.StartedCase, people: People) -> None:
    ids = find(MAIL, people)
    engine.mark_letters_sent([one.id for one in engine.list_letters(people.office).items], people.office)
    engine.complete_task(engine.list_team_tasks(people.office).items[0].id, people.office, {})
    engine.erase_case(posted.reference, people.operator, "De indiener vroeg erom.")

    case = the_case(ids, people)

    assert find(MAIL, people) == []
    assert (case.erased, case.answers, case.letters, case.mails) == (True, (), (), ())


def test_only_an_operator_looks_for_people(posted: engine.StartedCase, people: People) -> None:
    ids = find(MAIL, people)

    for user in (people.office, people.auditor, people.director, engine.open_secret_link(posted.secret)):
        for act in (
            lambda user: engine.find_people(MAIL, user),
            lambda user: engine.read_disclosure(ids, user),
            lambda user: engine.copy_disclosure(ids, user, WHY),
            engine.list_copies,
        ):
            with pytest.raises(NotAllowed):
                act(user)


def test_a_copy_needs_a_reason_and_somebody(posted: engine.StartedCase, people: People) -> None:
    ids = find(MAIL, people)

    with pytest.raises(RepairRefused) as refused:
        engine.copy_disclosure(ids, people.operator, " ")
    for wrong in ([], ["niemand"], [*ids, "niemand"]):
        with pytest.raises(NotFound):
            engine.copy_disclosure(wrong, people.operator, WHY)

    assert refused.value.problems == {"reden": "required"}
    assert engine.list_copies(people.operator) == ()
