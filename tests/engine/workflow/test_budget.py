"""Budget: what one step of a case costs the server is bounded, however a diagram spreads it over many elements."""

from __future__ import annotations

import pytest

from engine.errors import ExecutionFailed
from engine.workflow import expressions, state
from tests.engine.diagrams import chain, end, flow, folder, node, script, start, user
from tests.engine.player import Player, play

COSTLY = "=count(for n in 1..2000 return n)"
LONG = '=string join(for n in 1..200 return "' + "x" * 50 + '")'
DECISION = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d">
  <decision id="som" name="som">
    <variable name="som" />
    <literalExpression><text>{COSTLY[1:]}</text></literalExpression>
  </decision>
</definitions>
""".encode()


def one_after_the_other(expression: str, count: int) -> Player:
    steps = [f"Stap{number}" for number in range(count)]
    scripts = (script(key, expression, key.lower()) for key in steps)
    return play(start("Begin"), *scripts, user("Kijk"), end("Klaar"), chain("Begin", *steps, "Kijk", "Klaar"))


@pytest.fixture
def bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "EXPRESSIONS_OF_ALL", 50_000)


@pytest.mark.usefixtures("bounded")
@pytest.mark.parametrize("expression", [COSTLY, LONG], ids=["much to work out", "much to keep"])
def test_many_expressions_that_each_ask_much_are_stopped_together(expression: str) -> None:
    with pytest.raises(ExecutionFailed, match="together") as found:
        one_after_the_other(expression, 40)

    assert found.value.element.startswith("Stap")


@pytest.mark.usefixtures("bounded")
def test_as_much_is_done_where_somebody_acts_in_between() -> None:
    case = play(
        start("Begin"), node("exclusiveGateway", "In"), script("Reken", COSTLY, "som"), user("Kijk"),
        node("exclusiveGateway", "Genoeg", default="uit"), end("Klaar"),
        chain("Begin", "In", "Reken", "Kijk", "Genoeg"), flow("Genoeg", "In", "=nog"),
        flow("Genoeg", "Klaar", key="uit"),
    )  # fmt: skip

    for lap in range(1, 31):
        case.answer("Kijk", nog=lap < 30)

    assert case.ended_in == "Klaar"


def test_a_case_that_holds_too_much_goes_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "LARGEST", 100_000)

    with pytest.raises(ExecutionFailed, match="larger than 100000 bytes"):
        one_after_the_other(LONG, 12)


@pytest.mark.usefixtures("bounded")
def test_decisions_count_as_expressions_do() -> None:
    asked = '<zeebe:calledDecision decisionId="som" resultVariable="som" />'
    steps = [f"Beslis{number}" for number in range(40)]
    decisions = (node("businessRuleTask", key, asked) for key in steps)
    diagram = (start("Begin"), *decisions, end("Klaar"), chain("Begin", *steps, "Klaar"))

    with pytest.raises(ExecutionFailed, match="together") as found:
        Player({"proef": folder(*diagram, files={"som.dmn": DECISION})}).begin()

    assert found.value.element.startswith("Beslis")
