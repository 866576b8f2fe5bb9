"""Colliding: two acts that wait for each other are both done, and nobody sees that one of them was done twice over."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, local
from unittest.mock import Mock, call

import pytest

import engine
from engine import colliding
from engine.dialect.folder import ProcessFiles
from engine.errors import Collided
from engine.running import beginning, kept_messages
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import catch, chain, end, folder, message, node, properties, user
from tests.engine.running.test_messages import BEGUN, FILES, begun, go_on, kept, open_in

on_postgres = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
KEPT = timedelta(days=1)
SAME_SERIES = f"<bpmn:extensionElements>{properties(referencePrefix='ZAAK')}</bpmn:extensionElements>"


def cross(monkeypatch: pytest.MonkeyPatch, *locks: tuple[object, str]) -> None:
    """Let the first two that obtain one of these locks wait until both have one, so that each then wants another."""
    have, met = Barrier(2), local()

    def crossing(obtain: Callable[..., object]) -> Callable[..., object]:
        def obtain_one(*told: object) -> object:
            obtained = obtain(*told)
            if not getattr(met, "another", False):
                met.another = True
                with suppress(BrokenBarrierError):
                    have.wait(3)
            return obtained

        return obtain_one

    for room, name in locks:
        monkeypatch.setattr(room, name, crossing(getattr(room, name)))


def hearing(*names: str, process: str) -> ProcessFiles:
    """Begin → Voorbereiden → waits for one message after another → Verder → Klaar."""
    waits = [catch(f"Wacht_{name}", message(name)) for name in names]
    steps = chain("Begin", "Voorbereiden", *(f"Wacht_{name}" for name in names), "Verder", "Klaar")
    heard = {name: f"{name}|=nummer" for name in names}
    parts = (BEGUN, user("Voorbereiden"), *waits, user("Verder"), end(), steps)
    return folder(*parts, process=process, files=FILES, messages=heard)


@on_postgres
def test_cases_that_take_two_kept_messages_in_opposite_order_both_go_on(
    place: engine.Municipality, deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(hearing("eerst", "dan", process="heen"), hearing("dan", "eerst", process="terug"))
    cases = [begun("1", "heen"), begun("1", "terug")]
    for name in ("eerst", "dan"):
        engine.correlate_message(name, "1", {}, time_to_live=KEPT)
    cross(monkeypatch, (kept_messages, "lock"))

    def prepare(case_id: str) -> None:
        with engine.at(place):
            go_on(case_id, people)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(prepare, cases))

    assert [open_in(case, people) for case in cases] == [["Verder"], ["Verder"]]


@on_postgres
def test_a_case_that_begins_and_a_message_that_begins_one_in_the_same_series_both_do(
    place: engine.Municipality, deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"Message_1": 'betaald|="k"'}
    deploy(
        folder(BEGUN, catch("Wacht", message()), end(), chain("Begin", "Wacht", "Klaar"),
               process="wachter", messages=told, files=FILES, extra=SAME_SERIES),
        folder(node("startEvent", "Begin", message()), user("Afronden"), end(), chain("Begin", "Afronden", "Klaar"),
               process="gevolg", messages=told, extra=SAME_SERIES),
    )  # fmt: skip
    cross(monkeypatch, (beginning, "next_number"), (kept_messages, "lock"))

    def bring() -> None:
        with engine.at(place):
            engine.correlate_message("betaald", "k", {}, time_to_live=KEPT)

    with ThreadPoolExecutor(1) as pool:
        brought = pool.submit(bring)
        begun("1", "wachter")
        brought.result()

    assert {case.reference for case in engine.list_cases(people.office).items} == {"ZAAK-2026-0001", "ZAAK-2026-0002"}
    assert kept() == 1


def test_an_act_that_collides_each_time_is_refused_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(colliding, "PAUSE", 0)
    act = Mock(side_effect=Collided("deadlock detected"), __name__="act")

    with pytest.raises(engine.Unavailable):
        colliding.until_whole(act)("taak", reason="x")

    assert act.call_args_list == [call("taak", reason="x")] * colliding.MOST
