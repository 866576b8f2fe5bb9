"""Whatever somebody draws, `check` says what is wrong with it: it never fails itself."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.checking import check_folder
from engine.checking.finding import ERROR
from engine.errors import DiagramRefused
from tests.engine.checking.judging import judge
from tests.engine.diagrams import (
    cancel,
    catch,
    chain,
    compensate,
    conditional,
    end,
    error,
    escalation,
    flow,
    folder,
    link,
    message,
    node,
    signal,
    start,
    throw,
    timer,
    user,
)
from tests.lengths import examples

KEYS = [f"N{number}" for number in range(9)]
ODD_KEYS = [*KEYS, "proef", "F1", ""]
"""Ids that elements get where anything goes: twice the same, that of the process, that of a flow, none."""
DEFINITIONS = [
    "", message(), signal(), error("fout"), error(), escalation("hulp"), escalation(), timer("Duration", "PT1H"),
    conditional("=klaar"), link("a"), link("b"), link("a"), link("b"), compensate(), compensate("N1"), cancel(),
    "<bpmn:terminateEventDefinition />", message() + signal(), "<bpmn:eventDefinitionRef>N1</bpmn:eventDefinitionRef>",
    "<bpmn:eventDefinitionRef>Sein</bpmn:eventDefinitionRef>", "<bpmn:eventDefinitionRef />", message("x:Message_1"),
    "<bpmn:linkEventDefinition />", "<bpmn:messageEventDefinition />", "<bpmn:signalEventDefinition />",
]  # fmt: skip
SHARED = '<bpmn:signal id="alarm" name="alarm" /><bpmn:signalEventDefinition id="Sein" signalRef="alarm" />'
EVENTS = ["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"]
GATEWAYS = [f"{kind}Gateway" for kind in ("exclusive", "parallel", "inclusive", "eventBased", "complex")]
ACTIVITIES = ["userTask", "task", "manualTask", "receiveTask", "sendTask", "callActivity"]
PARTS = ["subProcess", "transaction", "adHocSubProcess"]


@st.composite
def _nodes(draw: st.DrawFn, keys: list[str], odd: bool, depth: int = 0) -> str:
    """Some nodes, and in their parts others; `odd` gives ids and hosts from where they do not belong."""
    pool = st.sampled_from(ODD_KEYS if odd else KEYS)
    written = []
    for _ in range(draw(st.integers(1, 6 if depth == 0 else 3))):
        if not odd and not keys:
            break
        key = draw(pool) if odd else keys.pop()
        kinds = EVENTS + GATEWAYS + ACTIVITIES + (PARTS if depth < 2 else [])
        kind = draw(st.sampled_from(kinds))
        told: dict[str, str] = {}
        inside = ""
        if kind in EVENTS:
            inside = draw(st.sampled_from(DEFINITIONS))
        if kind == "boundaryEvent":
            told = {"attachedToRef": draw(pool), "cancelActivity": draw(st.sampled_from(["true", "false"]))}
        if kind in PARTS:
            inside = draw(_nodes(keys, odd, depth + 1))
            told = draw(st.sampled_from([{}, {}, {"triggeredByEvent": "true"}]))
        if kind in ACTIVITIES and draw(st.integers(0, 8)) == 0:
            told = {"isForCompensation": "true"}
        written.append(node(kind, key, inside, **told))
    ends = st.sampled_from(ODD_KEYS if odd else KEYS)
    for number in range(draw(st.integers(0, 8))):
        condition = draw(st.sampled_from(["", "", "=ja"]))
        written.append(flow(draw(ends), draw(ends), condition, key=f"F{depth}_{number}_{len(keys)}"))
    return "".join(written)


@st.composite
def _diagrams(draw: st.DrawFn, odd: bool) -> str:
    return draw(_nodes(list(KEYS), odd))


@settings(deadline=None, max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
@given(_diagrams(odd=False) | _diagrams(odd=True))
def test_no_diagram_makes_check_itself_fail(written: str) -> None:
    try:
        drawn = folder(written, around=SHARED)
    except DiagramRefused:
        return

    found = check_folder(drawn, {})

    assert all(str(finding) for finding in found)


PLACES = ["A", "B", "Keuze"]


@st.composite
def _linked(draw: st.DrawFn) -> str:
    """A split of which some ways end in throwing links, which lead on from catching ones."""
    split = node(draw(st.sampled_from(GATEWAYS[:3])), "Splitsing", **{"default": "F0"})
    written = [start(), split, chain("Begin", "Splitsing")]
    for number in range(draw(st.integers(2, 4))):
        kind = draw(st.sampled_from(["link", "link", "task", "end"]))
        made = {"link": throw(f"Werp{number}", link(draw(st.sampled_from("ab")))), "task": user(f"Werp{number}"),
                "end": end(f"Werp{number}")}[kind]  # fmt: skip
        written += [made, flow("Splitsing", f"Werp{number}", key=f"F{number}")]
        if kind == "task":
            written.append(flow(f"Werp{number}", draw(st.sampled_from(["Klaar", "Samen"]))))
    join = draw(st.sampled_from(GATEWAYS[:3]))
    for name in "ab":
        target = draw(st.sampled_from(["Klaar", "Samen", "Splitsing"]))
        written += [catch(f"Vang{name}", link(name)), flow(f"Vang{name}", target)]
    return "".join([*written, node(join, "Samen"), flow("Samen", "Klaar"), end()])


@settings(deadline=None, max_examples=examples(80), suppress_health_check=[HealthCheck.too_slow])
@given(_linked())
def test_links_of_one_name_that_are_reached_in_any_way_are_checked(written: str) -> None:
    found = check_folder(folder(written), {})

    assert {finding.code for finding in found if finding.severity == ERROR} != {"unreadable"}


def test_two_links_of_one_name_reached_side_by_side_bring_two_tokens_to_the_catching_one() -> None:
    found = judge(
        start(), node("parallelGateway", "Splitsing"), throw("Een", link("verder")), throw("Twee", link("verder")),
        catch("Verder", link("verder")), user("Taak"), end(), chain("Begin", "Splitsing", "Een"),
        flow("Splitsing", "Twee"), chain("Verder", "Taak", "Klaar"),
    )  # fmt: skip

    assert found == [("two_at_once", "Verder")]


def test_two_links_of_one_name_behind_a_choice_are_one_way_on() -> None:
    found = judge(
        start(), node("exclusiveGateway", "Keuze", default="Anders"), throw("Een", link("verder")),
        throw("Twee", link("verder")), catch("Verder", link("verder")), user("Taak"), end(), chain("Begin", "Keuze"),
        flow("Keuze", "Een", "=ja"), flow("Keuze", "Twee", key="Anders"), chain("Verder", "Taak", "Klaar"),
    )  # fmt: skip

    assert found == []
