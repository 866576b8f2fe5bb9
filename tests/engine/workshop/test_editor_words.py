"""Words of the editor: what it offers in lists is what the engine knows, and what the files of the change hold."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.checking.references import JOBS
from engine.dialect.feel.builtins import BUILTINS
from engine.municipality import transaction
from engine.names import GROUPS, STATUSES
from hatch_build import find_node
from tests.engine.conftest import Deploy
from tests.engine.stories import idea

ASSETS = Path(__file__).resolve().parents[3] / "web/assets"
WORKFLOWS = ASSETS.parents[1] / "workflows"
FUNCTIONS = ASSETS / "src/workshop/feel-functions.js"


@pytest.fixture
def owner(place: engine.Municipality) -> engine.User:
    with transaction() as session:
        (made,) = add_accounts(session, [NewAccount("eigenaar", "Pia Proces", "geheim-woord", ("proceseigenaar",))])
    return made


@pytest.fixture
def change(owner: engine.User, deploy: Deploy) -> str:
    deploy(idea())
    return engine.begin_change("voorbeeld", owner, "Kortere termijn")


def test_the_lists_are_those_of_the_engine(change: str, owner: engine.User) -> None:
    words = engine.describe_words(change, "voorbeeld", owner)

    assert [group.id for group in words.groups] == list(GROUPS)
    assert words.starters[0].id == "iedereen"
    assert words.statuses == STATUSES
    assert [job.type for job in words.jobs] == list(JOBS)


def test_a_variable_says_which_question_gives_it_and_what_it_can_be(change: str, owner: engine.User) -> None:
    words = engine.describe_words(change, "voorbeeld", owner)
    names = {variable.name: variable for variable in words.variables}

    asked = [variable for variable in names.values() if variable.origins and variable.origins[0].kind == "form"]

    assert asked
    assert all(variable.origins[0].text for variable in asked)
    assert all(variable.type for variable in asked)


def test_a_form_is_offered_as_soon_as_its_file_is_saved(change: str, owner: engine.User) -> None:
    form = b'{"type": "default", "id": "nieuw", "title": "Nieuwe vragen", "components": []}'
    engine.save_part(change, "voorbeeld", 1, {"forms/nieuw.form": form}, owner)

    words = engine.describe_words(change, "voorbeeld", owner)

    assert ("nieuw", "Nieuwe vragen", "forms/nieuw.form") in [(one.id, one.name, one.file) for one in words.forms]


def test_a_drawing_that_cannot_be_read_leaves_the_lists_of_files(change: str, owner: engine.User) -> None:
    before = engine.describe_words(change, "voorbeeld", owner)
    engine.save_part(change, "voorbeeld", 1, {"process.bpmn": b"<half"}, owner)

    words = engine.describe_words(change, "voorbeeld", owner)

    assert words.forms == before.forms
    assert words.variables == ()


def test_a_table_or_form_that_cannot_be_read_does_not_take_the_lists_away(change: str, owner: engine.User) -> None:
    engine.save_part(change, "voorbeeld", 1, {"stuk.dmn": b"<half", "forms/stuk.form": b"{"}, owner)

    words = engine.describe_words(change, "voorbeeld", owner)

    assert ("", "stuk.dmn") in [(one.id, one.file) for one in words.decisions]
    assert ("stuk", "forms/stuk.form") in [(one.id, one.file) for one in words.forms]


def test_who_may_not_read_the_workshop_gets_no_words(change: str) -> None:
    with pytest.raises(engine.NotAllowed):
        engine.describe_words(change, "voorbeeld", engine.User(id="x", name="Wie", groups=frozenset({"wijkteam"})))


@pytest.mark.parametrize("text", ["{", "[]", '{"components": [{"type": "iframe"}]}', "[" * 5_000])
def test_a_form_that_our_pages_do_not_have_is_refused_with_a_reason(owner: engine.User, text: str) -> None:
    with pytest.raises(engine.DiagramRefused):
        engine.read_form_text(text, owner)


def test_the_editor_completes_the_functions_that_the_engine_has() -> None:
    told = re.findall(r'^  (?:"([^"]+)"|(\w+)): \["([^"]*)", ', FUNCTIONS.read_text(encoding="utf-8"), re.MULTILINE)

    assert {quoted or plain for quoted, plain, _params in told} == set(BUILTINS)


def test_the_templates_of_the_editor_are_what_the_modeler_takes_for_templates() -> None:
    node = find_node()
    assert node is not None
    script = """
      const [build, validator, jobs] = process.argv.slice(1);
      const { buildTemplates } = await import(build);
      const { validateAllZeebe } = await import(validator);
      const found = validateAllZeebe(buildTemplates({ jobs: JSON.parse(jobs).map((type) => ({ type })) }));
      console.log(JSON.stringify([found.valid, found.results.map((one) => one.object.name)]));
    """
    build = (ASSETS / "src/workshop/templates/build.js").as_uri()
    validator = (ASSETS / "node_modules/@bpmn-io/element-templates-validator/dist/index.js").as_uri()
    command = [node.program, "--input-type=module", "-e", script, build, validator, json.dumps(list(JOBS))]

    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    valid, names = json.loads(told)
    assert valid
    assert len(names) == len(JOBS)
    assert not set(names) & set(JOBS), "a kind of work has no name in dutch/page.js"


@pytest.mark.parametrize("table", sorted(WORKFLOWS.rglob("*.dmn")), ids=lambda path: path.name)
def test_the_tables_of_the_stock_say_a_version_of_dmn_that_modelers_open(table: Path) -> None:
    assert b'"https://www.omg.org/spec/DMN/20191111/MODEL/"' in table.read_bytes()
