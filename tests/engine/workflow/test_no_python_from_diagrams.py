"""No diagram, table, form or mail can make Python of its own: neither by SpiffWorkflow nor by ours."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
import SpiffWorkflow

from engine.versions.folders import compile_folders
from engine.workflow.run import Inner, Instance, NoScripts
from tests.engine.hostile_diagrams import HOSTILE, everything
from tests.sharing import make_once

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = Path(SpiffWorkflow.__file__).parent
CALLS = frozenset({"eval", "exec", "compile", "__import__", "builtins.eval", "builtins.exec", "os.system", "os.popen"})
IMPORTS = frozenset(
    {"pickle", "marshal", "shelve", "dill", "code", "codeop", "runpy", "importlib", "subprocess", "pty"}
)
CAN_RUN_CODE = CALLS | {f"import {name}" for name in IMPORTS}

NOT_IMPORTED = "a module that a case never imports"
NO_ELEMENT = "a class of SpiffWorkflow's older workflow format; no element of a diagram is compiled to it"
ENGINE = "the script engine; a case has NoScripts in its place"

# Where SpiffWorkflow could run code: file, function, what it uses → why no diagram gets there.
RUNNING_PLACES = {
    ("bpmn/script_engine/python_environment.py", "TaskDataEnvironment.evaluate", "eval"): ENGINE,
    ("bpmn/script_engine/python_environment.py", "TaskDataEnvironment.execute", "exec"): ENGINE,
    ("bpmn/serializer/migration/version_1_2.py", "convert_timer_expressions.convert_timedate", "eval"): NOT_IMPORTED,
    ("bpmn/serializer/migration/version_1_2.py", "convert_timer_expressions.convert_cycle", "eval"): NOT_IMPORTED,
    ("serializer/dict.py", "", "import pickle"): NOT_IMPORTED,
    ("serializer/dict.py", "get_class", "__import__"): NOT_IMPORTED,
    ("specs/Execute.py", "", "import subprocess"): NO_ELEMENT,
    ("specs/Transform.py", "Transform._update_hook", "exec"): NO_ELEMENT,
}

PG_DUMP = ("backups.py", "", "import subprocess")
"""`smederij backup` runs pg_dump: a fixed name, with the address of the settings."""

# Where SpiffWorkflow asks its script engine: file, function → why that is never asked for our diagrams.
ASKING_PLACES = {
    ("bpmn/specs/bpmn_process_spec.py", "AdHocSubprocessSpec.path_complete"): "ad-hoc subprocesses are refused",
    ("bpmn/specs/bpmn_process_spec.py", "AdHocSubprocessSpec.check_condition"): "ad-hoc subprocesses are refused",
    ("bpmn/specs/bpmn_task_spec.py", "_BpmnCondition._matches"): "our Condition stands in its place",
    ("bpmn/specs/event_definitions/conditional.py", "ConditionalEventDefinition.has_fired"): "refused",
    ("bpmn/specs/event_definitions/message.py", "MessageEventDefinition.get_correlations"): "our Awaited",
    ("bpmn/specs/event_definitions/message.py", "MessageEventDefinition.calculate_correlations"): "our Awaited",
    ("bpmn/specs/event_definitions/timer.py", "TimeDateEventDefinition.has_fired"): "our Awaited",
    ("bpmn/specs/event_definitions/timer.py", "DurationTimerEventDefinition.has_fired"): "our Awaited",
    ("bpmn/specs/event_definitions/timer.py", "CycleTimerEventDefinition.cycle_complete"): "our Awaited",
    ("bpmn/specs/mixins/multiinstance_task.py", "StandardLoopTask.loop_complete"): "standard loops are refused",
    ("bpmn/specs/mixins/multiinstance_task.py", "MultiInstanceTask.check_completion_condition"): "our Repeated",
    ("bpmn/specs/mixins/multiinstance_task.py", "SequentialMultiInstanceTask._update_hook"): "our Repeated",
    ("bpmn/specs/mixins/multiinstance_task.py", "ParallelMultiInstanceTask.create_children"): "our Repeated",
    ("bpmn/specs/mixins/script_task.py", "ScriptTask._execute"): "a script task is our Passing",
    ("bpmn/util/subworkflow.py", "BpmnSubWorkflow.script_engine"): "hands out that of the case, which is NoScripts",
    ("bpmn/workflow.py", "BpmnWorkflow.__init__"): "is given NoScripts",
    ("bpmn/workflow.py", "BpmnWorkflow.script_engine"): "hands out NoScripts",
    ("camunda/specs/event_definitions.py", "MessageEventDefinition.throw"): NOT_IMPORTED,
    ("camunda/specs/multiinstance_task.py", "update_task_spec"): NOT_IMPORTED,
    ("dmn/engine/DMNEngine.py", "DMNEngine.evaluate"): NOT_IMPORTED,
    ("dmn/engine/DMNEngine.py", "DMNEngine.needs_eq"): NOT_IMPORTED,
    ("dmn/specs/model.py", "Rule.output_as_dict"): NOT_IMPORTED,
    ("spiff/specs/event_definitions.py", "MessageEventDefinition.throw"): NOT_IMPORTED,
    ("spiff/specs/event_definitions.py", "MessageEventDefinition.update_task"): NOT_IMPORTED,
    ("spiff/specs/event_definitions.py", "SpiffItemAwareEventDefinition.throw"): NOT_IMPORTED,
    ("spiff/specs/mixins/service_task.py", "ServiceTask._execute"): NOT_IMPORTED,
    ("spiff/specs/mixins/service_task.py", "ServiceTask.evaluate_params"): NOT_IMPORTED,
    ("spiff/specs/spiff_task.py", "SpiffBpmnTask.execute_script"): NOT_IMPORTED,
}
# Of those, the only ones that belong to a class of ours.
OUR_OWN = {"BpmnSubWorkflow.script_engine", "BpmnWorkflow.__init__", "BpmnWorkflow.script_engine"}


def names_in(tree: ast.AST, within: str = "") -> Iterator[tuple[str, str]]:
    """Every name that is used, imports included, with the dotted name of the function around it."""
    for node in ast.iter_child_nodes(tree):
        inner = within
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            inner = f"{within}.{node.name}" if within else node.name
        elif isinstance(node, ast.Name):
            yield within, node.id
        elif isinstance(node, ast.Attribute):
            yield within, f".{node.attr}"
            if isinstance(node.value, ast.Name) and node.value.id in ("builtins", "os"):
                yield within, f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.Import):
            yield from ((within, f"import {alias.name.split('.')[0]}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield within, f"import {node.module.split('.')[0]}"
        yield from names_in(node, inner)


def places_of(folder: Path, wanted: frozenset[str]) -> set[tuple[str, str, str]]:
    """(file, function, name) of every use of the wanted names in the Python under a folder."""
    return {
        (file.relative_to(folder).as_posix(), where, name)
        for file in sorted(folder.rglob("*.py"))
        for where, name in names_in(ast.parse(file.read_text()))
        if name in wanted
    }


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What happened when every place of a diagram was attacked, with a tripwire on all that compiles or runs Python.

    Runs in a process of its own, once for all tests here.
    """

    def play(report: Path) -> None:
        command = [sys.executable, "-m", "tests.engine.play_with_tripwires"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        report.write_text(done.stdout, encoding="utf-8")

    told: dict[str, Any] = json.loads(make_once(tmp_path_factory, "played", play).read_text(encoding="utf-8"))
    return told


def test_every_place_where_spiffworkflow_can_run_code_is_known() -> None:
    found = places_of(LIBRARY, CAN_RUN_CODE)

    assert found == set(RUNNING_PLACES)


def test_every_place_where_spiffworkflow_asks_its_script_engine_is_known() -> None:
    found = {(file, where) for file, where, _ in places_of(LIBRARY, frozenset({"script_engine", ".script_engine"}))}

    assert found == set(ASKING_PLACES)


def test_no_class_that_a_case_is_made_of_can_ask_the_script_engine() -> None:
    asking = {where for _, where in ASKING_PLACES} - OUR_OWN
    running = {where for _, where, _ in RUNNING_PLACES}

    reached = {name for kind in _kinds_of_a_case() for name in _functions_of(kind)}

    assert {"Passing._run_hook", "Repeated._update_hook", "BpmnWorkflow.__init__"} <= reached
    assert reached & (asking | running) == set()


def test_a_module_that_is_never_imported_is_not_imported(played: Mapping[str, Any]) -> None:
    never = [file for file, *_ in (*RUNNING_PLACES, *ASKING_PLACES)]
    reasons = [*RUNNING_PLACES.values(), *ASKING_PLACES.values()]
    modules = {
        "SpiffWorkflow." + file.removesuffix(".py").replace("/", ".")
        for file, reason in zip(never, reasons, strict=True)
        if reason == NOT_IMPORTED
    }

    assert modules & set(played["modules"]) == set()
    assert "SpiffWorkflow.bpmn.workflow" in played["modules"]


def test_a_case_has_no_script_engine_that_runs_anything_also_when_it_is_read_back() -> None:
    compiled = compile_folders("proef", everything())

    begun = Instance(compiled.specs["proef"], dict(compiled.specs))
    begun.begin()

    for case in (begun, Instance(compiled.specs["proef"], dict(compiled.specs))):
        assert isinstance(case.script_engine, NoScripts)


def test_a_diagram_with_everything_in_it_plays_to_its_end(played: Mapping[str, Any]) -> None:
    assert played["harmless"] == "ended"


def test_no_hostile_text_in_any_place_runs_python(played: Mapping[str, Any]) -> None:
    assert sum(played["played"].values()) > 2 * 3 * len(HOSTILE)
    assert {"ended", "stopped", "refused"} <= set(played["played"])
    assert played["tripped"] == {}


def test_the_processes_of_the_stock_run_no_python(played: Mapping[str, Any]) -> None:
    assert played["scenarios"] > 0
    assert played["scenarios failed"] == []


def test_the_wires_are_heard(played: Mapping[str, Any]) -> None:
    assert {heard.split()[0] for heard in played["control"]} == {"compile", "exec"}


@pytest.mark.parametrize(("package", "known"), [("engine", {PG_DUMP}), ("web", set())])
def test_our_own_source_neither_runs_text_nor_loads_objects(package: str, known: set[tuple[str, str, str]]) -> None:
    assert places_of(ROOT / package, CAN_RUN_CODE) == known


def test_what_runs_another_program_is_for_the_command_of_an_operator_alone() -> None:
    """No page, job or case can get to it: the one module that imports it is that of the command."""
    source = {file: file.read_text() for name in ("engine", "web") for file in sorted((ROOT / name).rglob("*.py"))}
    importing = [file for file, text in source.items() if re.search(r"import.*\bbackups\b|\bbackups import", text)]

    assert importing == [ROOT / "engine/cli/backup.py"]


def _kinds_of_a_case() -> set[type]:
    """Every class, of SpiffWorkflow or ours, of which a case contains an object."""
    compiled = compile_folders("proef", everything())
    kinds: set[type] = {Instance, Inner}
    for spec in compiled.specs.values():
        kinds.add(type(spec))
        for task_spec in spec.task_specs.values():
            kinds.add(type(task_spec))
            if definition := getattr(task_spec, "event_definition", None):
                kinds.add(type(definition))
            kinds.update(type(condition) for condition, _ in getattr(task_spec, "cond_task_specs", None) or ())
    return kinds - {type(None)}


def _functions_of(kind: type) -> Iterator[str]:
    """The qualified name of every function that can run on an object of this class, also by super()."""
    for name in dir(kind):
        for holder in kind.__mro__:
            found = inspect.getattr_static(holder, name, None) if name in vars(holder) else None
            parts = (found.fget, found.fset) if isinstance(found, property) else (getattr(found, "__func__", found),)
            functions = [part for part in parts if isinstance(part, FunctionType)]
            yield from (function.__qualname__ for function in functions)
            if functions and not any("super" in function.__code__.co_names for function in functions):
                break
