"""Choosing: how likely each way out of a choice is in a replay: as it was measured, or as the user wants it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.dialect.elements import Process
from engine.simulation import Node, Plan
from engine.views import ChanceOfWay, ChoiceToReplay

CHOOSING = frozenset({"choice", "some"})


def list_choices(plan: Plan, processes: Mapping[str, Process]) -> tuple[ChoiceToReplay, ...]:
    """The choices of a drawing, with how likely each way is as it is drawn, in whole percents."""
    return tuple(_choices(plan, processes))


def _choices(plan: Plan, processes: Mapping[str, Process]) -> Iterator[ChoiceToReplay]:
    for process in processes.values():
        for element in process.elements.values():
            node = plan.nodes.get(f"{process.id}:{element.id}")
            if node is None or node.kind not in CHOOSING:
                continue
            ways = tuple(
                ChanceOfWay(f"{process.id}:{flow}", _label(process, flow), percent)
                for (flow, _), percent in zip(node.ways, _percents(node), strict=True)
            )
            yield ChoiceToReplay(node.id, node.name, process.name or process.id, node.kind == "some", ways)


def _label(process: Process, flow_id: str) -> str:
    """The answer at a way, and where it leads; a join without a name says nothing to anybody."""
    flow = process.elements.get(flow_id)
    if flow is None:
        return flow_id
    target = process.elements.get(str(flow.target))
    name = target.name if target is not None else ""
    return f"{flow.name} → {name}".strip() if name else flow.name or f"→ {flow.target}"


def _percents(node: Node) -> list[int]:
    """Whole percents. In a choice between ways they add up to a hundred: the rest goes to where most was cut off."""
    exact = [100 * share for share in node.shares]
    found = [int(share) for share in exact]
    if node.kind == "choice":
        left = sorted(range(len(exact)), key=lambda at: found[at] - exact[at])
        for at in left[: 100 - sum(found)]:
            found[at] += 1
        return found
    return [round(share) for share in exact]


def weigh(
    choices: tuple[ChoiceToReplay, ...], told: Mapping[str, int | None]
) -> tuple[dict[str, tuple[float, ...]], dict[str, str]]:
    """The shares of each choice whose percents were changed, by node, and what is wrong with what was typed, by way.

    A way that was left as shown keeps what was measured, to the last digit.
    """
    shares: dict[str, tuple[float, ...]] = {}
    problems: dict[str, str] = {}
    for choice in choices:
        typed = [told.get(way.key, way.percent) for way in choice.ways]
        wrong = {w.key: "no_chance" for w, value in zip(choice.ways, typed, strict=True) if not _is_percent(value)}
        problems |= wrong
        percents = [value or 0 for value in typed]
        if wrong or percents == [way.percent for way in choice.ways]:
            continue
        if not choice.inclusive and sum(percents) != 100:
            problems[choice.ways[0].key] = "no_sum"
        elif not sum(percents):
            problems[choice.ways[0].key] = "no_way"
        shares[choice.node] = tuple(value / 100 for value in percents)
    return shares, problems


def _is_percent(value: int | None) -> bool:
    return value is not None and 0 <= value <= 100
