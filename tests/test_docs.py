"""The docs are right: every setting, every command and every property is in them, and no link is broken."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import engine
from engine.checking.meaning import NODE_PROPERTIES, PROCESS_PROPERTIES
from engine.cli.commands import main
from engine.cli.users import user
from engine.dialect import feel
from engine.models import Base
from engine.names import READ_ONLY, STATUSES
from web.cli import main as whole

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("workflows/*/README.md")])


def said(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


ROOMS = ("engine/**", "web", "web/*", "tests/**", "bench")
SOURCES = sorted(path for room in ROOMS for path in ROOT.glob(f"{room}/*.py"))
OF_OURS = re.compile(r"`((?:[\w-]+/)*[\w-]+\.(?:py|js|mjs|css))`")


def test_every_source_file_that_docs_and_docstrings_name_is_there() -> None:
    """Matched on the part of its path that is named."""
    scripts = [path for ending in ("js", "mjs", "css") for path in (ROOT / "web/assets").glob(f"src/**/*.{ending}")]
    known = [
        f"/{path.relative_to(ROOT)}"
        for path in (*SOURCES, *scripts, *ROOT.glob("*.py"), *ROOT.glob("web/assets/*.mjs"))
    ]

    named = {(path, name) for path in (*PAGES, *SOURCES) for name in OF_OURS.findall(path.read_text(encoding="utf-8"))}
    missing = [
        f"{path.name}: {name}" for path, name in sorted(named) if not any(one.endswith(f"/{name}") for one in known)
    ]

    assert len(named) > 50
    assert missing == []


IN_A_MODULE = re.compile(r"`(?:\w+/)*([a-z_]\w*)\.(?!(?:py|m?js|css|html)`)(\w+)`")
ELSEWHERE = {"history.replaceState": "of browsers"}


def names_in(path: Path) -> set[str]:
    """What a module gives a name: a function, a class, a value or an import; and of a package its modules."""
    found = {one.stem for one in path.parent.iterdir()} if path.stem == "__init__" else set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name)
    return found


def test_every_name_that_design_pages_place_in_a_module_is_there() -> None:
    """Written as `measuring.middles`. A table and its column are written in the same way."""
    pages = {page.name: IN_A_MODULE.findall(page.read_text(encoding="utf-8")) for page in ROOT.glob("docs/design*.md")}
    places: dict[str, set[str]] = {
        table.name: {one.name for one in table.columns} for table in Base.metadata.tables.values()
    }
    for path in SOURCES:
        module = path.parent.name if path.stem == "__init__" else path.stem
        if any(module == named for found in pages.values() for named, _ in found):
            places.setdefault(module, set()).update(names_in(path))

    stale = [
        f"{page}: {module}.{name}"
        for page, found in pages.items()
        for module, name in found
        if module in places and name not in places[module] and f"{module}.{name}" not in ELSEWHERE
    ]

    assert sum(map(len, pages.values())) > 30
    assert stale == []


@pytest.mark.parametrize(("house", "most"), [("engine", 20), ("web", 10)])
def test_each_folder_of_tests_is_that_of_a_package(house: str, most: int) -> None:
    folders = {path.parent.name for path in (ROOT / "tests" / house).glob("*/test_*.py")}

    assert len(folders) > most
    assert folders <= {path.parent.name for path in (ROOT / house).glob("*/__init__.py")}


def test_each_folder_of_templates_is_that_of_a_room_or_of_a_subject_and_its_room() -> None:
    pages = ROOT / "web/templates"
    folders = {path.parent.relative_to(pages).as_posix() for path in pages.rglob("*.html")} - {"."}

    assert len(folders) > 15
    assert {
        name for name in folders if not any((ROOT / "web" / name).with_suffix(s).exists() for s in ("", ".py"))
    } == set()


@pytest.mark.parametrize(("house", "heading"), [("engine", "Layer | Rooms"), ("web", "Floor | Rooms of `web`")])
def test_the_map_of_the_house_has_every_room_once(house: str, heading: str) -> None:
    rows = re.search(rf"\n\| {re.escape(heading)} \|\n(.*?)\n\n", said("docs/design.md"), re.DOTALL)
    assert rows is not None

    on_map = [name for name in re.findall(r"`(\w+)`", rows[1]) if name != "web"]

    rooms = [path.stem for path in (ROOT / house).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
    assert sorted(on_map) == sorted(name for name in rooms if name != "__init__")


def test_every_setting_is_documented_with_its_meaning() -> None:
    page = said("docs/beheer.md")

    rows = {name: f"`SMEDERIJ_{name.upper()}`" for name in engine.Settings.model_fields}
    missing = [name for name, variable in rows.items() if f"| `{name}` | {variable} |" not in page]
    stale = [n for n, f in engine.Settings.model_fields.items() if f"{f.description} |" not in page]

    assert (missing, stale) == ([], [])


def test_every_command_is_documented() -> None:
    commands = [name for name in whole.commands if name != "user"] + [f"user {name} " for name in user.commands]

    missing = [name for name in commands if f"`smederij {name}" not in said("docs/beheer.md")]

    assert missing == []
    assert {"serve", "check", "test", "deploy", "work", "demo", "migrate"} <= set(whole.commands)


@pytest.mark.parametrize("word", sorted({*NODE_PROPERTIES, *PROCESS_PROPERTIES, *READ_ONLY, *STATUSES}))
def test_every_word_of_the_dialect_is_explained_to_the_process_owner(word: str) -> None:
    assert word in said("docs/proceseigenaar.md").replace("\n", " ")


def test_the_example_of_the_process_owner_works(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "workflows", tmp_path / "workflows")
    file = tmp_path / "workflows/vraag-kernteam/process.bpmn"
    before = file.read_text()
    element = before.index('id="Vraag_Beantwoorden"')
    file.write_text(before[:element] + before[element:].replace("=werkdagen(5)", "=werkdagen(7)", 1))
    environ = {"SMEDERIJ_DATA_DIR": str(tmp_path / "data")}
    runner = CliRunner()

    first = runner.invoke(main, ["deploy", str(ROOT / "workflows")], env=environ)
    for name in ("maker", "tweede"):
        made = ["user", "add", name, "--name", name, "--group", "proceseigenaar", "--password", "geheim-woord"]
        runner.invoke(main, made, env=environ)
    results = [runner.invoke(main, [verb, str(tmp_path / "workflows")], env=environ) for verb in ("check",)]
    brought = ["deploy", str(tmp_path / "workflows"), "--by", "maker", "--approve-as"]
    own, changed = (runner.invoke(main, [*brought, name], env=environ) for name in ("maker", "tweede"))

    assert file.read_text() != before
    assert own.exit_code != 0
    assert [r.exit_code for r in (first, *results, changed)] == [0, 0, 0]
    assert "vraag-kernteam: versie 2" in changed.output
    assert "idee: niet veranderd" in changed.output


@pytest.mark.parametrize("page", PAGES, ids=[str(p.relative_to(ROOT)) for p in PAGES])
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


FEEL_PAGE = said("docs/feel.md")
FEEL_EXAMPLES = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", FEEL_PAGE, re.MULTILINE)


def worked_out(expression: str) -> Any:
    data = re.search(r"```feel\n(.*?)```", FEEL_PAGE, re.DOTALL)
    assert data is not None
    known = feel.parse(data.group(1)).evaluate({})
    assert isinstance(known, dict)
    return feel.parse(expression, names=known).evaluate(known)


@pytest.mark.parametrize(("expression", "outcome"), FEEL_EXAMPLES, ids=[expression for expression, _ in FEEL_EXAMPLES])
def test_an_example_of_feel_gives_what_the_page_says(expression: str, outcome: str) -> None:
    assert worked_out(expression) == worked_out(outcome)


def test_every_function_of_feel_is_on_the_page() -> None:
    assert [name for name in sorted(feel.BUILTIN_NAMES) if not re.search(rf"\b{re.escape(name)}\b", FEEL_PAGE)] == []
    assert len(FEEL_EXAMPLES) > 70
