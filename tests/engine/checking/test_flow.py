"""Flow: what is connected to nothing, wrongly, or without an answer."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.engine.checking.judging import beside, judge, through
from tests.engine.diagrams import boundary, catch, chain, end, flow, link, message, node, script, start, timer, user


def choice(*flows: str, default: str = "Nee") -> list[tuple[str, str]]:
    """The findings on a choice between two ends, with these flows out of it."""
    attributes = {"default": default} if default else {}
    return judge(
        start(), node("exclusiveGateway", "Goed", **attributes), end("Ja"), end("Weg"), chain("Begin", "Goed"), *flows
    )


def test_a_choice_with_a_condition_and_a_default_is_sound() -> None:
    assert choice(flow("Goed", "Ja", "=goed"), flow("Goed", "Weg", key="Nee")) == []


def test_a_way_out_of_a_choice_without_a_condition_is_refused() -> None:
    found = choice(flow("Goed", "Ja", key="Kaal"), flow("Goed", "Weg", key="Nee"))

    assert found == [("flow_without_condition", "Kaal")]


def test_a_default_with_a_condition_is_refused() -> None:
    found = choice(flow("Goed", "Ja", "=goed"), flow("Goed", "Weg", "=slecht", key="Nee"))

    assert found == [("default_with_condition", "Nee")]


def test_a_choice_without_a_default_is_warned_about() -> None:
    found = choice(flow("Goed", "Ja", "=goed(1)"), flow("Goed", "Weg", "=not(goed(1))"), default="")

    assert found == [("no_default", "Goed")]


def test_a_single_way_out_with_a_condition_is_warned_about_too() -> None:
    found = judge(
        start(), node("exclusiveGateway", "Goed"), end(), flow("Begin", "Goed"), flow("Goed", "Klaar", "=goed(1)")
    )

    assert found == [("gateway_does_nothing", "Goed"), ("no_default", "Goed")]


@pytest.mark.parametrize("default", ["Nergens", "Begin_to_Goed"], ids=["no flow", "a flow of something else"])
def test_a_default_that_does_not_leave_the_choice_is_refused(default: str) -> None:
    found = choice(flow("Goed", "Ja", "=goed"), flow("Goed", "Weg", "=not(goed)"), default=default)

    assert found == [("default_unknown", "Goed")]


@pytest.mark.parametrize(
    ("source", "extra"),
    [("Taak", ""), ("Begin", ""), ("Wacht", catch("Wacht", timer("Duration", "P1D")))],
    ids=["a task", "a start", "an event"],
)
def test_a_condition_that_would_be_ignored_is_refused(source: str, extra: str) -> None:
    nodes = ["Begin", "Taak", *(["Wacht"] if extra else []), "Klaar"]
    flows = [flow(a, b, "=ja" if a == source else "") for a, b in pairwise(nodes)]

    found = judge(start(), user("Taak"), extra, end(), *flows)

    assert [code for code, _ in found] == ["condition_elsewhere"]


def test_two_ways_out_of_a_task_are_refused() -> None:
    assert beside(end("Elders"), flow("Taak", "Elders")) == [("several_ways_out", "Taak")]


@pytest.mark.parametrize(("source", "target"), [("Taak", "Nergens"), ("Nergens", "Taak")], ids=["to", "from"])
def test_a_flow_that_leads_nowhere_is_refused(source: str, target: str) -> None:
    found = beside(flow(source, target, key="Los"))

    assert ("dangling_flow", "Los") in found


def test_a_flow_through_the_edge_of_a_subprocess_is_refused() -> None:
    inner = node("subProcess", "Deel", start("Erin"), user("Binnen"), end("Eruit"), chain("Erin", "Binnen", "Eruit"))

    found = judge(start(), inner, end(), chain("Begin", "Deel", "Klaar"), end("Elders"), flow("Binnen", "Elders"))

    assert ("flow_crosses_scope", "Binnen_to_Elders") in found


def test_a_flow_into_a_start_is_refused() -> None:
    found = judge(start(), node("exclusiveGateway", "Keuze", default="Door"), end(), flow("Begin", "Keuze"),
                  flow("Keuze", "Begin", "=ja"), flow("Keuze", "Klaar", key="Door"))  # fmt: skip

    assert found == [("flow_into_start", "Begin")]


def test_a_flow_out_of_an_end_is_refused() -> None:
    assert ("flow_out_of_end", "Klaar") in beside(user("Later"), chain("Klaar", "Later"))


def test_a_flow_into_a_boundary_event_is_refused() -> None:
    found = judge(
        start(), user("Eerst"), user("Taak"), boundary("Rand", "Taak", message()), end(), end("Elders"),
        chain("Begin", "Eerst", "Rand", "Elders"), chain("Taak", "Klaar"),
    )  # fmt: skip

    assert ("flow_into_boundary", "Rand") in found


@pytest.mark.parametrize("host", ["Nergens", "Begin", "Klaar"], ids=["nothing", "a start", "an end"])
def test_a_boundary_event_on_something_else_than_an_activity_is_refused(host: str) -> None:
    found = beside(boundary("Rand", host, message()), end("Elders"), flow("Rand", "Elders"))

    assert ("boundary_host", "Rand") in found


def test_a_boundary_event_on_what_is_done_at_once_is_warned_about() -> None:
    rekenen = script("Rekenen", "=1", "uitkomst")

    found = through(rekenen, "Rekenen", boundary("Rand", "Rekenen", timer("Duration", "P1D")), end("Elders"),
                    flow("Rand", "Elders"))  # fmt: skip

    assert found == [("boundary_never", "Rand")]


@pytest.mark.parametrize("kind", ["userTask", "exclusiveGateway", "intermediateThrowEvent", "endEvent"])
def test_a_node_that_nothing_leads_to_is_refused(kind: str) -> None:
    orphan = user("Wees") if kind == "userTask" else node(kind, "Wees")
    onward = "" if kind == "endEvent" else flow("Wees", "Klaar")

    assert beside(orphan, onward) == [("unreachable", "Wees")]


def test_a_circle_that_nothing_leads_into_is_refused() -> None:
    found = beside(user("Heen"), user("Terug"), chain("Heen", "Terug", "Heen"))

    assert found == [("never_reached", "Heen"), ("never_reached", "Terug")]


def test_what_only_a_node_without_a_way_in_leads_to_is_told_once() -> None:
    found = beside(user("Wees"), user("Kind"), chain("Wees", "Kind", "Klaar"))

    assert found == [("unreachable", "Wees")]


def test_what_leads_only_to_a_node_without_a_way_on_is_told_once() -> None:
    found = judge(start(), node("exclusiveGateway", "Keuze", default="Door"), user("Naar"), user("Dood"), end(),
                  flow("Begin", "Keuze"), flow("Keuze", "Klaar", key="Door"), flow("Keuze", "Naar", "=ja"),
                  flow("Naar", "Dood"))  # fmt: skip

    assert found == [("no_way_to_end", "Dood")]


def test_links_with_names_that_differ_are_told_as_links_and_not_as_ways_that_are_missing() -> None:
    found = judge(start(), user("Taak"), node("intermediateThrowEvent", "Weg", link("a")), end(),
                  node("intermediateCatchEvent", "Hier", link("b")), chain("Begin", "Taak", "Weg"),
                  flow("Hier", "Klaar"))  # fmt: skip

    assert found == [("link_from_nowhere", "Hier"), ("link_leads_nowhere", "Weg")]


def test_activities_in_an_ad_hoc_subprocess_need_no_way_to_them() -> None:
    found = through(node("adHocSubProcess", "Deel", user("Een"), user("Twee")), "Deel")

    assert found == [("not_run", "Deel")]


def test_a_task_without_a_way_on_is_refused() -> None:
    found = judge(start(), node("exclusiveGateway", "Keuze", default="Door"), user("Dood"), end(),
                  chain("Begin", "Keuze", "Klaar").replace("Keuze_to_Klaar", "Door"),
                  flow("Keuze", "Dood", "=ja"))  # fmt: skip

    assert found == [("no_way_to_end", "Dood")]


def test_a_circle_without_a_way_out_is_refused() -> None:
    found = judge(start(), node("exclusiveGateway", "Keuze", default="Door"), user("Heen"), user("Terug"), end(),
                  flow("Begin", "Keuze"), flow("Keuze", "Klaar", key="Door"), flow("Keuze", "Heen", "=ja"),
                  chain("Heen", "Terug", "Heen"))  # fmt: skip

    assert [f for f in found if f[0] == "leads_to_no_end"] == [
        ("leads_to_no_end", "Heen"),
        ("leads_to_no_end", "Terug"),
    ]


def test_a_start_without_any_end_is_refused() -> None:
    found = judge(start(), user("Heen"), user("Terug"), chain("Begin", "Heen", "Terug", "Heen"))

    assert ("no_end", "") in found


def test_a_task_with_no_way_on_but_its_deadline_is_refused() -> None:
    found = judge(start(), user("Wachten"), boundary("Om", "Wachten", timer("Duration", "P1D")), end(),
                  flow("Begin", "Wachten"), flow("Om", "Klaar"))  # fmt: skip

    assert found == [("no_way_to_end", "Wachten")]


@pytest.mark.parametrize(
    "loop",
    [
        [user("Taak"), chain("Begin", "Taak", "Taak")],
        [user("Taak"), user("Terug"), chain("Begin", "Taak", "Terug", "Taak")],
        [user("Taak"), node("exclusiveGateway", "Verder"), chain("Begin", "Verder", "Taak", "Verder")],
    ],
    ids=["onto itself", "through another task", "through a choice with one way out"],
)
def test_a_loop_that_only_a_deadline_could_leave_is_refused(loop: list[str]) -> None:
    found = judge(start(), *loop, boundary("Om", "Taak", timer("Duration", "P1D")), end(), flow("Om", "Klaar"))

    assert [code for code, _ in found] == ["loop_without_choice"]


def test_a_deadline_that_leads_back_to_its_own_task_is_sound() -> None:
    found = judge(start(), user("Taak"), boundary("Om", "Taak", timer("Duration", "P1D")), end(),
                  chain("Begin", "Taak", "Klaar"), flow("Om", "Taak"))  # fmt: skip

    assert found == []


def test_a_loop_through_a_choice_is_sound() -> None:
    found = judge(start(), user("Aanvullen"), node("exclusiveGateway", "Volledig", default="Ja"), end(),
                  chain("Begin", "Aanvullen", "Volledig"), flow("Volledig", "Aanvullen", "=nee"),
                  flow("Volledig", "Klaar", key="Ja"))  # fmt: skip

    assert found == []
