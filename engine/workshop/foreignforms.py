"""Foreign forms: forms and mails that another engine keeps inside a drawing, as files beside it. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from engine.dialect.mails import TO_WRITE, read_mail
from engine.editing.juel import from_juel
from engine.editing.source import Node, Source
from engine.errors import DiagramRefused
from engine.tidying import free_name, name_for
from engine.workshop.formmaking import write_form
from engine.workshop.mailediting import write_mail

_BEFORE = re.compile(r"(?:(?:embedded|camunda-forms|app|deployment|bpmn|contextpath|engine):)+")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_KINDS: Mapping[str, str] = {
    "string": "textfield",
    "long": "number",
    "integer": "number",
    "int": "number",
    "double": "number",
    "boolean": "checkbox",
    "date": "datetime",
    "enum": "select",
}
_WORD = re.compile(r"\$\{[^{}]*\}")


def form_id_of(key: str) -> str | None:
    """The form that a key of another engine means: `embedded:app:forms/toets.html` is the form toets."""
    stem = PurePosixPath(_BEFORE.sub("", key.strip())).name.partition(".")[0]
    return stem if _ID.fullmatch(stem) else name_for(stem) or None


def form_of(
    source: Source, asked: Sequence[Node], files: Mapping[str, bytes], name: str
) -> tuple[str, dict[str, bytes]] | None:
    """A form with these questions, and its id; None where one of them is of a kind that our forms do not have."""
    components = [_question(source, one) for one in asked]
    keys = [one["key"] for one in components if one is not None]
    if None in components or len(set(keys)) < len(asked):
        return None
    return write_form(files, name, [one for one in components if one is not None])


def _question(source: Source, node: Node) -> dict[str, Any] | None:
    key, kind = node.get("id") or "", _KINDS.get(node.get("type") or "string")
    if kind is None or not _KEY.fullmatch(key):
        return None
    label = (node.get("label") or node.get("name") or key).strip()[:200] or key
    told: dict[str, Any] = {"type": kind, "key": key}
    told |= {"subtype": "date", "dateLabel": label} if kind == "datetime" else {"label": label}
    if kind == "select":
        values = [one for one in node.children if one.local == "value" and one.get("id")]
        if not values:
            return None
        told["values"] = [{"label": one.get("name") or one.get("id"), "value": one.get("id")} for one in values]
    rules = {one.get("name"): one.get("config") or "" for one in node.walk() if one.local == "constraint"}
    validate: dict[str, Any] = {"required": True} if "required" in rules or node.get("required") == "true" else {}
    limits = ("min", "max") if kind == "number" else ("minlength", "maxlength") if kind == "textfield" else ()
    for limit in limits:
        if re.fullmatch(r"-?\d{1,9}", rules.get(limit, "")):
            validate[{"minlength": "minLength", "maxlength": "maxLength"}.get(limit, limit)] = int(rules[limit])
    return {**told, "validate": validate} if validate else told


def mail_of(
    source: Source, rows: Sequence[Node], files: Mapping[str, bytes], name: str
) -> tuple[str, dict[str, bytes], bool]:
    """A mail, its name, and whether it has the subject and text of these fields, so far as they have any."""
    told = {one.get("name") or "": _text(source, one) for one in rows}
    subject = " ".join((told.get("subject") or name).split())
    text = told.get("text") or TO_WRITE
    try:
        read_mail(f"Onderwerp: {subject}\n\n{text}\n", name)
    except DiagramRefused:
        return (*write_mail(files, name, name, TO_WRITE), False)
    return (*write_mail(files, name, subject, text), True)


def _text(source: Source, row: Node) -> str:
    holders = [one for one in row.children if one.local in {"string", "expression"}]
    text = (source.content(holders[0]) if holders and not holders[0].children else row.get("stringValue") or "").strip()
    return _WORD.sub(_said, text)


def _said(found: re.Match[str]) -> str:
    """An expression in a text; one that we cannot read stays there to be seen."""
    told = from_juel(found[0])
    return f"{{{{ {told[1:]} }}}}" if told is not None else found[0]


def embedded_form(source: Source, node: Node, files: Mapping[str, bytes]) -> tuple[str, dict[str, bytes]] | None:
    """A form that Camunda 8 keeps inside the drawing, as a file, and its id; None where it is none."""
    try:
        told = json.loads(source.content(node))
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not isinstance(told.get("components"), list):
        return None
    stem = name_for(node.get("id") or "") or "formulier"
    form_id = free_name(stem, lambda key: f"forms/{key}.form" in files)
    data = json.dumps({**told, "id": form_id}, ensure_ascii=False, indent=2).encode()
    return form_id, {f"forms/{form_id}.form": data + b"\n"}
