"""Replaying: whether tokens can really move as a trace says, by counting what was given and what was taken."""

from __future__ import annotations

from collections import Counter

from engine.dialect.elements import Process


def follow(process: Process, trace: tuple[str, ...]) -> list[str]:
    """What is impossible in a trace; nothing for one that can be played."""
    elements = process.elements
    done: Counter[str] = Counter()
    wrong = []
    for place, key in enumerate(trace):
        element = elements[key]
        if element.kind == "sequenceFlow":
            source = elements[str(element.source)]
            given = done[source.id]
            beside = source.outgoing if source.kind == "exclusiveGateway" else (key,)
            if sum(done[other] for other in beside) >= given:
                wrong.append(f"{key} gets a token that {source.id} did not give")
        elif element.kind == "boundaryEvent":
            if not done[str(element.attached_to)]:
                wrong.append(f"{key} comes before {element.attached_to}")
        elif element.incoming and place + 1 < len(trace):
            came = [done[flow] for flow in element.incoming]
            waits = element.kind == "parallelGateway"
            if (min(came) if waits else sum(came)) <= done[key]:
                wrong.append(f"{key} goes on without a token")
        done[key] += 1
    return wrong
