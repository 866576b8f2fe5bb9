"""Tasks and votes through the whole engine: who gets one, what if two want it, and that no typed text is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

import engine
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, folder, form, properties, start, user
from tests.engine.stories import GIVEN, idea


@pytest.fixture
def task(deploy: Deploy, people: People) -> engine.TaskView:
    """A task of the ondersteuning that nobody has claimed."""
    deploy(idea())
    engine.start_case("voorbeeld", GIVEN, None)
    return engine.list_team_tasks(people.office).items[0]


@pytest.fixture
def ballots(task: engine.TaskView, people: People) -> dict[str, engine.BallotView]:
    """An open vote: the ballot of each member, by name."""
    engine.complete_task(task.id, people.office, {"volledig": "true", "notitie": "goed"})
    return {member.name: engine.list_ballots(member)[0] for member in people.members}


def vote(member: engine.User, choice: str) -> None:
    mine = engine.list_ballots(member)[0].my_task
    assert mine is not None
    engine.complete_task(mine.id, member, {"keuze": choice, "reden": "zomaar"})


def test_a_team_sees_its_own_tasks_only(task: engine.TaskView, people: People) -> None:
    assert engine.list_team_tasks(people.colleague).total == 1
    assert engine.list_team_tasks(people.director).total == 0
    assert engine.list_team_tasks(people.auditor).total == 0


def test_the_first_who_asks_gets_the_task_and_the_second_is_told_who_has_it(
    task: engine.TaskView, people: People
) -> None:
    engine.claim_task(task.id, people.office)

    with pytest.raises(engine.TaskTaken) as refusal:
        engine.claim_task(task.id, people.colleague)

    assert refusal.value.by == "Oda Office"


@pytest.mark.parametrize(
    "act",
    [
        lambda user: engine.claim_task("0" * 32, user),
        lambda user: engine.release_task("0" * 32, user),
        lambda user: engine.delegate_task("0" * 32, user, user.id),
        lambda user: engine.save_draft("0" * 32, user, {}),
        lambda user: engine.complete_task("0" * 32, user, {}),
        lambda user: engine.recuse("0" * 32, user, "Mijn zus"),
    ],
    ids=["claim", "release", "delegate", "draft", "complete", "recuse"],
)
def test_a_task_that_is_not_there_is_not_found(people: People, act: Callable[[engine.User], object]) -> None:
    with pytest.raises(engine.NotFound):
        act(people.office)


def test_a_task_that_is_given_back_is_free_again(task: engine.TaskView, people: People) -> None:
    engine.claim_task(task.id, people.office)

    engine.release_task(task.id, people.office)

    assert engine.claim_task(task.id, people.colleague).assignee == people.colleague.id


def test_a_task_can_be_handed_to_a_colleague_and_to_nobody_else(task: engine.TaskView, people: People) -> None:
    engine.delegate_task(task.id, people.office, people.colleague.id)

    assert engine.list_my_tasks(people.colleague).total == 1
    with pytest.raises(engine.NotAllowed):
        engine.delegate_task(task.id, people.colleague, people.director.id)


def test_someone_of_another_group_cannot_even_read_the_task(task: engine.TaskView, people: People) -> None:
    for act in (engine.read_task, engine.claim_task):
        with pytest.raises(engine.NotAllowed):
            act(task.id, people.director)


def test_someone_of_another_group_keeps_no_draft_of_it(task: engine.TaskView, people: People) -> None:
    with pytest.raises(engine.NotAllowed):
        engine.save_draft(task.id, people.director, {"notitie": "meegeschreven"})


def test_a_draft_is_kept_as_typed_and_gone_when_the_task_is_done(task: engine.TaskView, people: People) -> None:
    engine.save_draft(task.id, people.office, {"notitie": "half een gedachte", "volledig": "misschien"})

    kept = engine.read_task(task.id, people.office).draft
    engine.complete_task(task.id, people.office, {"notitie": "klaar"})

    assert kept == {"notitie": ["half een gedachte"], "volledig": ["misschien"]}
    assert engine.list_drafts(people.office) == ()


def test_of_a_long_list_of_options_a_draft_keeps_all_that_were_chosen(deploy: Deploy, people: People) -> None:
    options = [{"value": f"straat_{number}", "label": f"Straat {number}"} for number in range(200)]
    asked = form("straten", field("straten", "checklist", values=options))
    deploy(folder(
        start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen")),
        user("Kiezen", form="straten"), end(), chain("Begin", "Kiezen", "Klaar"), files={"forms/straten.form": asked},
    ))  # fmt: skip
    engine.start_case("proef", {}, None)
    (task,) = engine.list_team_tasks(people.office).items
    chosen = [str(option["value"]) for option in options]

    engine.save_draft(task.id, people.office, {"straten": chosen})

    assert engine.read_task(task.id, people.office).draft == {"straten": chosen}


def test_of_a_draft_that_is_kept_again_the_last_is_there(
    task: engine.TaskView, people: People, clock: TestClock
) -> None:
    engine.save_draft(task.id, people.office, {"notitie": "half"})
    clock.turn(minutes=5)
    engine.save_draft(task.id, people.office, {"notitie": "half een gedachte"})

    detail = engine.read_task(task.id, people.office)

    assert (detail.draft, detail.draft_saved_at) == ({"notitie": ["half een gedachte"]}, clock())


def test_what_was_answered_to_a_task_is_shown_there_to_who_answered_it_and_to_no_colleague(
    task: engine.TaskView, people: People
) -> None:
    engine.complete_task(task.id, people.office, {"volledig": "true", "notitie": "tussen ons"})

    own, theirs = (engine.read_task(task.id, one).answers for one in (people.office, people.colleague))

    assert own["notitie"] == "tussen ons"
    assert theirs == {}


def test_a_draft_is_nobody_elses(task: engine.TaskView, people: People) -> None:
    engine.save_draft(task.id, people.office, {"notitie": "van mij"})

    assert engine.read_task(task.id, people.colleague).draft is None


def test_who_comes_second_is_told_who_did_it_and_loses_no_text(task: engine.TaskView, people: People) -> None:
    engine.complete_task(task.id, people.office, {"volledig": "true", "notitie": "gedaan"})

    with pytest.raises(engine.TaskClosed) as refusal:
        engine.complete_task(task.id, people.colleague, {"notitie": "mijn lange tekst"})

    assert (refusal.value.why, refusal.value.by) == ("completed", "Oda Office")
    assert [f.value for f in engine.list_drafts(people.colleague)[0].fields] == ["mijn lange tekst"]


def test_who_answers_a_task_that_another_has_taken_loses_no_text(task: engine.TaskView, people: People) -> None:
    engine.claim_task(task.id, people.office)

    with pytest.raises(engine.TaskTaken):
        engine.complete_task(task.id, people.colleague, {"notitie": "ook getypt"})

    assert [f.value for f in engine.list_drafts(people.colleague)[0].fields] == ["ook getypt"]


def test_wrong_answers_change_nothing(ballots: dict[str, engine.BallotView], people: People) -> None:
    mine = ballots["Lid 1"].my_task
    assert mine is not None

    with pytest.raises(engine.AnswersRefused) as refusal:
        engine.complete_task(mine.id, people.members[0], {"keuze": "blanco", "reden": "x"})

    assert refusal.value.problems["keuze"].code == "not_an_option"
    assert engine.list_ballots(people.members[0])[0].voted == 0


def test_of_two_who_answer_at_the_same_moment_one_wins_and_one_is_told(
    task: engine.TaskView, people: People, place: engine.Municipality
) -> None:
    def answer(user: engine.User) -> str:
        try:
            with engine.at(place):
                engine.complete_task(task.id, user, {"volledig": "true", "notitie": user.name})
        except engine.Conflict as conflict:
            return type(conflict).__name__
        return "won"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(
            run.result()
            for run in [pool.submit(copy_context().run, answer, u) for u in (people.office, people.colleague)]
        )

    case = engine.read_case(task.case_id, people.auditor)
    assert outcomes == ["TaskClosed", "won"]
    assert [item.kind for item in case.timeline].count("task_completed") == 1
    assert len(engine.list_drafts(people.office)) + len(engine.list_drafts(people.colleague)) == 1


def test_of_many_who_claim_at_once_exactly_one_has_it(
    task: engine.TaskView, people: People, place: engine.Municipality
) -> None:
    def claim(user: engine.User) -> bool:
        try:
            with engine.at(place):
                return engine.claim_task(task.id, user).assignee == user.id
        except engine.TaskTaken:
            return False

    users = [people.office, people.colleague] * 5
    with ThreadPoolExecutor(4) as pool:
        won = {user.id for user, got in zip(users, pool.map(claim, users), strict=True) if got}

    assert len(won) == 1


def test_lists_are_sorted_by_urgency(deploy: Deploy, people: People, clock: TestClock) -> None:
    deploy(idea())
    for title in ("eerst", "daarna"):
        engine.start_case("voorbeeld", {**GIVEN, "titel": title}, None)
        clock.turn(days=1)
    clock.turn(days=6)

    tasks = engine.list_team_tasks(people.office).items

    assert [t.case_title for t in tasks] == ["eerst", "daarna"]
    assert [t.overdue for t in tasks] == [True, False]
    assert engine.count_tasks(people.office).overdue == 1


@pytest.mark.parametrize("search", ["bankje VIJVER", "2026-0001", "controleren"])
def test_a_worklist_can_be_searched(task: engine.TaskView, people: People, search: str) -> None:
    assert engine.list_team_tasks(people.office, search=search).total == 1


@pytest.mark.parametrize("search", ["100%", "_", "niets hiervan", "'; DROP TABLE tasks; --"])
def test_signs_in_a_search_mean_themselves(task: engine.TaskView, people: People, search: str) -> None:
    assert engine.list_team_tasks(people.office, search=search).total == 0
    assert engine.list_cases(people.office, search=search).total == 0


# ---- votes ------------------------------------------------------------------------------------------------------


def test_an_open_vote_tells_how_many_voted_and_never_what(
    ballots: dict[str, engine.BallotView], people: People
) -> None:
    vote(people.members[0], "tegen")

    others = engine.list_ballots(people.members[1])[0]
    case = engine.read_case(others.case_id, people.auditor)
    hidden = [a for a in case.answers if a.hidden]

    assert (others.voted, others.eligible, others.tally, others.my_vote) == (1, 3, None, None)
    assert len(hidden) == 1
    assert hidden[0].fields == ()


def test_a_vote_can_be_changed_until_it_closes_and_counts_once(
    ballots: dict[str, engine.BallotView], people: People
) -> None:
    vote(people.members[0], "tegen")
    vote(people.members[0], "voor")
    for member in people.members[1:]:
        vote(member, "voor")

    closed = engine.list_ballots(people.members[0])[0]

    assert closed.closed
    assert closed.tally == {"Voor": 3, "Tegen": 0, "Onthouden": 0, "Belang": 0}


def test_a_closed_vote_cannot_be_changed(ballots: dict[str, engine.BallotView], people: People) -> None:
    for member in people.members:
        vote(member, "voor")

    with pytest.raises((engine.NotAllowed, engine.TaskClosed)):
        vote(people.members[0], "tegen")


def test_a_vote_closes_on_its_deadline(ballots: dict[str, engine.BallotView], people: People, clock: TestClock) -> None:
    vote(people.members[0], "voor")
    clock.turn(days=2, minutes=1)

    engine.run_worker_once()

    closed = engine.list_ballots(people.members[0])[0]
    assert closed.closed
    assert (closed.voted, closed.tally) == (1, {"Voor": 1, "Tegen": 0, "Onthouden": 0, "Belang": 0})


def test_a_recused_member_cannot_open_the_ballot(ballots: dict[str, engine.BallotView], people: People) -> None:
    mine = ballots["Lid 1"].my_task
    assert mine is not None

    engine.recuse(mine.id, people.members[0], "Mijn zus dient dit in")

    for act in (lambda: engine.read_task(mine.id, people.members[0]), lambda: vote(people.members[0], "voor")):
        with pytest.raises(engine.NotAllowed):
            act()
    others = engine.list_ballots(people.members[1])[0]
    assert (others.eligible, others.recused) == (2, 1)
    assert engine.list_ballots(people.members[0])[0].my_vote is None


def test_a_member_cannot_vote_for_another(ballots: dict[str, engine.BallotView], people: People) -> None:
    theirs = ballots["Lid 2"].my_task
    assert theirs is not None

    with pytest.raises(engine.NotAllowed):
        engine.complete_task(theirs.id, people.members[0], {"keuze": "voor"})


def test_what_the_submitter_is_to_do_is_not_next_for_staff(people: People, deploy: Deploy) -> None:
    deploy(
        folder(
            start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen")),
            user("Kiezen"),
            user("Schrijven", groups="indiener, ondersteuning"),
            user("Lezen"),
            end(),
            chain("Begin", "Kiezen", "Schrijven", "Lezen", "Klaar"),
        )
    )
    engine.start_case("proef", {}, None)
    (first,) = engine.list_team_tasks(people.office).items

    after_choosing = engine.complete_task(first.id, people.office, {}).next_task_id
    (second,) = engine.list_team_tasks(people.office).items
    after_writing = engine.complete_task(second.id, people.office, {}).next_task_id

    (third,) = engine.list_team_tasks(people.office).items
    assert (after_choosing, after_writing) == (None, third.id)


def test_who_submitted_goes_on_with_what_is_theirs_to_do_next(people: People, deploy: Deploy) -> None:
    deploy(
        folder(
            start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen")),
            user("Schrijven", groups="indiener"),
            user("Nalezen", groups="indiener"),
            end(),
            chain("Begin", "Schrijven", "Nalezen", "Klaar"),
            files={"forms/begin.form": form("begin", field("naam", properties={"personal": "name"}))},
        )
    )
    started = engine.start_case("proef", {"naam": "Ina"}, None)
    submitter = engine.open_secret_link(started.secret)
    (first,) = engine.read_own_case(submitter).tasks

    done = engine.complete_task(first.id, submitter, {})

    (second,) = engine.read_own_case(submitter).tasks
    assert done.next_task_id == second.id


def test_a_task_whose_place_takes_many_words_opens_with_as_many_as_fit(deploy: Deploy, people: People) -> None:
    nameless = user("Werken").replace('name="Werken"', 'name=""')
    begin = start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen"))
    long = begin.replace('name="Begin"', f'name="{"Idee " * 60}"')
    deploy(folder(long, nameless, end(), chain("Begin", "Werken", "Klaar"), process="werk"))

    engine.start_case("werk", {}, None)

    (task,) = engine.list_team_tasks(people.office).items
    assert task.name.startswith("Taak na ‘Idee Idee")
    assert len(task.name) == 300
