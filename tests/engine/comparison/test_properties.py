"""A version is no different from itself, and one edit, whichever, is told on the element that it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.comparison import Comparison, compare
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.folder import DIAGRAM
from engine.errors import DiagramRefused
from engine.versions.folders import read_folders

WORKFLOWS = Path(__file__).resolve().parents[3] / "workflows"
STOCK = {name: dict(folder.files) for name, folder in read_folders(WORKFLOWS).items()}
VALUES = re.compile(
    rb"(?<![\w:])(?:name|candidateGroups|formId|dueDate|value|expression|resultVariable|decisionId|processId|source|target|type)"
    rb'="([^"<&]{1,200})"|<bpmn:(?:conditionExpression|timeDuration|timeDate|documentation)[^>]*>([^<&]+)<'
)
"""What an owner changes in a drawing: not what a namespace says of the writing, such as `xsi:type`."""
HOLDER = re.compile(
    rb"<bpmn:(?:\w+Task|task|\w+Event|\w*[gG]ateway|sequenceFlow|subProcess|callActivity|transaction|textAnnotation"
    rb"|lane|participant|message|process|association|group|dataObjectReference|error|escalation|signal)"
    rb'\b[^>]*? id="([^"]+)"'
)


@pytest.mark.parametrize("name", STOCK)
def test_a_version_is_no_different_from_itself(name: str) -> None:
    found = compare(STOCK[name], dict(reversed(STOCK[name].items())))

    assert found.is_empty
    assert found.unreadable == ()


@pytest.mark.parametrize("name", STOCK)
def test_everything_of_a_process_came_or_went_beside_nothing(name: str) -> None:
    came, went = compare({}, STOCK[name]), compare(STOCK[name], {})

    assert _marks(came) == {"added"}
    assert _marks(went) == {"removed"}


def _marks(found: Comparison) -> set[str]:
    marks = {change.mark for change in found.tables} | {change.mark for change in found.forms}
    return marks | {change.mark for change in found.texts}


@given(st.sampled_from(sorted(STOCK)), st.data())
def test_one_value_that_is_changed_is_told_on_its_element(name: str, data: st.DataObject) -> None:
    files = STOCK[name]
    xml = files[DIAGRAM]
    body = xml.index(b"<bpmn:process")
    match = data.draw(st.sampled_from(list(VALUES.finditer(xml, body))))
    group = 1 if match[1] is not None else 2
    holder = [found for found in HOLDER.finditer(xml, 0, match.end()) if found.start() <= match.start()][-1][1].decode()
    changed = xml[: match.start(group)] + b"anders " + match[group] + xml[match.end(group) :]
    try:
        read_diagram(changed, name)
    except DiagramRefused:
        assume(False)

    found = compare(files, {**files, DIAGRAM: changed})

    assert holder in _told(found) or _is_about_process(found), (match[0], holder)


def _told(found: Comparison) -> set[str]:
    return {change.element for change in found.elements if change.edits}


def _is_about_process(found: Comparison) -> bool:
    return any(edit.sentence for edit in found.process if "anders geschreven" not in edit.sentence)


@given(st.sampled_from(sorted(STOCK)), st.data())
def test_one_letter_that_is_changed_anywhere_is_no_secret(name: str, data: st.DataObject) -> None:
    files: Mapping[str, bytes] = STOCK[name]
    file = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[file]) - 1))
    changed = files[file][:at] + b"q" + files[file][at + 1 :]
    assume(changed != files[file] and _is_text(changed))

    found = compare(files, {**files, file: changed})

    assert not found.is_empty


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(st.sampled_from(sorted(STOCK)), st.data())
def test_whatever_a_file_has_become_it_is_compared(name: str, data: st.DataObject) -> None:
    files = STOCK[name]
    file = data.draw(st.sampled_from(sorted(files)))
    text = files[file]
    at, size = data.draw(st.integers(0, len(text))), data.draw(st.sampled_from([0, 1, 20, 400]))
    put = data.draw(st.sampled_from([b"", b"<", b'"', b"&x;", b"\x00", b"]]>", b"[" * 900, text[:300]]))
    broken = {**files, file: text[:at] + put + text[at + size :]}

    there, back = compare(files, broken), compare(broken, files)

    assert there.is_empty == back.is_empty == (broken[file] == text)
