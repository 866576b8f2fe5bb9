"""The public interface of the engine: what its `__init__` imports; pages do not bypass it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import engine

ROOT = Path(__file__).resolve().parent.parent
FACE = ROOT / "engine/__init__.py"
PAGES = sorted({*ROOT.glob("web/*.py"), *ROOT.glob("web/*/*.py")})


def named() -> Iterator[str]:
    """The names that the engine exports."""
    for node in ast.parse(FACE.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            yield from (name.asname or name.name for name in node.names)


def used() -> Iterator[tuple[str, str]]:
    """(file, name) of each `engine.name` in the pages."""
    for path in PAGES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "engine":
                yield path.name, node.attr


def test_the_pages_use_what_the_engine_exports_and_none_of_its_rooms() -> None:
    """Neither import-linter nor mypy sees a module that is reached as an attribute, such as `engine.tasks`."""
    exported = set(named())

    found = set(used())

    assert {(file, name) for file, name in found if name not in exported} == set()
    assert len(found) > 300


def test_a_name_that_nobody_outside_the_engine_uses_is_not_exported() -> None:
    outside = [path for room in ("web", "tests", "bench") for path in (ROOT / room).rglob("*.py")]

    found: set[str] = set()
    for text in (path.read_text(encoding="utf-8") for path in outside):
        found.update(re.findall(r"\bengine\.(\w+)", text))
        found.update(name for line in re.findall(r"from engine import (.+)", text) for name in re.findall(r"\w+", line))

    assert {name for name in named() if not name.startswith("_")} - found == set()


def test_each_name_is_exported_once_and_is_no_room() -> None:
    names = list(named())

    assert sorted(set(names)) == sorted(names)
    assert [name for name in names if isinstance(getattr(engine, name), ModuleType)] == []
