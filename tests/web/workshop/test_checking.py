"""Checking in the editor: every error comes with its place and its remedy, whatever was sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from flask import Flask

import engine
from tests.web.conftest import PASSWORD
from tests.web.visitor import Page, Visitor

ADDRESS = "/werkplaats/wijziging/{}/idee/{}"
BOMB = '<!DOCTYPE x [<!ENTITY a "hahaha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.fixture
def owner(site: Flask) -> Visitor:
    return Visitor(site).sign_in("proceseigenaar", PASSWORD)


@pytest.fixture
def change(site: Flask) -> str:
    """A change of the small process, as it is in use."""
    return engine.begin_change("idee", engine.find_user("proceseigenaar"), "Proef")


def ask(visitor: Visitor, change: str, what: str, told: object) -> Page:
    """Post JSON as the editor does, with the token of the last page in a header."""
    return visitor.send_json(ADDRESS.format(change, what), told)


def files_of(change: str) -> dict[str, str]:
    part = engine.read_part(change, "idee", engine.find_user("proceseigenaar"))
    return {name: data.decode() for name, data in part.files.items()}


def findings(page: Page) -> list[dict[str, Any]]:
    assert page.status == 200, page.text[:300]
    told = json.loads(page.text)
    assert set(told) == {"findings", "bounded"}
    found: list[dict[str, Any]] = told["findings"]
    return found


def test_a_process_as_it_is_in_use_has_no_findings(owner: Visitor, change: str) -> None:
    assert findings(ask(owner, change, "controle", {"files": {}})) == []


def test_what_is_not_saved_is_checked_and_told_on_its_element(owner: Visitor, change: str) -> None:
    drawn = files_of(change)["process.bpmn"].replace('formId="', 'formId="weg-', 1)

    found = findings(ask(owner, change, "controle", {"files": {"process.bpmn": drawn}}))

    told = next(finding for finding in found if finding["code"] == "unknown_form")
    assert told["severity"] == "error"
    assert told["file"] == "process.bpmn"
    assert told["element_id"]
    assert told["remedy"]
    assert [fix["key"].partition(":")[0] for fix in told["fixes"]] == ["formulier"]
    assert "weg-" not in files_of(change)["process.bpmn"]


def test_a_fix_gives_back_the_file_that_it_makes(owner: Visitor, change: str) -> None:
    drawn = files_of(change)["process.bpmn"].replace('formId="', 'formId="weg-', 1)
    (told,) = (
        finding
        for finding in findings(ask(owner, change, "controle", {"files": {"process.bpmn": drawn}}))
        if finding["fixes"]
    )

    page = ask(owner, change, "herstel", {"files": {"process.bpmn": drawn}, "key": told["fixes"][0]["key"]})

    (made,) = json.loads(page.text)["files"]
    assert made.startswith("forms/weg-")
    assert made not in files_of(change)


def test_a_fix_that_is_not_offered_is_refused(owner: Visitor, change: str) -> None:
    page = ask(owner, change, "herstel", {"files": {}, "key": "formulier:zomaar"})

    assert page.status == 409
    assert "Controleer opnieuw" in json.loads(page.text)["message"]


def test_what_a_change_breaks_in_another_process_is_told_too(owner: Visitor, change: str) -> None:
    other = "aanroeper"
    engine.begin_process(other, "Aanroeper", engine.find_user("proceseigenaar"))
    drawn = files_of(change)["process.bpmn"].replace('id="idee"', 'id="ander"').replace('"idee"', '"ander"')

    found = findings(ask(owner, change, "controle", {"files": {"process.bpmn": drawn}}))

    assert [finding["severity"] for finding in found][:1] == ["error"]


@pytest.mark.parametrize(
    "told",
    [[], None, "x", {"files": []}, {"files": {"a": 1}}, {"files": {"process.bpmn": "\ud800"}}],
    ids=["a list", "nothing", "a text", "files in a list", "a number", "half a letter"],
)
def test_what_the_editor_never_sends_is_refused(owner: Visitor, change: str, told: object) -> None:
    assert ask(owner, change, "controle", told).status == 422
    assert ask(owner, change, "herstel", told).status == 422


def hostile(files: dict[str, str]) -> Iterator[dict[str, str | None]]:
    """What people do to a file by accident, and what attackers do."""
    drawn = files["process.bpmn"]
    yield {"process.bpmn": None}
    yield {"process.bpmn": ""}
    yield {"process.bpmn": drawn[: len(drawn) // 2]}
    yield {"process.bpmn": drawn.replace("?>", "?>" + BOMB, 1)}
    yield {"process.bpmn": drawn.replace("http://www.omg.org/spec/BPMN", "http://elders.invalid/BPMN")}
    yield {"process.bpmn": drawn.replace('name="', 'name="&lt;script&gt;alert(1)&lt;/script&gt;')}
    yield {"process.bpmn": "<a>" * 100_000}
    yield {"process.bpmn": "x" * 3_000_000}
    yield {"../buiten.form": "{}"}
    yield {"forms/a.form": "[" * 100_000}
    yield {"forms/a.form": '{"components": 3}'}
    yield {"x.dmn": drawn}
    yield {"x.dmn": "<definitions/>"}
    yield {"mails/x.md": "Onderwerp: {{"}
    yield {f"forms/{n}.form": "{}" for n in range(400)}
    chance = Random(5)
    words = sorted({word for word in drawn.replace('"', " ").replace("=", " ").split() if word.isidentifier()})
    for _ in range(60):
        name = chance.choice(sorted(files))
        text = files[name]
        at, length = chance.randrange(len(text)), chance.choice([1, 1, 5, 40, 400])
        how = chance.choice(["", "<", '"', "&", "=", "\x00", "]]>", *chance.sample(words, 3)])
        yield {name: text[:at] + how + text[at + length :]}
        one, two = chance.sample(words, 2)
        yield {"process.bpmn": drawn.replace(f'"{one}"', f'"{two}"')}


def test_whatever_is_in_the_files_is_answered_with_findings_in_dutch(owner: Visitor, change: str) -> None:
    statuses = []

    for files in hostile(files_of(change)):
        page = ask(owner, change, "controle", {"files": files})
        statuses.append(page.status)
        assert all(finding["reason"] and finding["remedy"] for finding in findings(page))

    assert set(statuses) == {200}


def test_an_auditor_may_have_a_change_checked_and_mends_nothing(site: Flask, change: str) -> None:
    auditor = Visitor(site).sign_in("auditor", PASSWORD)

    assert ask(auditor, change, "controle", {"files": {}}).status == 200
    assert ask(auditor, change, "herstel", {"files": {}, "key": "x"}).status == 403
