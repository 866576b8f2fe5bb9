"""Retention: what may be destroyed and when, who approves it, what then happens, and what the history proves of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import func, select, text, update

import engine
from engine import history, models, proving
from engine.accounts.signing_in import NewAccount, add_accounts
from engine.background import jobs
from engine.cases import erasing
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.models import Document
from engine.municipality import reading, snapshot, transaction
from engine.proving import Misfit
from engine.versions import definitions
from tests.conftest import STOCK, TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, folder, form, properties, start, user
from tests.pictures import PDF

TABLE = definitions.read_folders(STOCK / "bewaartermijn")["bewaartermijn"]
FORM = form("insturen", field("titel"), field("naam", properties={"personal": "name"}))
YEAR = 366
"""Days after which a case of class 6.3 is past its term."""
WHY = "Er loopt een bezwaar."


def ending_in(retention_class: str, process: str, *asked: dict[str, object]) -> ProcessFiles:
    """A process of one task, which may ask something, of which the end yields a class; none for an empty one."""
    told = {"retentionClass": retention_class} if retention_class else {}
    return folder(
        start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
        user("Doen", form="doen" if asked else "leeg"),
        end("Klaar", properties(outcome="klaar", legalEffect="geen", **told)),
        chain("Begin", "Doen", "Klaar"),
        process=process,
        files={"forms/insturen.form": FORM, **({"forms/doen.form": form("doen", *asked)} if asked else {})},
    )


def rewritten(**replaced: str) -> ProcessFiles:
    """The table of the stock with other words in it."""
    files = dict(TABLE.files)
    data = files["bewaartermijn.dmn"].decode()
    for was, becomes in replaced.items():
        data = data.replace(f'"{was}"', f'"{becomes}"')
    return from_bytes({**files, "bewaartermijn.dmn": data.encode()}, "bewaartermijn")


@dataclass(frozen=True)
class House:
    """Cases that ended today, one of each sort, and who keep them."""

    broken_off: engine.StartedCase
    granted: engine.StartedCase
    strange: engine.StartedCase
    operator: engine.User
    second: engine.User
    owner: engine.User
    auditor: engine.User
    office: engine.User


@pytest.fixture
def house(deploy: Deploy, people: People) -> House:
    deploy(TABLE, ending_in("6.3", "kort"), ending_in("6.1.9", "lang"), ending_in("11.2", "vreemd"))
    with transaction() as session:
        second, owner = add_accounts(
            session,
            [
                NewAccount("beheerder-2", "Bea Beheer", "geheim-woord", ("beheerder",)),
                NewAccount("eigenaar", "Eva Eigenaar", "geheim-woord", ("proceseigenaar",)),
            ],
        )
    broken_off, granted, strange = (begin(process, people.office) for process in ("kort", "lang", "vreemd"))
    return House(broken_off, granted, strange, people.operator, second, owner, people.auditor, people.office)


def begin(process: str, office: engine.User, name: str = "Ina Inwoner") -> engine.StartedCase:
    """A case that has come to its end."""
    started = engine.start_case(process, {"titel": "Bankje", "naam": name}, None)
    (task,) = engine.list_team_tasks(office, search=started.reference).items
    engine.complete_task(task.id, office, {})
    return started


def references(kind: str, who: engine.User) -> list[str]:
    return [one.reference for one in engine.list_kept(kind, who).items]


def offer(who: engine.User) -> str:
    """A list of all that is past its term, offered. Its id."""
    made = engine.make_destruction_list(who)
    engine.offer_list(made, who, revision=engine.read_destruction_list(made, who).list.revision)
    return made


def prove() -> tuple[Misfit, ...]:
    with snapshot() as session:
        return proving.prove(session).misfits


def title_of(started: engine.StartedCase, who: engine.User) -> str:
    return engine.read_case(started.reference, who).case.title


# ---- what may be destroyed --------------------------------------------------------------------------------------


def test_a_case_that_was_broken_off_is_past_its_term_after_a_year_and_not_a_day_before(
    house: House, clock: TestClock
) -> None:
    clock.turn(days=365)
    on_the_day = references("over", house.operator)
    clock.turn(days=1)

    assert on_the_day == []
    assert references("over", house.operator) == [house.broken_off.reference]


def test_what_is_kept_for_ever_or_not_known_is_never_past_its_term(house: House, clock: TestClock) -> None:
    clock.turn(days=365 * 80)

    assert references("forever", house.operator) == [house.granted.reference]
    assert references("unknown", house.operator) == [house.strange.reference]
    assert references("over", house.operator) == [house.broken_off.reference]


def test_an_end_without_a_class_is_not_known(house: House, deploy: Deploy, clock: TestClock) -> None:
    deploy(ending_in("", "klasseloos"))
    started = begin("klasseloos", house.office)
    clock.turn(days=YEAR)

    assert started.reference in references("unknown", house.operator)


def test_without_a_table_nothing_is_known_and_nothing_destroyed(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    with transaction() as session:
        session.execute(
            update(models.Definition).where(models.Definition.process_id == TABLE.process.id).values(in_use=False)
        )

    found = engine.read_retention(house.operator)

    assert found.table_version is None
    assert {one.kind for one in found.classes} == {"unknown"}
    with pytest.raises(engine.DestructionRefused):
        engine.make_destruction_list(house.operator)


@pytest.mark.parametrize("term", ["twee jaar", "P1Y2Q", "P", "P0D", "-P1Y", "P1000Y", "", "BLIJVEND"])
def test_a_term_that_nobody_can_read_destroys_nothing(
    house: House, deploy: Deploy, clock: TestClock, term: str
) -> None:
    deploy(rewritten(P1Y=term))
    clock.turn(days=365 * 80)

    assert references("over", house.operator) == []
    assert house.broken_off.reference in references("unknown", house.operator)


def test_cases_are_counted_by_class_and_year_of_the_wall_clock(house: House, clock: TestClock) -> None:
    clock.turn(days=304, hours=15, minutes=30)  # 31 December, half past eleven in UTC: in Hoogeveen it is 2027.
    begin("kort", house.office)

    (kept, broken_off) = [one for one in engine.read_retention(house.operator).classes if one.kind != "unknown"]

    assert (kept.retention_class, dict(kept.by_year)) == ("6.1.9", {2026: 1})
    assert (broken_off.retention_class, dict(broken_off.by_year)) == ("6.3", {2027: 1, 2026: 1})


def test_a_list_of_cases_is_of_one_class_and_year_when_that_is_asked(house: House, clock: TestClock) -> None:
    clock.turn(days=400)
    later = begin("kort", house.office)
    clock.turn(days=400)

    of_year = engine.list_kept("over", house.operator, retention_class="6.3", year=2027)

    assert [(one.reference, one.ended_on.year) for one in of_year.items] == [(later.reference, 2027)]
    assert engine.list_kept("over", house.operator, retention_class="6.1.9").items == ()


def test_who_asked_to_be_erased_is_kept_no_longer(house: House, clock: TestClock) -> None:
    engine.erase_case(house.broken_off.reference, house.operator, "Verzoek van de indiener.")
    clock.turn(days=YEAR)

    assert references("over", house.operator) == []
    assert engine.read_retention(house.operator).erased == 1


# ---- the list ---------------------------------------------------------------------------------------------------


def test_a_list_holds_all_that_is_past_its_term_and_no_second_one_can_have_it(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)

    made = engine.make_destruction_list(house.operator)

    (item,) = engine.read_destruction_list(made, house.auditor).items
    assert (item.reference, item.retention_class, item.term) == (house.broken_off.reference, "6.3", "P1Y")
    assert (item.ended_on, item.over_on) == (date(2026, 3, 2), date(2027, 3, 3))
    with pytest.raises(engine.DestructionRefused) as refused:
        engine.make_destruction_list(house.second)
    assert refused.value.problems == {"lijst": "nothing"}


def test_a_kind_of_cases_that_there_is_not_is_no_page_of_all_of_them(house: House) -> None:
    with pytest.raises(KeyError):
        engine.list_kept("alles", house.auditor)


def test_lists_are_read_a_page_at_a_time_the_newest_first(house: House, clock: TestClock) -> None:
    made = []
    for _ in range(3):
        clock.turn(days=YEAR + 1)  # One of the years is a leap year.
        begin("kort", house.office)
        made.append(engine.make_destruction_list(house.operator))
    pages = [engine.list_destruction_lists(house.auditor, page=page, size=2) for page in (0, 1, 2, 3)]

    assert [[one.id for one in page.items] for page in pages] == [made[:0:-1], made[:0:-1], made[:1], []]
    assert {page.total for page in pages} == {3}


def test_a_list_tells_who_made_and_offered_it_and_what_came_of_it_only_when_something_did(
    house: House, clock: TestClock
) -> None:
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    before = engine.read_destruction_list(made, house.auditor).list

    engine.offer_list(made, house.second, revision=before.revision)

    after = engine.read_destruction_list(made, house.auditor).list
    assert (before.made_by, before.offered_by, dict(before.outcomes)) == ("Bo Beheer", None, {})
    assert (after.made_by, after.offered_by, dict(after.outcomes)) == ("Bo Beheer", "Bea Beheer", {})


def test_an_offered_list_tells_the_table_by_which_it_was_offered(
    house: House, deploy: Deploy, clock: TestClock
) -> None:
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    deploy(rewritten(**{"6.1.9": "6.1.8"}))
    before = engine.read_destruction_list(made, house.operator).list

    engine.offer_list(made, house.operator, revision=before.revision)

    after = engine.read_destruction_list(made, house.operator).list
    assert (before.table_version, after.table_version) == (1, 2)
    with reading() as session:
        (told,) = session.scalars(select(models.HistoryEvent).filter_by(kind="destruction_list_offered"))
        assert told.facts["table_version"] == 2
    assert prove() == ()


def test_a_list_of_one_class_leaves_the_others_for_the_next(house: House, deploy: Deploy, clock: TestClock) -> None:
    deploy(rewritten(**{"blijvend": "P1Y", "": "afhandeling"}))
    clock.turn(days=YEAR)

    first = engine.make_destruction_list(house.operator, "6.3")
    free = {one.retention_class: (one.over, one.free) for one in engine.read_retention(house.operator).classes}
    second = engine.make_destruction_list(house.operator)

    held = [
        [item.reference for item in engine.read_destruction_list(made, house.auditor).items] for made in (first, second)
    ]
    assert free == {"6.3": (1, 0), "6.1.9": (1, 1), "11.2": (0, 0)}
    assert held == [[house.broken_off.reference], [house.granted.reference]]


def test_an_offered_list_waits_for_those_who_had_no_hand_in_it(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    waits = [house.operator, house.second, house.owner, house.auditor, house.office]
    made = engine.make_destruction_list(house.operator)
    before = [engine.count_awaited(who).lists for who in waits]

    engine.offer_list(made, house.operator, revision=engine.read_destruction_list(made, house.operator).list.revision)
    offered = [engine.count_awaited(who).lists for who in waits]
    engine.approve_list(made, "", house.owner)

    assert before == [0, 0, 0, 0, 0]
    assert offered == [0, 1, 1, 0, 0]
    assert [engine.count_awaited(who).lists for who in waits] == [0, 0, 0, 0, 0]


def test_two_operators_who_make_a_list_at_once_make_one(
    house: House, clock: TestClock, place: engine.Municipality
) -> None:
    clock.turn(days=YEAR)

    def make(who: engine.User) -> bool:
        with engine.at(place):
            try:
                engine.make_destruction_list(who)
            except engine.DestructionRefused:
                return False
            return True

    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(make, (house.operator, house.second)))

    assert sorted(made) == [False, True]


def test_what_is_taken_off_a_list_stays_and_the_next_list_still_knows_why(house: House, clock: TestClock) -> None:
    other = begin("kort", house.office)
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [other.case_id], WHY, house.operator)
    engine.offer_list(made, house.operator, revision=1)
    engine.approve_list(made, "", house.owner)
    engine.run_worker_once()

    following = engine.make_destruction_list(house.operator)

    (item,) = engine.read_destruction_list(following, house.operator).items
    assert title_of(other, house.office) == "Bankje"
    assert (item.reference, item.kept_because) == (other.reference, WHY)


def test_what_was_taken_off_by_mistake_can_be_put_back(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [house.broken_off.case_id], WHY, house.operator)

    engine.put_back_on_list(made, house.broken_off.case_id, house.operator)

    assert engine.read_destruction_list(made, house.operator).list.to_destroy == 1


@pytest.mark.parametrize(
    ("chosen", "reason", "problems"),
    [(True, "  ", {"reden": "required"}), (False, WHY, {"zaak": "required"})],
    ids=["no reason", "no case"],
)
def test_a_case_is_taken_off_with_a_reason(
    house: House, clock: TestClock, chosen: bool, reason: str, problems: dict[str, str]
) -> None:
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)

    with pytest.raises(engine.DestructionRefused) as refused:
        engine.take_off_list(made, [house.broken_off.case_id] if chosen else [], reason, house.operator)

    assert refused.value.problems == problems


def test_a_draft_that_is_thrown_away_sets_its_cases_free(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    engine.discard_list(engine.make_destruction_list(house.operator), house.operator)

    assert engine.read_retention(house.operator).free == 1
    assert engine.list_destruction_lists(house.operator).items == ()


def test_a_list_from_which_all_was_taken_off_cannot_be_offered(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [house.broken_off.case_id], WHY, house.operator)

    with pytest.raises(engine.DestructionRefused) as refused:
        engine.offer_list(made, house.operator, revision=1)

    assert refused.value.problems == {"lijst": "empty"}


def test_what_a_colleague_changed_meanwhile_is_not_offered_unseen(house: House, clock: TestClock) -> None:
    begin("kort", house.office)
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [house.broken_off.case_id], WHY, house.second)

    with pytest.raises(engine.DestructionMoved) as moved:
        engine.offer_list(made, house.operator, revision=0)

    assert moved.value.state == "changed"


def test_nobody_changes_a_list_that_was_offered(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)

    for act in (
        lambda: engine.take_off_list(made, [house.broken_off.case_id], WHY, house.operator),
        lambda: engine.put_back_on_list(made, house.broken_off.case_id, house.operator),
        lambda: engine.discard_list(made, house.operator),
        lambda: engine.offer_list(made, house.operator, revision=0),
    ):
        with pytest.raises(engine.DestructionMoved):
            act()


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM destruction_lists", "UPDATE destruction_lists SET offered_by = 'een-ander'"],
    ids=["remove", "another name"],
)
def test_the_database_refuses_to_change_a_list_that_was_offered(house: House, clock: TestClock, statement: str) -> None:
    clock.turn(days=YEAR)
    offer(house.operator)

    with pytest.raises(Exception, match="stays as it was offered"), transaction() as session:
        session.execute(text(statement))


# ---- approval ---------------------------------------------------------------------------------------------------


def test_who_had_a_hand_in_a_list_does_not_approve_it(house: House, clock: TestClock) -> None:
    begin("kort", house.office)
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [house.broken_off.case_id], WHY, house.second)
    engine.offer_list(made, house.operator, revision=1)

    for who in (house.operator, house.second, house.auditor, house.office):
        with pytest.raises(engine.NotAllowed):
            engine.approve_list(made, "", who)
    engine.approve_list(made, "", house.owner)

    assert engine.read_destruction_list(made, house.operator).list.judged_by == "Eva Eigenaar"


def test_nothing_is_destroyed_before_somebody_else_approves(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.run_worker_once()
    before = title_of(house.broken_off, house.office)

    engine.approve_list(made, "Gezien.", house.second)
    engine.run_worker_once()

    assert (before, title_of(house.broken_off, house.office)) == ("Bankje", "kort")
    assert title_of(house.granted, house.office) == "Bankje"


def test_a_refused_list_destroys_nothing_and_its_cases_are_free_for_another(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)

    engine.refuse_list(made, "Wacht op de rechter.", house.owner)
    engine.run_worker_once()

    refused = engine.read_destruction_list(made, house.operator).list
    assert (refused.state, refused.judgement) == ("refused", "Wacht op de rechter.")
    assert title_of(house.broken_off, house.office) == "Bankje"
    assert engine.read_retention(house.operator).free == 1


def test_who_only_reads_along_refuses_no_list(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)

    with pytest.raises(engine.NotAllowed):
        engine.refuse_list(made, WHY, house.auditor)


def test_who_offered_a_list_can_take_it_back_and_says_why(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)

    with pytest.raises(engine.DestructionRefused):
        engine.refuse_list(made, " ", house.operator)
    engine.refuse_list(made, WHY, house.operator)

    assert engine.read_destruction_list(made, house.operator).list.state == "refused"


def test_of_two_who_judge_at_once_one_wins_and_the_other_is_told_who_did(
    house: House, clock: TestClock, place: engine.Municipality
) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)

    def judge(act: Callable[[], None]) -> str:
        with engine.at(place):
            try:
                act()
            except engine.DestructionMoved as moved:
                return moved.by or ""
            return "done"

    with ThreadPoolExecutor(2) as threads:
        told = list(
            threads.map(
                judge,
                (
                    lambda: engine.approve_list(made, "", house.second),
                    lambda: engine.refuse_list(made, WHY, house.owner),
                ),
            )
        )

    assert sorted(told) in (["Bea Beheer", "done"], ["Eva Eigenaar", "done"])


def test_a_list_is_not_approved_by_a_table_that_was_changed_after_it_was_offered(
    house: House, deploy: Deploy, clock: TestClock
) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    deploy(rewritten(P1Y="P5Y"))

    with pytest.raises(engine.DestructionRefused) as refused:
        engine.approve_list(made, "", house.owner)

    assert refused.value.problems == {"lijst": "changed"}


# ---- destruction ------------------------------------------------------------------------------------------------


def test_the_statement_says_who_offered_and_approved_what_and_when_and_the_history_proves_it(
    house: House, clock: TestClock
) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "Gezien.", house.owner)
    engine.run_worker_once()

    found = engine.read_destruction_list(made, house.auditor)
    with reading() as session:
        *_, last = history.read(session, house.broken_off.case_id)
    assert (found.list.number, found.list.state, dict(found.list.outcomes)) == ("2027-0001", "done", {"destroyed": 1})
    assert (found.list.offered_by, found.list.judged_by, found.list.table_version) == ("Bo Beheer", "Eva Eigenaar", 1)
    assert [event.remark for event in found.events] == ["", "Gezien.", ""]
    assert dict(found.by_class) == {("6.3", "P1Y", "afhandeling"): 1}
    assert (last.kind, last.person_id, last.facts["destruction_list"]) == ("case_erased", house.owner.id, "2027-0001")
    assert prove() == ()


def test_a_list_is_done_although_another_still_waits(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    begin("kort", house.office)
    clock.turn(days=YEAR + 1)
    waiting = engine.make_destruction_list(house.operator)

    engine.approve_list(made, "Gezien.", house.second)
    engine.run_worker_once()

    states = [engine.read_destruction_list(one, house.auditor).list.state for one in (made, waiting)]
    assert states == ["done", "draft"]


def test_files_go_with_a_case_that_is_past_its_term_and_with_no_other(
    house: House, deploy: Deploy, clock: TestClock
) -> None:
    paper = field("stuk", "filepicker")
    deploy(ending_in("6.3", "oud", paper), ending_in("6.1.9", "blijft", paper))
    kept = {}
    for process in ("oud", "blijft"):
        started = engine.start_case(process, {"titel": "Bankje", "naam": "Ina"}, None)
        (task,) = engine.list_team_tasks(house.office, search=started.reference).items
        kept[process] = engine.keep_task_file(task.id, house.office, "stuk", "stuk.pdf", PDF)
        engine.complete_task(task.id, house.office, {"stuk": kept[process]})
    clock.turn(days=YEAR)

    engine.approve_list(offer(house.operator), "Gezien.", house.owner)
    engine.run_worker_once()

    with reading() as session:
        assert session.scalars(select(Document.id)).all() == [kept["blijft"]]
    assert prove() == ()


def test_a_job_that_was_cut_off_goes_on_where_it_was(
    house: House, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin("kort", house.office)
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    with monkeypatch.context() as broken:
        broken.setattr(erasing, "_erase_person", lambda *told: 1 / 0)
        engine.run_worker_once()
        before = engine.read_destruction_list(made, house.operator).list
    clock.turn(hours=1)

    engine.run_worker_once()

    after = engine.read_destruction_list(made, house.operator).list
    assert (before.state, dict(before.outcomes)) == ("approved", {})
    assert (after.state, dict(after.outcomes)) == ("done", {"destroyed": 2})
    assert prove() == ()


def test_a_job_that_comes_twice_destroys_once_and_states_once(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    engine.run_worker_once()
    with transaction() as session:
        again = update(models.Job).where(models.Job.kind == "destroy").values(state="waiting", due_at=clock())
        session.execute(again)

    taken = engine.run_worker_once()

    assert taken == 1

    with reading() as session:
        kinds = session.scalars(select(models.HistoryEvent.kind)).all()
    assert (kinds.count("case_erased"), kinds.count("destruction_list_carried_out")) == (1, 1)


def test_a_job_that_comes_twice_while_others_wait_says_nothing_else_of_its_case(house: House, clock: TestClock) -> None:
    begin("kort", house.office)
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    with reading() as session:
        first, _ = session.scalars(select(models.Job.id).where(models.Job.kind == "destroy").order_by(models.Job.id))
    jobs.carry_out(first, None)
    with transaction() as session:
        session.get_one(models.Job, first).state = "waiting"

    jobs.carry_out(first, None)
    engine.run_worker_once()

    assert dict(engine.read_destruction_list(made, house.operator).list.outcomes) == {"destroyed": 2}


def test_no_job_destroys_what_was_taken_off_its_list(house: House, clock: TestClock) -> None:
    kept = begin("kort", house.office)
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [kept.case_id], WHY, house.operator)
    revision = engine.read_destruction_list(made, house.operator).list.revision
    engine.offer_list(made, house.operator, revision=revision)
    engine.approve_list(made, "", house.owner)
    with transaction() as session:
        session.scalars(select(models.Job).where(models.Job.kind == "destroy")).one().payload = {
            "list": made, "case": kept.case_id,
        }  # fmt: skip

    engine.run_worker_once()

    assert title_of(kept, house.operator) == "Bankje"


def test_a_case_that_became_busy_is_kept_and_told(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    with transaction() as session:
        later = {"due_at": clock.moment.replace(year=2028), "created_at": clock.moment}
        session.add(models.Job(id="werk", case_id=house.broken_off.case_id, kind="mail", payload={}, **later))

    engine.run_worker_once()

    found = engine.read_destruction_list(made, house.operator).list
    assert (found.state, dict(found.outcomes)) == ("done", {"busy": 1})
    assert title_of(house.broken_off, house.office) == "Bankje"
    assert engine.read_retention(house.operator).free == 1
    assert prove() == ()


def test_what_was_erased_on_request_between_approval_and_destruction_is_told_apart(
    house: House, clock: TestClock
) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    engine.erase_case(house.broken_off.reference, house.operator, "Verzoek van de indiener.")

    engine.run_worker_once()

    assert dict(engine.read_destruction_list(made, house.operator).list.outcomes) == {"before": 1}
    assert prove() == ()


def test_a_table_that_keeps_a_class_longer_stops_what_was_approved_and_not_yet_done(
    house: House, deploy: Deploy, clock: TestClock
) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    deploy(rewritten(P1Y="blijvend"))

    engine.run_worker_once()

    assert dict(engine.read_destruction_list(made, house.operator).list.outcomes) == {"not_past": 1}
    assert title_of(house.broken_off, house.office) == "Bankje"


def test_who_has_another_idea_that_stays_keeps_a_name_and_the_list_says_so(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    with transaction() as session:
        gone, stays = (session.get_one(models.Case, one.case_id) for one in (house.broken_off, house.granted))
        stays.submitter_id = gone.submitter_id
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    engine.run_worker_once()

    found = engine.read_destruction_list(made, house.operator)

    assert found.named_elsewhere == ((house.broken_off.reference, (house.granted.reference,)),)
    assert engine.read_case(house.granted.reference, house.office).submitter_name == "Ina Inwoner"


def test_two_ideas_of_one_person_on_one_list_take_the_name_with_them(house: House, clock: TestClock) -> None:
    other = begin("kort", house.office)
    clock.turn(days=YEAR)
    with transaction() as session:
        first, second = (session.get_one(models.Case, one.case_id) for one in (house.broken_off, other))
        second.submitter_id = first.submitter_id
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    engine.run_worker_once()

    assert engine.read_destruction_list(made, house.operator).named_elsewhere == ()
    assert engine.read_case(other.reference, house.office).submitter_name == "Onbekend"


# ---- proof ------------------------------------------------------------------------------------------------------


@pytest.fixture
def destroyed(house: House, clock: TestClock) -> str:
    """The id of a list that was carried out; one case was taken off it."""
    stays = begin("kort", house.office)
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [stays.case_id], WHY, house.operator)
    engine.offer_list(made, house.operator, revision=1)
    engine.approve_list(made, "", house.owner)
    engine.run_worker_once()
    return made


@pytest.mark.parametrize(
    ("statement", "reasons"),
    [
        ("UPDATE destruction_lists SET judged_by = offered_by", {"judged"}),
        ("UPDATE destruction_lists SET judged_at = '2020-01-01 00:00:00.000000'", {"judged"}),
        ("UPDATE destruction_lists SET state = 'refused'", {"judged", "outcome"}),
        ("UPDATE destruction_lists SET state = 'offered'", {"judged", "outcome"}),
        ("UPDATE destruction_items SET kept_because = 'Zomaar' WHERE kept_because != ''", {"changed", "judged"}),
        ("UPDATE destruction_items SET outcome = 'busy' WHERE outcome = 'destroyed'", {"outcome"}),
        ("DELETE FROM destruction_items WHERE outcome = 'destroyed'", {"changed", "judged", "outcome"}),
    ],
    ids=[
        "who approved",
        "when it was",
        "refused",
        "not judged",
        "why it stayed",
        "what came of it",
        "a case is gone",
    ],
)
def test_a_list_that_somebody_changed_is_found_out(destroyed: str, statement: str, reasons: set[str]) -> None:
    with transaction() as session:
        session.execute(text(statement))

    assert {(one.what, one.name, one.reason) for one in prove()} == {("list", "2027-0001", one) for one in reasons}


def test_a_list_fits_the_history_in_every_state(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    refused = offer(house.operator)
    engine.refuse_list(refused, WHY, house.owner)
    states, found = [], []

    made = engine.make_destruction_list(house.operator)
    for act in (
        lambda: engine.offer_list(made, house.operator, revision=0),
        lambda: engine.approve_list(made, "", house.owner),
        engine.run_worker_once,
    ):
        act()
        states.append([engine.read_destruction_list(one, house.auditor).list.state for one in (refused, made)])
        found.append(prove())

    assert states == [["refused", "offered"], ["refused", "approved"], ["refused", "done"]]
    assert found == [(), (), ()]


def test_every_list_that_was_offered_is_looked_at_and_a_draft_is_nothing_yet(destroyed: str, house: House) -> None:
    engine.make_destruction_list(house.second)

    with snapshot() as session:
        proof = proving.prove(session)

    assert (proof.lists, proof.misfits) == (1, ())


def test_a_list_that_nobody_offered_is_found_out(destroyed: str, house: House) -> None:
    with transaction() as session:
        row = session.execute(select(models.DestructionList.__table__)).mappings().one()
        forged = {**row, "id": "vals", "number": "2027-0002"}
        session.execute(models.DestructionList.__table__.insert().values(**forged))  # type: ignore[attr-defined]

    assert prove() == (Misfit("list", "2027-0002", "", "unknown"),)


def test_a_class_that_somebody_changed_to_have_a_case_destroyed_is_found_out(house: House, clock: TestClock) -> None:
    with transaction() as session:
        session.get_one(models.Case, house.granted.case_id).retention_class = "6.3"
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    engine.run_worker_once()

    case = Misfit("case", house.granted.case_id, house.granted.reference, "ended")
    assert prove() == (case, Misfit("list", "2027-0001", "", "class"))


def test_a_case_that_somebody_hid_by_calling_it_erased_is_found_out(house: House, clock: TestClock) -> None:
    with transaction() as session:
        session.get_one(models.Case, house.granted.case_id).erased_at = clock.moment

    assert prove() == (Misfit("case", house.granted.case_id, house.granted.reference, "emptied"),)


def test_a_case_that_went_by_a_list_that_nobody_approved_is_found_out(house: House) -> None:
    with transaction() as session:
        case = session.get_one(models.Case, house.broken_off.case_id)
        erasing.erase(session, case, house.operator.id, "", "2026-0009")

    assert prove() == (Misfit("list", "2026-0009", house.broken_off.reference, "unapproved"),)


def test_who_may_not_read_retention_sees_nothing_of_it(house: House) -> None:
    for look in (
        lambda: engine.read_retention(house.office),
        lambda: engine.list_kept("over", house.office),
        lambda: engine.list_destruction_lists(house.office),
        lambda: engine.read_destruction_list("geen", house.office),
        lambda: engine.make_destruction_list(house.owner),
        lambda: engine.make_destruction_list(house.auditor),
    ):
        with pytest.raises(engine.NotAllowed):
            look()


def test_a_list_of_many_is_cut_off_and_the_rest_comes_on_the_next(
    house: House, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.retention import lists

    begin("kort", house.office)
    clock.turn(days=YEAR)
    monkeypatch.setattr(lists, "MOST_LISTED", 1)

    made = [engine.make_destruction_list(house.operator) for _ in range(2)]

    with reading() as session:
        count = session.scalar(select(func.count()).select_from(models.DestructionItem))
    assert (len(set(made)), count) == (2, 2)
