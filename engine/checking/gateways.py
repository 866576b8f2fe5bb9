"""Gateways: whether always at least one condition after a choice holds, and after an exclusive one never two.

The conditions are evaluated, as they run, for one value of each region of every variable that they compare with
constants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import accumulate, combinations, islice, product
from math import prod
from typing import Any

from engine.checking.domains import cut_known
from engine.checking.finding import WARNING, Finding, make
from engine.checking.known import Knowledge, Known
from engine.checking.points import Points
from engine.checking.regions import DOUBTFUL, SURE, UNSAID, Region, Unclear, cut, tell
from engine.dialect import feel, naming
from engine.dialect.elements import CHOOSING, Element
from engine.dialect.folder import ProcessFiles

MOST_COMBINATIONS = 2_000
MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Meeting:
    """Conditions, by index, that hold together for one set of values; a gap has none."""

    holding: tuple[int, ...]
    example: tuple[tuple[str, feel.Value], ...]
    """The relevant values: name or path, and value."""


def check(folder: ProcessFiles, knowledge: Knowledge) -> Iterator[Finding]:
    process, file = folder.process, folder.source
    for gateway in process.elements.values():
        if gateway.kind not in CHOOSING:
            continue
        flows = [process.elements[key] for key in gateway.outgoing if key != gateway.default]
        asked = [flow for flow in flows if flow.condition]
        if not asked and len(gateway.outgoing) < 2:
            continue
        found = None
        if asked and len(asked) == len(flows):
            found = _judge_flows(process.id, gateway, asked, knowledge)
        if found is None:
            if gateway.default is None:
                yield make("no_default", file, gateway, severity=WARNING)
            continue
        gap, overlaps = found
        if gap is not None and gateway.default is None:
            yield make("gateway_gap", file, gateway, severity=WARNING, example=_show(gap))
        for overlap in overlaps if gateway.kind == "exclusiveGateway" else ():
            first, second = (naming.arrow(asked[number]) for number in overlap.holding)
            yield make(
                "gateway_overlap", file, gateway, severity=WARNING, example=_show(overlap), first=first, second=second
            )


def _show(meeting: Meeting) -> str:
    return ", ".join(f"{name} = {tell(value)}" for name, value in meeting.example) or "wat er ook is ingevuld"


def _judge_flows(
    process_id: str, gateway: Element, flows: Sequence[Element], knowledge: Knowledge
) -> tuple[Meeting | None, list[Meeting]] | None:
    try:
        conditions = [feel.parse(str(flow.condition).removeprefix("=")) for flow in flows]
        return judge(conditions, lambda subject: knowledge.of(process_id, gateway, subject))
    except (feel.FeelError, Unclear):
        return None


def judge(
    conditions: Sequence[feel.Expression], known: Callable[[str], Known | None]
) -> tuple[Meeting | None, list[Meeting]]:
    """A gap between conditions, and the pairs that hold together. `known` gives what is known of a name or path.

    Raises:
        Unclear: they do more than compare some variables with constants, or there are too many combinations.
    """
    points = Points(named=True)
    for condition in conditions:
        points.read_condition(condition.tree)
    subjects = sorted(points.found)
    if any(points.found.keys() & set(_around(subject)) for subject in subjects):
        raise Unclear
    regions = [_regions(points.found[subject], known(subject)) for subject in subjects]
    if prod(map(len, regions)) * len(conditions) > MOST_COMBINATIONS:
        raise Unclear
    answers: dict[tuple[int, ...], tuple[bool | None, ...]] = {}
    for place in product(*(range(len(own)) for own in regions)):
        scope = _scope(subjects, [own[number].value for own, number in zip(regions, place, strict=True)])
        answers[place] = tuple(_ask(condition, scope) for condition in conditions)
    sweep = _Sweep(subjects, regions, answers)
    pairs = [sweep.find((True, True), pair) for pair in _first_pairs(answers.values())]
    gap = sweep.find((False,) * len(conditions), tuple(range(len(conditions))))
    gap = Meeting((), gap.example) if gap is not None else None
    return gap, [pair for pair in pairs if pair is not None]


def _around(subject: str) -> Iterator[str]:
    """The names and paths that contain a path: for a.b.c, a and a.b."""
    parts = subject.split(".")
    return accumulate(parts[:-1], "{}.{}".format)


def _first_pairs(answers: Iterable[Sequence[bool | None]]) -> list[tuple[int, int]]:
    """The first pairs of conditions that hold together somewhere, in order. Not every pair is examined."""
    found: set[tuple[int, int]] = set()
    for answered in answers:
        holding = (number for number, answer in enumerate(answered) if answer is True)
        # The first pairs overall are among the first of each place.
        pairs = combinations(islice(holding, MOST_EXAMPLES + 1), 2)
        found = set(nsmallest(MOST_EXAMPLES, found.union(islice(pairs, MOST_EXAMPLES))))
    return sorted(found)


def _regions(points: list[feel.Value], known: Known | None) -> list[Region]:
    """The regions that count; if nothing at all is known, an empty value is one of them."""
    if known is not None:
        return [region for region in cut_known(points, known) if region.chance != UNSAID]
    found = [r if r.value is not None else Region(None, min(r.chance, DOUBTFUL)) for r in cut(points)]
    return [region for region in found if region.chance != UNSAID]


def _scope(subjects: Sequence[str], values: Sequence[feel.Value]) -> dict[str, Any]:
    scope: dict[str, Any] = {}
    for subject, value in zip(subjects, values, strict=True):
        *outer, name = subject.split(".")
        at = scope
        for part in outer:
            at = at.setdefault(part, {})
        at[name] = value
    return scope


def _ask(condition: feel.Expression, scope: Mapping[str, Any]) -> bool | None:
    value = condition.evaluate(scope)
    return value if isinstance(value, bool) else None


class _Sweep:
    def __init__(
        self,
        subjects: Sequence[str],
        regions: Sequence[Sequence[Region]],
        answers: Mapping[tuple[int, ...], tuple[bool | None, ...]],
    ) -> None:
        self.subjects = subjects
        self.regions = regions
        self.answers = answers

    def find(self, wanted: tuple[bool, ...], conditions: tuple[int, ...]) -> Meeting | None:
        """The first combination, among the least doubtful, for which these conditions answer as wanted."""

        def holds(place: tuple[int, ...]) -> bool:
            return tuple(self.answers[place][number] for number in conditions) == wanted

        fitting = [place for place in self.answers if holds(place)]
        if not fitting:
            return None
        chosen = min(fitting, key=lambda place: max((r[n].chance for r, n in self._at(place)), default=SURE))
        matter = list(range(len(chosen)))
        for index in reversed(range(len(chosen))):
            kept = [other for other in matter if other != index]
            alike = (place for place in self.answers if all(place[other] == chosen[other] for other in kept))
            if all(map(holds, alike)):
                matter = kept
        example = tuple((self.subjects[index], self.regions[index][chosen[index]].value) for index in matter)
        return Meeting(conditions, example)

    def _at(self, place: tuple[int, ...]) -> list[tuple[Sequence[Region], int]]:
        return list(zip(self.regions, place, strict=True))
