"""Files of a process as nobody should send them: broken, huge or deceptive, each made from the stock in one way."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STOCK = Path(__file__).resolve().parent / "web/processes/idee"
SCRIPT = "<script>alert(1)</script>"
Hostile = tuple[str, str, bytes]
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def make_all() -> dict[str, list[Hostile]]:
    """By kind: (what it is, file name, bytes). The same every time."""
    drawing = (STOCK / "process.bpmn").read_bytes()
    chance = random.Random(20261128)
    of_drawings = {
        "cut off": _cut, "flipped bytes": _flip, "edited lines": _edit, "other kinds of file": _rename, "bombs": _bombs,
        "labels": _labels, "encodings": _encodings, "places": _coordinates, "calls": _calls,
    }  # fmt: skip
    found = {
        kind: [(what, "process.bpmn", data) for what, data in make(drawing, chance)]
        for kind, make in of_drawings.items()
    }
    return {**found, "forms": list(_forms(chance)), "tables": list(_tables()), "stories": list(_stories())}


def _cut(drawing: bytes, _chance: random.Random) -> Iterator[tuple[str, bytes]]:
    for part in range(20):
        yield f"cut off after {part * 5} %", drawing[: len(drawing) * part * 5 // 100]


def _flip(drawing: bytes, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    for number in range(48):
        data = bytearray(drawing)
        for _ in range(1 + number % 5):
            data[chance.randrange(len(data))] = chance.randrange(256)
        yield f"bytes changed, {number}", bytes(data)


def _edit(drawing: bytes, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    lines = drawing.splitlines(keepends=True)
    for number in range(24):
        without = list(lines)
        del without[chance.randrange(len(without))]
        yield f"a line less, {number}", b"".join(without)
    for number in range(16):
        twice = list(lines)
        place = chance.randrange(len(twice))
        twice.insert(chance.randrange(len(twice)), twice[place])
        yield f"a line twice, {number}", b"".join(twice)
    ids = re.findall(rb' id="([^"]+)"', drawing)
    for number in range(16):
        yield f"an id changed, {number}", drawing.replace(chance.choice(ids), chance.choice(ids), 1)


def _rename(drawing: bytes, _chance: random.Random) -> Iterator[tuple[str, bytes]]:
    yield "another namespace", drawing.replace(BPMN.encode(), b"http://voorbeeld.invalid/bpmn")
    yield "no namespace", re.sub(rb'xmlns:\w+="[^"]*"', b"", drawing)
    yield "a namespace of BPMN 1", drawing.replace(b"20100524/MODEL", b"20090101/MODEL")
    yield "another root", drawing.replace(b"definitions", b"definitie")
    yield "html", b"<!doctype html><html><body onload=alert(1)></body></html>"
    yield "an svg with a script", f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'.encode()
    yield "json", b'{"type": "default"}'
    yield "a zip", b"PK\x03\x04" + bytes(200)
    yield "nothing", b""
    yield "white space", b" \n\t" * 100


def _bombs(drawing: bytes, _chance: random.Random) -> Iterator[tuple[str, bytes]]:
    start = drawing.index(b"<", drawing.index(b"?>"))
    head, body = drawing[:start], drawing[start:]
    laughs = b'<!ENTITY a "haha">' + b"".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
    )
    yield "a billion laughs", head + b"<!DOCTYPE x [" + laughs + b"]>" + body.replace(b'name="', b'name="&j;', 1)
    yield "a file of the machine", head + b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + body
    yield "a grammar from elsewhere", head + b'<!DOCTYPE x SYSTEM "http://voorbeeld.invalid/x.dtd">' + body
    yield "a style sheet", head + b'<?xml-stylesheet href="http://voorbeeld.invalid/x.xsl"?>' + body
    include = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    yield "something included", re.sub(rb"(<bpmn:process [^>]*>)", rb"\1" + include, drawing, count=1)
    yield "ten thousand deep", b"<a>" * 10_000 + b"</a>" * 10_000
    yield "a label of a megabyte", drawing.replace(b'name="', b'name="' + b"a" * 1_000_000, 1)
    yield "too large", drawing + b"<!--" + b"x" * 2_000_000 + b"-->"
    yield "fifty thousand attributes", b"<a " + b" ".join(b'a%d="1"' % n for n in range(50_000)) + b"/>"


def _labels(drawing: bytes, _chance: random.Random) -> Iterator[tuple[str, bytes]]:
    for number, text in enumerate(
        (
            SCRIPT,
            '"><img src=x onerror=alert(1)>',
            "javascript:alert(1)",
            "{{ 7 * 7 }}{% for x in y %}",
            "'; DROP TABLE cases; --",
            "]]>" + SCRIPT,
            "\u202egnidael\u202c\u0000".replace("\u0000", ""),
            "%(who)s %s {0} ${x}",
        )
    ):
        safe = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        yield f"a label that attacks, {number}", re.sub(rb' name="[^"]*"', f' name="{safe}"'.encode(), drawing)


def _encodings(drawing: bytes, _chance: random.Random) -> Iterator[tuple[str, bytes]]:
    text = drawing.decode()
    yield "UTF-16 that says UTF-8", text.encode("utf-16")
    yield "UTF-16 that says so", text.replace("UTF-8", "UTF-16").encode("utf-16")
    yield "Latin-1 that says UTF-8", text.replace('name="', 'name="é', 1).encode("latin-1")
    yield "an encoding that nobody knows", text.replace("UTF-8", "x-niets").encode()
    yield "UTF-7", text.replace("UTF-8", "UTF-7").encode()
    yield "a null byte", drawing.replace(b"name", b"na\x00me", 1)
    yield "a byte order mark twice", b"\xef\xbb\xbf\xef\xbb\xbf" + drawing


def _coordinates(drawing: bytes, _chance: random.Random) -> Iterator[tuple[str, bytes]]:
    for value in (b"1e308", b"NaN", b"-99999999999", b"INF", b"x", b"", b"0x10", b"1e-320"):
        yield f"a place at {value.decode() or 'nowhere'}", re.sub(rb' x="[^"]*"', b' x="' + value + b'"', drawing)


def _calls(drawing: bytes, _chance: random.Random) -> Iterator[tuple[str, bytes]]:
    called = b'<bpmn:extensionElements><zeebe:calledElement processId="idee" /></bpmn:extensionElements>'
    yield (
        "a process that calls itself",
        re.sub(
            rb"<bpmn:userTask (id=\"[^\"]*\"[^>]*)>.*?<bpmn:incoming>",
            rb"<bpmn:callActivity \1>" + called + rb"<bpmn:incoming>",
            drawing,
            count=1,
            flags=re.DOTALL,
        ).replace(b"</bpmn:userTask>", b"</bpmn:callActivity>", 1),
    )
    yield "a process of another name", drawing.replace(b'process id="idee"', b'process id="ander"')
    yield "two processes", re.sub(rb"(<bpmn:process.*?</bpmn:process>)", rb"\1\1", drawing, flags=re.DOTALL)


def _forms(chance: random.Random) -> Iterator[tuple[str, str, bytes]]:
    name = "forms/idee-toetsen.form"
    form = json.loads((STOCK / name).read_text())
    strange: list[Any] = [None, 7, "x", [], [[]], {"a": 1}, -1, 1e308, True, SCRIPT, "=" * 1000]
    for number in range(24):
        changed = json.loads(json.dumps(form))
        part = chance.choice([changed, *changed["components"]])
        part[chance.choice(list(part))] = chance.choice(strange)
        yield f"a form with something strange, {number}", name, json.dumps(changed).encode()
    yield "a form a thousand deep", name, b'{"components": ' + b"[" * 5_000 + b"]" * 5_000 + b"}"
    yield "a form with a number without end", name, b'{"id": ' + b"9" * 10_000 + b"}"
    yield "a form that is no JSON", name, b"{"
    yield "a form with a script", name, json.dumps({**form, "components": [
        {"type": "text", "text": f"# {SCRIPT}\n[x](javascript:alert(1))"},
        {"type": "html", "content": SCRIPT}, {"type": "iframe", "url": "http://voorbeeld.invalid"},
    ]}).encode()  # fmt: skip


def _tables() -> Iterator[tuple[str, str, bytes]]:
    model = "https://www.omg.org/spec/DMN/20191111/MODEL/"
    root = f'<definitions xmlns="{model}" id="d" name="d" namespace="x">{{}}</definitions>'
    shown = SCRIPT.replace("<", "&lt;")
    for number, inside in enumerate(
        (
            "",
            '<decision id="a" name="a"/>',
            '<decision id="a"><decisionTable hitPolicy="NIETS"/></decision>',
            '<decision id="a"><decisionTable><rule id="r"/></decisionTable></decision>',
            '<decision id="a"><informationRequirement><requiredDecision href="#a"/>'
            "</informationRequirement></decision>",
            f'<decision id="a" name="{shown}"><literalExpression><text>=((((</text></literalExpression></decision>',
        )
    ):
        yield f"a table that is none, {number}", "tabel.dmn", root.format(inside).encode()
    yield "a table of another namespace", "tabel.dmn", b"<definitions/>"


def _stories() -> Iterator[tuple[str, str, bytes]]:
    name = "scenarios/99-vreemd.yaml"
    anchors = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
    )
    yield "a story that grows", name, anchors.encode()
    yield (
        "a story that runs something",
        name,
        b"name: !!python/object/apply:os.system ['true']\nnow: 2026-01-01T09:00\n",
    )
    yield "a story that is a list", name, b"- a\n- b\n"
    yield "a story of no bytes", name, b""
    yield "a story with a step that is none", name, b"name: x\nnow: 2026-01-01T09:00\nsteps: [1, {a: b}, null]\n"
    yield "a story of bytes", name, bytes(range(256))
