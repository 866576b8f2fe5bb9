"""Two hundred files that nobody should send: for each it is said what is wrong, and nothing in it runs or breaks."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask

import engine
from engine import history
from engine.municipality import reading
from tests.hostile_files import SCRIPT, STOCK, make_all
from tests.web.conftest import PASSWORD
from tests.web.visitor import Visitor

FILES = make_all()
DRAWING = (STOCK / "process.bpmn").read_bytes()


@pytest.fixture
def owner(site: Flask) -> Visitor:
    return Visitor(site).sign_in("proceseigenaar", PASSWORD)


def send(owner: Visitor, address: str, name: str, data: bytes) -> tuple[bool, str]:
    """Save a file as the editor does, or in a zip if it is not text. Returns whether it was kept, and the message."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for place, content in {"process.bpmn": DRAWING, name: data}.items():
                archive.writestr(place, content)
        packed.seek(0)
        page = owner.send_file(f"{address}/idee/map", {"revision": "1"}, "map", packed)
        if page.status == 422:
            return False, " ".join(page.errors)
        page = owner.follow(page)
        return "staan nu in de wijziging" in page.notices, page.notices
    answer = owner.send_json(f"{address}/idee/bestanden", {"revision": 1, "files": {name: text}})
    return answer.status == 200, json.loads(answer.text).get("message", "")


@pytest.mark.parametrize("kind", FILES)
def test_hostile_files_are_told_and_break_nothing(kind: str, owner: Visitor) -> None:
    user = engine.find_user("proceseigenaar")
    faults: list[str] = []

    for what, name, data in FILES[kind]:
        change = engine.begin_change("idee", user)
        faults += [f"{what}: {fault}" for fault in find_faults(owner, f"/werkplaats/wijziging/{change}", name, data)]

    assert faults == []
    assert engine.read_definition("idee", user).version == 1
    with reading() as session:
        assert history.verify(session) > 0


def find_faults(owner: Visitor, address: str, name: str, data: bytes) -> Iterator[str]:
    """Send a file, have it checked and open the pages about it; returns everything that is not as it should be."""
    kept, told = send(owner, address, name, data)
    checked = owner.send_json(f"{address}/idee/controle", {"files": {}})
    findings = json.loads(checked.text)["findings"]
    pages = [owner.get(address), owner.get(f"{address}/aanbieden")]
    if not kept and not told:
        yield "refused without a word"
    if not all(one["reason"] and one["remedy"] for one in findings):
        yield "a finding without words"
    if any(page.status != 200 or SCRIPT in page.text for page in pages):
        yield "a page that broke"
    is_told = any(one["severity"] == "error" for one in findings) or "Het verhaal" in pages[1].text
    if name.startswith("scenarios/") and kept and not is_told:
        yield "a story that cannot be played and of which nothing is said"


def test_there_are_two_hundred_hostile_files() -> None:
    assert len({(name, data) for files in FILES.values() for _what, name, data in files}) >= 200
