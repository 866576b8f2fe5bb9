"""How a case ended: which of the end events that it reached determines this."""

from __future__ import annotations

import pytest

from tests.engine.checking.judging import judge
from tests.engine.conformance.telling import gateway, send, task
from tests.engine.diagrams import boundary, chain, end, listening, message, node, part, properties, start
from tests.engine.player import play

REFUSED = end("Afgewezen", properties(outcome="afgewezen", legalEffect="beschikking", retentionClass="6.1.9"))
MAIN = (start("Begin"), task("Besluiten"), REFUSED, chain("Begin", "Besluiten", "Afgewezen"))
CALL = task("Bellen")
BESIDE = {
    "a reminder": (boundary("Herinnering", "Besluiten", message(), interrupting=False), CALL, end("Gebeld"),
                   chain("Herinnering", "Bellen", "Gebeld")),
    "a reminder that says something": (
        boundary("Herinnering", "Besluiten", message(), interrupting=False), CALL,
        end("Gebeld", properties(legalEffect="geen", retentionClass="6.3")), chain("Herinnering", "Bellen", "Gebeld")),
    "an event subprocess beside it": (
        listening("Vraag", message(), CALL, end("Gebeld"), chain("VraagKomt", "Bellen", "Gebeld"), interrupting=False),
    ),
}  # fmt: skip


@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE.keys())
def test_what_still_went_on_beside_a_decision_does_not_say_how_the_case_ended(beside: tuple[str, ...]) -> None:
    case = send("intrekking")(play(*MAIN, *beside)).answer("Besluiten")

    case.answer("Bellen")

    assert case.step.ending is not None
    assert (case.ended_in, case.step.ending.outcome) == ("Afgewezen", "afgewezen")


def test_of_two_branches_the_end_that_says_something_says_how_the_case_ended() -> None:
    case = play(
        start("Begin"), gateway("Splits", "parallel"), task("A"), task("B"), REFUSED, end("Gemeld"),
        chain("Begin", "Splits", "A", "Afgewezen"), chain("Splits", "B", "Gemeld"),
    )  # fmt: skip

    case.answer("A").answer("B")

    assert case.ended_in == "Afgewezen"


def test_the_end_of_a_subprocess_is_no_end_of_the_case() -> None:
    inside = (start("In"), task("B"), end("Uit", properties(outcome="binnen")), chain("In", "B", "Uit"))
    case = play(
        start("Begin"), gateway("Splits", "parallel"), task("A"), end("Een"), part("Deel", *inside),
        end("Twee"), chain("Begin", "Splits", "A", "Een"), chain("Splits", "Deel", "Twee"),
    )  # fmt: skip

    case.answer("A").answer("B")

    assert case.ended_in == "Twee"


def test_what_interrupts_the_case_says_how_it_ended() -> None:
    withdrawn = end("Ingetrokken", properties(outcome="ingetrokken"))
    apart = listening("Intrekken", message(), withdrawn, chain("IntrekkenKomt", "Ingetrokken"))
    case = play(
        start("Begin"), gateway("Splits", "parallel"), task("A"), task("B"), REFUSED, end("Gemeld"), apart,
        chain("Begin", "Splits", "A", "Afgewezen"), chain("Splits", "B", "Gemeld"),
    ).answer("A")  # fmt: skip

    case.send("intrekking")

    assert case.ended_in == "Ingetrokken"


def test_what_ends_all_the_rest_says_how_the_case_ended() -> None:
    stop = node("endEvent", "Gestopt", "<bpmn:terminateEventDefinition />", properties(outcome="gestopt"))
    case = play(*MAIN, boundary("Stopt", "Besluiten", message(), interrupting=False), stop, chain("Stopt", "Gestopt"))

    case.send("intrekking")

    assert case.ended_in == "Gestopt"


def test_the_end_of_a_reminder_need_not_say_how_long_the_case_is_kept() -> None:
    inside = "".join((*MAIN, *BESIDE["a reminder"]))

    found = judge(inside, extra=f"<bpmn:extensionElements>{properties(referencePrefix='PR')}</bpmn:extensionElements>")

    assert [fact for fact in found if fact[0] in {"no_retention", "no_effect"}] == []
