"""Exporting: the history for other programs says what the pages say, and names nobody."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from lxml import etree
from sqlalchemy import event

import engine
from engine import events, history
from engine.events import snake_case
from engine.experience import eventlog
from engine.models import HistoryEvent
from engine.municipality import reading
from tests.web.conftest import SignIn
from web import eventwords

SPACE = {"xes": "http://www.xes-standard.org/"}
TABLE, LOG = "/controle/gebeurtenissen-{}.csv", "/controle/ideeen-{}.xes"


def read_table(staff: SignIn, year: int = 2026) -> list[dict[str, str]]:
    text = staff("auditor").get(TABLE.format(year)).response.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def read_log(staff: SignIn, year: int = 2026) -> list[dict[str, list[dict[str, str]]]]:
    """The traces: per trace name its events, each with its attributes."""
    tree = etree.fromstring(staff("auditor").get(LOG.format(year)).response.get_data())
    found = []
    for trace in tree.findall("xes:trace", SPACE):
        name = next(str(part.get("value")) for part in trace if part.get("key") == "concept:name")
        events = [
            {str(part.get("key")): str(part.get("value")) for part in event}
            for event in trace.findall("xes:event", SPACE)
        ]
        found.append({name: events})
    return found


def test_the_table_has_every_event_in_order(vote: engine.StartedCase, staff: SignIn) -> None:
    table = read_table(staff)

    with reading() as session:
        told = list(history.read(session, vote.case_id))
    of_idea = [row for row in table if row["Zaak"] == vote.reference]
    assert [(int(row["Nummer"]), row["Soort"], row["Kenmerk"]) for row in of_idea] == [
        (event.sequence, event.kind, event.digest) for event in told
    ]
    assert [int(row["Nummer"]) for row in table] == sorted(int(row["Nummer"]) for row in table)
    assert {row["Soort"] for row in table if not row["Zaak"]} >= {"definition_deployed", "account_added"}


def test_each_event_has_its_code_and_what_that_is_called(vote: engine.StartedCase, staff: SignIn) -> None:
    called = {row["Soort"]: row["Gebeurtenis"] for row in read_table(staff)}

    assert called["task_opened"] == "Taak klaargezet"
    assert called["case_started"] == "Zaak begonnen"
    assert called["account_added"] == "Account gemaakt"


def test_what_events_are_called_stands_last_so_that_columns_keep_their_place(
    vote: engine.StartedCase, staff: SignIn
) -> None:
    columns = list(read_table(staff)[0])

    assert columns[3] == "Soort"
    assert columns[9:] == ["Kenmerk", "Gebeurtenis", "Namens de indiener", "Bijzonderheden"]


def test_the_table_says_what_came_of_a_case_and_what_staff_did_for_a_submitter(
    vote: engine.StartedCase, staff: SignIn
) -> None:
    director = engine.find_user("gebiedsregisseur")
    engine.withdraw_case(vote.case_id, director, "Op verzoek.")

    rows = {row["Soort"]: row for row in read_table(staff) if row["Zaak"] == vote.reference}

    assert rows["case_ended"]["Bijzonderheden"].startswith("outcome=")
    assert rows["case_withdrawn"]["Namens de indiener"] == "ja"
    assert {rows[kind]["Namens de indiener"] for kind in ("case_started", "task_completed", "task_opened")} == {""}
    assert rows["task_completed"]["Bijzonderheden"].startswith("task=")


def test_every_kind_of_event_is_called_something_and_no_two_the_same() -> None:
    kinds = {snake_case(one.__name__) for one in every_kind(events.Event)}

    assert set(eventwords.KINDS) == kinds
    assert len({str(words) for words in eventwords.KINDS.values()}) == len(kinds)


def test_an_event_that_a_later_release_wrote_keeps_its_code() -> None:
    assert eventwords.name_kind("bridge_built") == "bridge_built"


def every_kind(root: type[events.Event]) -> Iterator[type[events.Event]]:
    for kind in root.__subclasses__():
        yield kind
        yield from every_kind(kind)


def test_the_log_says_once_of_each_task_that_it_was_done(vote: engine.StartedCase, staff: SignIn) -> None:
    (trace,) = read_log(staff)

    (events,) = trace.values()
    steps = [(event["concept:name"], event["lifecycle:transition"]) for event in events]
    assert list(trace) == [vote.reference]
    assert steps.count(("Idee toetsen", "complete")) == 1
    assert steps.index(("Idee toetsen", "schedule")) < steps.index(("Idee toetsen", "complete"))
    assert steps.count(("Stem uitbrengen", "schedule")) == 3
    assert [event["time:timestamp"] for event in events] == sorted(event["time:timestamp"] for event in events)


@pytest.mark.parametrize("address", [TABLE, LOG])
def test_nobody_is_named_and_nothing_that_was_answered(vote: engine.StartedCase, staff: SignIn, address: str) -> None:
    said = staff("auditor").get(address.format(2026)).text

    assert vote.reference in said
    assert not any(word in said for word in ("Collega", "Bewoner", "bewoner@", "Bankje", "groen"))


def test_a_year_in_which_nothing_happened_is_empty(vote: engine.StartedCase, staff: SignIn) -> None:
    assert read_table(staff, 2020) == []
    assert read_log(staff, 2020) == []
    assert staff("auditor").get(TABLE.format(99999)).status == 200


@pytest.fixture
def loaded() -> Iterator[list[int]]:
    """The events, as they are read."""
    read: list[int] = []

    def note(row: HistoryEvent, _context: object) -> None:
        read.append(row.sequence)

    event.listen(HistoryEvent, "load", note)
    yield read
    event.remove(HistoryEvent, "load", note)


def test_of_a_long_history_a_part_at_a_time_is_in_memory(
    vote: engine.StartedCase, loaded: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eventlog, "AT_A_TIME", 3)
    loaded.clear()
    told = engine.export_events(engine.find_user("auditor"), 2026)

    next(iter(told))

    assert len(loaded) <= 3
    assert len(list(told)) > 10


def test_the_page_offers_the_years_there_are(vote: engine.StartedCase, staff: SignIn) -> None:
    links = staff("auditor").get("/controle").links()

    assert {TABLE.format(2026), LOG.format(2026)} <= set(links)
