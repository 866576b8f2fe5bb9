"""The rules of the standard on files that nobody meant: they are judged, in little time, and never break the check."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.checking import check_folder, standard
from engine.dialect.folder import DIAGRAM, from_bytes
from engine.errors import DiagramRefused
from engine.versions.folders import read_folders
from tests.engine.diagrams import HEAD
from tests.lengths import examples

STOCK = read_folders(Path(__file__).resolve().parents[3] / "workflows")


def spoilt(xml: bytes, places: list[tuple[int, int, str]]) -> bytes:
    """A diagram with attributes gone or changed, and elements gone or moved, at places that are drawn by lot."""
    root: Any = etree.fromstring(xml)
    for where, which, into in places:
        nodes = [node for node in root.iter() if isinstance(node.tag, str)][1:]
        if not nodes:
            break
        node = nodes[where % len(nodes)]
        names = sorted(node.attrib)
        if into == "away" or not names:
            node.getparent().remove(node)
        elif into == "up" and node.getparent().getparent() is not None:
            node.getparent().getparent().append(node)
        elif into == "gone":
            del node.attrib[names[which % len(names)]]
        else:
            other = nodes[which % len(nodes)].get("id") or into
            node.set(names[which % len(names)], other)
    return bytes(etree.tostring(root))


@settings(max_examples=examples(150))
@given(
    process=st.sampled_from(sorted(STOCK)),
    places=st.lists(
        st.tuples(
            st.integers(0, 10_000), st.integers(0, 10_000), st.sampled_from(["away", "up", "gone", "other", "", "=1"])
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_whatever_a_diagram_has_become_it_is_judged(process: str, places: list[tuple[int, int, str]]) -> None:
    whole = STOCK[process]
    try:
        files = from_bytes({**whole.files, DIAGRAM: spoilt(whole.files[DIAGRAM], places)}, source=process)
    except DiagramRefused:
        return  # Refused before it is judged.

    for finding in check_folder(files, STOCK):
        assert str(finding)


def test_calls_and_sets_that_all_name_each_other_are_judged_in_little_time() -> None:
    items = "".join(f'<bpmn:dataInput id="I{n}"/>' for n in range(4_000))
    refs = "".join(f"<bpmn:dataInputRefs>I{n}</bpmn:dataInputRefs>" for n in range(4_000))
    back = "".join(f"<bpmn:inputSetRefs>S{n}</bpmn:inputSetRefs>" for n in range(4_000))
    sets = "".join(
        f'<bpmn:inputSet id="S{n}"><bpmn:outputSetRefs>Uit</bpmn:outputSetRefs></bpmn:inputSet>' for n in range(4_000)
    )
    told = (
        f"<bpmn:ioSpecification>{items}<bpmn:inputSet>{refs}</bpmn:inputSet>{sets}"
        f'<bpmn:outputSet id="Uit">{back}</bpmn:outputSet></bpmn:ioSpecification>'
    )
    calls = "".join(f'<bpmn:callActivity id="C{n}" name="C{n}" calledElement="proef"/>\n' for n in range(2_900))
    process = f'<bpmn:process id="proef" isExecutable="true">{told}{calls}</bpmn:process>'
    files = from_bytes({DIAGRAM: f"{HEAD}{process}</bpmn:definitions>".encode()}, source="proef")

    begun = time.process_time()
    found = [finding.code for finding in standard.check(files)]

    assert found.count("call_data_differs") == 2_900
    assert "sets_disagree" not in found
    assert time.process_time() - begun < 10


def test_a_file_full_of_what_does_not_belong_is_judged_in_little_time() -> None:
    many = "".join(f'<bpmn:eventBasedGateway id="G{n}"/><bpmn:nonsense id="N{n}"/>\n' for n in range(12_000))
    flows = "".join(f'<bpmn:sequenceFlow id="F{n}" sourceRef="G{n}" targetRef="G{n + 1}"/>\n' for n in range(12_000))
    process = '<bpmn:process id="proef" isExecutable="true"><bpmn:startEvent id="Begin"/></bpmn:process>'
    dance = f'<bpmn:choreography id="Dans">{many}{flows}</bpmn:choreography>'
    files = from_bytes({DIAGRAM: f"{HEAD}{process}{dance}</bpmn:definitions>".encode()}, source="proef")

    begun = time.process_time()
    found = [*standard.check(files), *standard.check_written(files)]

    assert {"choreography_not_run", "misplaced"} <= {finding.code for finding in found}
    assert time.process_time() - begun < 10
