"""Ways: where a token can go next from each node of a scope, and telling apart two flows between the same nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from engine.dialect.elements import Element, links


class Way(BpmnTaskSpec):  # type: ignore[misc]
    """One of several flows from a node to the same join, which identifies a way in by where a token came from."""

    def __init__(self, wf_spec: Any, flow: Element) -> None:
        super().__init__(wf_spec, way_name(flow.id))
        self.flow = flow


def way_name(flow: str) -> str:
    return f"{flow}.Way"


def find_doubled(nodes: Mapping[str, Element], flows: Collection[Element]) -> set[str]:
    """The flows that lead from a node to the same join as another flow of that node."""
    count = Counter((flow.source, flow.target) for flow in flows)
    joining = {"parallelGateway", "inclusiveGateway"}
    return {
        flow.id
        for flow in flows
        if count[flow.source, flow.target] > 1 and str(flow.target) in nodes and nodes[str(flow.target)].kind in joining
    }


def lead_on(nodes: Collection[Element], flows: Collection[Element], doubled: set[str]) -> dict[str, list[str]]:
    """Where a token can go next from each node of a scope."""
    onward: dict[str, list[str]] = {node.id: [] for node in nodes}
    for flow in flows:
        after = str(flow.target)
        if flow.id in doubled:
            onward[way_name(flow.id)] = [after]
            after = way_name(flow.id)
        onward.setdefault(str(flow.source), []).append(after)
    for node in nodes:
        if node.attached_to is not None:
            onward.setdefault(node.attached_to, []).append(node.id)
    for throwing, catching in links(nodes):
        onward[throwing].append(catching)
    return onward
