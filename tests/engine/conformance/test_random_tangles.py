"""Graphs that are no blocks, in which things happen: the engine does no more and no less than clause 13 allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from engine.errors import ExecutionFailed
from tests.engine.conformance import tokens
from tests.engine.conformance.tangles import Drawing, Maker
from tests.engine.conformance.tokens import Case, TooMany
from tests.engine.conformance.whole import hold_whole
from tests.engine.diagrams import folder
from tests.engine.player import MONDAY, Player

MOVES = 14
MOST_CASES = 12
GOES_ROUND = "goes round"


def seen_in(case: Player) -> tuple[Counter[str], Counter[str], Counter[tuple[int, str]], bool]:
    """Of the engine's case what `tokens.seen_of` says of the other."""
    moments = [(int((one.due_at - MONDAY).total_seconds()), one.element_id) for one in case.step.timers]
    heard = Counter(one.element_id.removesuffix("Komt") for one in case.step.subscriptions)
    timers = Counter((moment, key.removesuffix("Komt")) for moment, key in moments)
    return Counter(case.waiting), heard, timers, case.step.ended


def moves_of(case: Case) -> list[tuple[str, str]]:
    found = [("do", key) for key in case.waiting]
    found += [(node.what, node.name) for _, _, node in case.spots() if node.what in {"message", "signal"}]
    return sorted(set(found)) + ([("wait", "")] if case.timers else [])


def play(seed: int) -> str:
    """Play a case beside all that it may be; says how that came to an end."""
    dice = Random(seed)
    graph = Maker(dice).make()
    drawing = Drawing()
    written = drawing.draw(graph)
    done: list[str] = []
    try:
        may_be = came = tokens.begin(graph)
        case = Player({"proef": folder(written, messages=drawing.messages)})
        try:
            case.begin(**drawing.given)
            while True:
                hold_whole(case)
                found = seen_in(case)
                fits = [one for one in may_be if not one.failed and tokens.seen_of(one) == found]
                assert fits, (done, found, [tokens.seen_of(one) for one in may_be])
                may_be = list({one.form(): one for one in fits}.values())
                if case.step.ended or len(done) >= MOVES or len(may_be) > MOST_CASES:
                    return "ended" if case.step.ended else "went on"
                moves = moves_of(may_be[0])
                if not moves:
                    return "got stuck"
                kind, name = dice.choice(moves)
                done.append(f"{kind} {name}")
                came = all_after(may_be, kind, name)
                move(case, kind, name, came[0].now - may_be[0].now, drawing.answers)
                may_be = came
        except ExecutionFailed as stopped:
            if "goes round" in str(stopped):
                return "went round"  # The other ways in which it may go do not tell.
            assert any(one.failed for one in came), (done, stopped)
            return "stopped"
    except TooMany:
        return "said nothing of"


def all_after(may_be: list[Case], kind: str, name: str) -> list[Case]:
    """All that may come of a move in all that it may be."""
    moves: dict[str, Callable[[Case], list[Case]]] = {
        "do": lambda one: tokens.do(one, name),
        "message": lambda one: tokens.send(one, name),
        "signal": lambda one: tokens.signal(one, name),
        "wait": tokens.wait,
    }
    return list({one.form(): one for before in may_be for one in moves[kind](before)}.values())


def move(case: Player, kind: str, name: str, seconds: int, answers: Mapping[str, Mapping[str, bool]]) -> None:
    """Let the same happen to the engine's case."""
    if kind == "do":
        case.answer(name, **answers[name])
    elif kind == "message":
        case.send(name)
    elif kind == "signal":
        case.signal(name)
    else:
        case.wait(seconds=seconds)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 2**32 - 1))
def test_whatever_happens_in_any_graph_is_what_the_standard_allows(seed: int) -> None:
    event(play(seed))
