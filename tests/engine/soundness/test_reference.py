"""Blocks are sound; what was changed in one is unsound exactly where the plainest token game says so."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from engine import soundness
from tests.engine.conformance import blocks
from tests.engine.conformance.blocks import Block
from tests.engine.conformance.test_random_diagrams import DIAGRAMS
from tests.engine.diagrams import folder
from tests.engine.soundness.reference import TooMany, is_sound
from tests.engine.soundness.replaying import follow
from tests.lengths import examples

KINDS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")


@settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(DIAGRAMS)
def test_what_is_built_of_blocks_is_sound(block: Block) -> None:
    written, _ = blocks.draw(block)

    assert soundness.explore(folder(written).process) == soundness.Soundness()


@settings(
    deadline=None, max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(DIAGRAMS, st.data())
def test_a_changed_diagram_is_unsound_exactly_when_the_plainest_game_says_so(block: Block, data: st.DataObject) -> None:
    written, _ = blocks.draw(block)
    for _ in range(data.draw(st.integers(1, 2))):
        written = _change(written, data)
    process = folder(written).process
    elements = process.elements
    assume(all(elements[str(e.target)].parent == e.parent for e in elements.values() if e.kind == "sequenceFlow"))
    try:
        sound = is_sound(process)
    except TooMany:
        assume(False)

    found = soundness.explore(process)

    event(f"sound: {sound}")
    assert not found.bounded
    assert (found.problems == ()) == sound
    assert [follow(process, problem.trace) for problem in found.problems] == [[]] * len(found.problems)


def _change(written: str, data: st.DataObject) -> str:
    """The kind of a gateway, the end of a flow, or a flow that is there no more."""
    gateways = re.findall(r'<bpmn:(\w+Gateway) id="([^"]+)"', written)
    flows = re.findall(r'<bpmn:sequenceFlow id="([^"]+)"', written)
    how = data.draw(st.sampled_from(["kind", "flow", "turn"] if gateways else ["flow"]))
    if how == "kind":
        old, key = data.draw(st.sampled_from(gateways))
        new = data.draw(st.sampled_from([kind for kind in KINDS if kind != old]))
        return re.sub(rf'<bpmn:{old} (id="{key}".*?)</bpmn:{old}>', rf"<bpmn:{new} \1</bpmn:{new}>", written)
    key = data.draw(st.sampled_from(flows))
    if how == "flow":
        return re.sub(rf'<bpmn:sequenceFlow id="{key}"[^>]*?(/>|>.*?</bpmn:sequenceFlow>)', "", written)
    gateway = data.draw(st.sampled_from(gateways))[1]
    return re.sub(rf'(<bpmn:sequenceFlow id="{key}".*?targetRef=")[^"]+', rf"\g<1>{gateway}", written, count=1)
