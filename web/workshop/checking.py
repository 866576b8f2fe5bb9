"""Checking: what the editor asks during drawing: what is wrong, where, why, and what fixes it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

import engine
from web.security import signed_in
from web.words import _
from web.workshop.files import LARGEST, read_files, read_json

pages = Blueprint("checking", __name__, url_prefix="/werkplaats/wijziging/<change_id>/<process_id>")
Answer = Response | tuple[Response, int]


@pages.url_value_preprocessor
def allow_large(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    request.max_content_length = LARGEST


@pages.post("/controle")
@signed_in
def check(change_id: str, process_id: str, user: engine.User) -> Answer:
    """The findings of `check` on the process with these files over the saved ones."""
    files = read_files(read_json())
    if files is None:
        return _unreadable()
    found = engine.check_change(change_id, process_id, files, user)
    return jsonify(findings=[_tell(finding, fixes) for finding, fixes in found.findings], bounded=found.bounded)


@pages.post("/herstel")
@signed_in
def mend(change_id: str, process_id: str, user: engine.User) -> Answer:
    """The files that one fix changes. Nothing is saved: the editor takes them over, and can undo that."""
    told = read_json()
    files, key = read_files(told), told.get("key")
    if files is None or not isinstance(key, str):
        return _unreadable()
    try:
        changed = engine.mend_change(change_id, process_id, files, key, user)
    except engine.NotFound as error:
        if error.what != "fix":
            raise
        return jsonify(message=_("Dit kan niet meer zo worden hersteld. Controleer opnieuw.")), 409
    return jsonify(files={name: engine.transcribe(data) for name, data in changed.items()})


def _unreadable() -> Answer:
    return jsonify(message=_("Wij konden niet lezen wat uw browser stuurde. Laad de pagina opnieuw.")), 422


def _tell(finding: engine.Finding, fixes: tuple[engine.Fix, ...]) -> dict[str, Any]:
    folder, _bar, name = finding.file.partition("/")
    return {
        "code": finding.code,
        "severity": finding.severity,
        "process_id": folder,
        "file": name or "process.bpmn",
        "element_id": finding.element_id,
        "element_name": finding.element_name,
        "reason": finding.reason,
        "remedy": finding.remedy,
        "line": finding.line,
        "trace": list(finding.trace),
        "steps": list(finding.steps),
        "fixes": [{"key": fix.key, "label": fix.label} for fix in fixes],
    }
