"""Graphs without blocks, in which things happen: the engine does no more and no less than clause 13 allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from engine.errors import ExecutionFailed
from tests.engine.conformance import outcomes
from tests.engine.conformance.tangles import Drawing, Maker
from tests.engine.conformance.tokens import Case, TooMany
from tests.engine.conformance.whole import hold_whole
from tests.engine.diagrams import folder
from tests.engine.player import MONDAY, Player
from tests.lengths import examples

MOVES = 14
MOST_CASES = 12


def seen_in(case: Player) -> tuple[Counter[str], Counter[str], Counter[tuple[int, str]], bool]:
    """What `outcomes.seen_of` says of the reference case, for the engine's case."""
    moments = [(int((one.due_at - MONDAY).total_seconds()), one.element_id) for one in case.step.timers]
    heard = Counter(one.element_id.removesuffix("Komt") for one in case.step.subscriptions)
    timers = Counter((moment, key.removesuffix("Komt")) for moment, key in moments)
    return Counter(case.waiting), heard, timers, case.step.ended


def moves_of(case: Case) -> list[tuple[str, str]]:
    found = [("do", key) for key in case.waiting]
    found += [(node.what, node.name) for _, _, node in case.spots() if node.what in {"message", "signal"}]
    return sorted(set(found)) + ([("wait", "")] if case.timers else [])


def play(seed: int) -> str:
    """Play a case together with every state it may be in; returns how that ended."""
    dice, drawing = Random(seed), Drawing()
    graph = Maker(dice).make()
    written = drawing.draw(graph)
    case = Player({"proef": folder(written, messages=drawing.messages)})
    done: list[str] = []
    kind, name = "begin", ""
    try:
        before = may_be = outcomes.begin(graph)
        while True:
            try:
                move(case, kind, name, may_be[0].now - before[0].now, drawing)
            except ExecutionFailed as error:
                stopped = str(error)
                break
            hold_whole(case)
            found = seen_in(case)
            fits = [one for one in may_be if not one.failed and outcomes.seen_of(one) == found]
            assert fits, (done, found, [outcomes.seen_of(one) for one in may_be])
            moves = moves_of(fits[0])
            if not moves or len(done) >= MOVES or len(fits) > MOST_CASES:
                return "ended" if case.step.ended else "went on" if moves else "got stuck"
            kind, name = dice.choice(moves)
            done.append(f"{kind} {name}")
            before, may_be = fits, all_after(fits, kind, name)
    except TooMany:
        return "said nothing of"
    if "goes round" in stopped:
        return "went round"  # That does not say what else may come of it.
    assert any(one.failed for one in may_be), (done, stopped)
    return "stopped"


def all_after(may_be: list[Case], kind: str, name: str) -> list[Case]:
    """Every possible result of a move in each of the possible cases."""
    moves: dict[str, Callable[[Case], list[Case]]] = {
        "do": lambda one: outcomes.do(one, name),
        "message": lambda one: outcomes.send(one, name),
        "signal": lambda one: outcomes.signal(one, name),
        "wait": outcomes.wait,
    }
    return list({one.form(): one for before in may_be for one in moves[kind](before)}.values())


def move(case: Player, kind: str, name: str, seconds: int, drawing: Drawing) -> None:
    """Let the same happen to the engine's case."""
    if kind == "begin":
        case.begin(**drawing.given)
    elif kind == "do":
        case.answer(name, None, **drawing.answers[name])
    elif kind == "message":
        case.send(name)
    elif kind == "signal":
        case.signal(name)
    else:
        case.wait(seconds=seconds)


@settings(deadline=None, max_examples=examples(100))
@given(st.integers(0, 2**32 - 1))
def test_whatever_happens_in_any_graph_is_what_the_standard_allows(seed: int) -> None:
    event(play(seed))
