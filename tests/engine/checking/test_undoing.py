"""Undoing: what the standard forbids of compensation and transactions is told, with the element that it is about."""

from __future__ import annotations

import pytest

from engine.checking import check_folder
from tests.engine.checking.judging import beside, judge, through
from tests.engine.diagrams import (
    boundary,
    cancel,
    chain,
    compensate,
    each,
    end,
    flow,
    folder,
    io,
    listening,
    node,
    part,
    script,
    start,
    throw,
    timer,
    transaction,
    undone,
    user,
)

THROW = node("endEvent", "Terug", compensate())
UNDONE = undone("A", user("XA"))


def undoing(*inside: str, to: str = "Terug", ending: str = THROW) -> list[tuple[str, str]]:
    """The findings on begin → A → terug, with whatever else."""
    return judge(start("Begin"), user("A"), ending, chain("Begin", "A", to), *inside)


def cancelled(*inside: str, edge: str = boundary("Af", "Deel", cancel())) -> list[tuple[str, str]]:
    """The findings on a transaction that may be cancelled, and its edge."""
    within = transaction("Deel", start("In"), *inside)
    return through(within, "Deel", edge, *([end("X"), flow("Af", "X")] if edge else []))


CANCELS = node("endEvent", "Stop", cancel()) + flow("In", "Stop")


def test_compensation_as_the_standard_wants_it_has_no_findings() -> None:
    inner = part(
        "Deel", start("In"), user("B"), undone("B", user("XB")), end("Uit"), chain("In", "B", "Uit"),
        listening("Sub", compensate(), throw("Binnen", compensate("B")), end("SubUit"),
                  chain("SubKomt", "Binnen", "SubUit")),
    )  # fmt: skip

    found = judge(
        start("Begin"), user("A"), UNDONE, inner, throw("Eerst", compensate("Deel")), THROW,
        chain("Begin", "A", "Deel", "Eerst", "Terug"),
    )  # fmt: skip

    assert found == []


def test_a_transaction_as_the_standard_wants_it_has_no_findings() -> None:
    assert cancelled(user("A"), UNDONE, node("endEvent", "Stop", cancel()), chain("In", "A", "Stop")) == []


def test_a_task_that_passes_by_itself_can_be_undone() -> None:
    told = undone("A", user("XA"))

    assert judge(start("Begin"), script("A", "=1", "x"), told, THROW, chain("Begin", "A", "Terug")) == []


def test_a_compensation_event_leads_to_what_undoes_and_not_into_the_flow() -> None:
    assert ("compensation_with_flow", "ATerug") in undoing(UNDONE, end("X"), flow("ATerug", "X"))


def test_a_compensation_event_that_leads_to_nothing_is_refused() -> None:
    assert undoing(boundary("Rand", "A", compensate())) == [
        ("compensates_nothing", "Terug"),
        ("compensation_without_handler", "Rand"),
    ]


def test_a_compensation_event_that_leads_to_two_activities_is_refused() -> None:
    other = user("Ook").replace('id="Ook"', 'id="Ook" isForCompensation="true"')
    link = '<bpmn:association id="Tweede" sourceRef="ATerug" targetRef="Ook" />'

    assert ("compensation_without_handler", "ATerug") in undoing(UNDONE, other, link)


def test_two_compensation_events_on_one_activity_are_refused() -> None:
    again = UNDONE.replace("XA", "XB").replace("ATerug", "AWeer").replace("AOngedaan", "AOok")

    assert [code for code, _ in undoing(UNDONE, again)].count("compensation_twice") == 1


def test_a_subprocess_that_is_undone_from_the_edge_and_from_inside_is_refused() -> None:
    inner = part("Deel", start("In"), end("Uit"), flow("In", "Uit"), listening("Sub", compensate(), end("SubUit"),
                                                                               flow("SubKomt", "SubUit")))  # fmt: skip

    found = through(inner, "Deel", undone("Deel", user("XDeel")))

    assert found == [("compensation_two_ways", "DeelTerug")]


def test_what_undoes_has_the_mark_of_it() -> None:
    unmarked = UNDONE.replace(' isForCompensation="true"', "")

    assert ("handler_unmarked", "XA") in undoing(unmarked)


def test_what_undoes_stands_beside_what_it_undoes() -> None:
    edge, handler = UNDONE.split("<bpmn:userTask")
    inner = part("Deel", start("In"), end("Uit"), flow("In", "Uit"), "<bpmn:userTask" + handler)

    found = judge(start("Begin"), user("A"), edge, inner, THROW, chain("Begin", "A", "Deel", "Terug"))

    assert ("handler_elsewhere", "XA") in found


@pytest.mark.parametrize("connecting", [flow("XA", "Terug"), flow("A", "XA", key="Naar")], ids=["out of it", "into it"])
def test_what_undoes_stands_outside_the_flow(connecting: str) -> None:
    assert ("handler_with_flow", "XA") in undoing(UNDONE, connecting)


def test_a_mark_without_anything_to_undo_is_refused() -> None:
    lonely = user("Los").replace('id="Los"', 'id="Los" isForCompensation="true"')

    assert beside(lonely) == [("handler_never", "Los")]


def test_an_event_on_the_edge_of_what_undoes_is_refused() -> None:
    found = undoing(UNDONE, boundary("Om", "XA", timer("Duration", "P1D")), end("X"), flow("Om", "X"))

    assert ("handler_with_edge", "Om") in found


def test_repeating_what_undoes_a_repeated_activity_is_warned_about() -> None:
    every = each("=groepen.stuurgroep", "lid")

    found = judge(start("Begin"), user("A", every), undone("A", user("XA", every)), THROW, chain("Begin", "A", "Terug"))

    assert found == [("handler_repeated", "XA")]


def test_undoing_an_activity_at_another_level_is_refused() -> None:
    inner = part("Deel", start("In"), throw("Gooi", compensate("A")), end("Uit"), chain("In", "Gooi", "Uit"))

    found = judge(start("Begin"), user("A"), UNDONE, inner, end(), chain("Begin", "A", "Deel", "Klaar"))

    assert found == [("compensates_unknown", "Gooi")]


def test_undoing_an_activity_that_is_not_there_is_refused() -> None:
    found = undoing(UNDONE, ending=node("endEvent", "Terug", compensate("Weg")))

    assert found == [("compensates_unknown", "Terug")]


def test_undoing_an_activity_that_nothing_undoes_is_refused() -> None:
    assert undoing(ending=node("endEvent", "Terug", compensate("A"))) == [("compensates_unprepared", "Terug")]


def test_undoing_everything_where_nothing_can_be_undone_is_warned_about() -> None:
    assert undoing() == [("compensates_nothing", "Terug")]


def test_an_event_subprocess_that_undoes_a_whole_process_is_refused() -> None:
    own = listening("Sub", compensate(), end("SubUit"), flow("SubKomt", "SubUit"))

    assert beside(own) == [("compensation_of_process", "Sub")]


def test_an_event_subprocess_that_undoes_interrupts() -> None:
    own = listening("Sub", compensate(), end("SubUit"), flow("SubKomt", "SubUit"), interrupting=False)
    inner = part("Deel", start("In"), end("Uit"), flow("In", "Uit"), own)

    assert through(inner, "Deel") == [("compensation_goes_on", "SubKomt")]


def test_two_event_subprocesses_that_undo_the_same_are_refused() -> None:
    both = [listening(key, compensate(), end(f"{key}Uit"), flow(f"{key}Komt", f"{key}Uit")) for key in ("Een", "Twee")]
    inner = part("Deel", start("In"), end("Uit"), flow("In", "Uit"), *both)

    assert [code for code, _ in through(inner, "Deel")] == ["compensation_twice"]


@pytest.mark.parametrize("where", ["in the process", "in a subprocess", "in a subprocess of a transaction"])
def test_a_cancel_end_event_outside_a_transaction_is_refused(where: str) -> None:
    inner = part("Binnen", start("BIn"), node("endEvent", "Stop", cancel()), flow("BIn", "Stop"))
    if where == "in the process":
        found = judge(start("Begin"), node("endEvent", "Stop", cancel()), flow("Begin", "Stop"))
    elif where == "in a subprocess":
        found = through(inner, "Binnen")
    else:
        found = cancelled(inner, end("Uit"), chain("In", "Binnen", "Uit"))

    assert ("cancel_outside_transaction", "Stop") in found


def test_a_transaction_that_is_cancelled_says_on_its_edge_how_to_go_on() -> None:
    assert cancelled(CANCELS, edge="") == [("cancel_not_caught", "Stop")]


def test_a_cancel_event_on_the_edge_of_anything_else_is_refused() -> None:
    found = beside(boundary("Af", "Taak", cancel()), end("X"), flow("Af", "X"))

    assert found == [("cancel_of_other", "Af")]


def test_a_cancel_event_that_does_not_interrupt_is_refused() -> None:
    assert cancelled(CANCELS, edge=boundary("Af", "Deel", cancel(), interrupting=False)) == [("cancel_goes_on", "Af")]


def test_two_cancel_events_on_one_transaction_are_refused() -> None:
    again = boundary("Ook", "Deel", cancel()) + end("Y") + flow("Ook", "Y")

    assert cancelled(CANCELS, edge=boundary("Af", "Deel", cancel()) + again) == [("cancel_twice", "Ook")]


def test_a_cancel_event_that_never_comes_is_warned_about() -> None:
    assert cancelled(end("Uit"), flow("In", "Uit")) == [("cancel_never", "Af")]


def test_cancelling_in_one_branch_leaves_no_join_waiting() -> None:
    found = cancelled(
        node("parallelGateway", "Splits"), user("A"), user("B"), node("parallelGateway", "Samen"), end("Uit"),
        node("exclusiveGateway", "Goed", default="Goed_to_Samen"), node("endEvent", "Stop", cancel()),
        chain("In", "Splits", "A", "Goed", "Samen", "Uit"), chain("Splits", "B", "Samen"), flow("Goed", "Stop", "=nee"),
    )  # fmt: skip

    assert [code for code, _ in found if code != "unknown_variable"] == []


def test_what_undoes_an_instance_may_read_what_the_instance_knows() -> None:
    every = each("=groepen.stuurgroep", "lid")
    found = judge(
        start("Begin"), user("A", every), undone("A", script("XA", "=lid.id", "wie")), THROW,
        chain("Begin", "A", "Terug"),
    )  # fmt: skip

    assert found == []


def test_what_undoes_an_instance_does_not_know_which_one_it_was_by_number() -> None:
    every = each("=groepen.stuurgroep", "lid")
    undo = undone("A", user("XA", io({"nr": "=loopCounter"})))
    files = folder(start("Begin"), user("A", every), undo, THROW, chain("Begin", "A", "Terug"))

    found = check_folder(files, {})

    assert [(f.code, f.element_id) for f in found] == [("foreign_variable", "XA")]


def test_an_event_subprocess_that_undoes_may_bear_the_mark_of_what_undoes() -> None:
    own = listening("Sub", compensate(), end("SubUit"), flow("SubKomt", "SubUit"))
    marked = own.replace(' id="Sub"', ' id="Sub" isForCompensation="true"', 1)
    inner = part("Deel", start("In"), end("Uit"), flow("In", "Uit"), marked)

    assert through(inner, "Deel") == []
