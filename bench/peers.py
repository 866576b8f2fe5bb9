"""Peers: steps of workload W by a bare SQLite, by SpiffWorkflow as its documentation shows, and by npm bpmn-engine."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import DEFAULT_CONFIG, BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter, WorkflowConverter
from SpiffWorkflow.util.task import TaskState

from bench import workload

IN_PYTHON = (
    {"Goed": "oordeel == 'terug'", "Nogmaals": "vervolg == 'ja'"},
    {
        "Tellen": "ronde = ronde + 1 if 'ronde' in globals() else 1",
        "Links": "links = ronde * 2",
        "Rechts": "rechts = ronde * 3",
        "Opmaken": "aantal = 5",
        "Afronden": "som = links + rechts",
    },
)
IN_JAVASCRIPT = (
    {gateway: "${environment.output." + name + "}" for gateway, name in (("Goed", "terug"), ("Nogmaals", "nogmaals"))},
    {
        "Tellen": "next();",
        "Links": "next(null, environment.output.ronde * 2);",
        "Rechts": "next(null, environment.output.ronde * 3);",
        "Opmaken": "next(null, 5);",
        "Afronden": "next(null, environment.output.Links + environment.output.Rechts);",
    },
)
STATE = 12_000
"""Bytes of state in the bare limit: about the size of a case that keeps everything."""
ENGINE = "25.0.1"
HERE = Path(__file__).parent
Step = Callable[[], object]


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE states (id INTEGER PRIMARY KEY, state BLOB)")
    connection.execute("CREATE TABLE history (id INTEGER PRIMARY KEY, what TEXT)")
    return connection


def bare_sqlite(folder: Path, cases: int = 100) -> Step:
    """The least that a step can cost: read a state, write one of 12 kB, write a line of history, commit."""
    connection = _open(folder / "bare.sqlite")
    blobs = [os.urandom(STATE) for _ in range(16)]
    connection.executemany("INSERT INTO states VALUES (?, ?)", [(n, blobs[n % 16]) for n in range(cases)])
    number = 0

    def step() -> None:
        nonlocal number
        number += 1
        key = number % cases
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("SELECT state FROM states WHERE id = ?", (key,)).fetchone()
        connection.execute("UPDATE states SET state = ? WHERE id = ?", (blobs[number % 16], key))
        connection.execute("INSERT INTO history (what) VALUES (?)", ("x" * 200,))
        connection.execute("COMMIT")

    return step


class _Cached(BpmnWorkflowConverter):  # type: ignore[misc]
    """Leaves the specification out of what is stored, and takes it from memory."""

    parsed: tuple[Any, Any]

    def to_dict(self, workflow: BpmnWorkflow) -> dict[str, Any]:
        told: dict[str, Any] = WorkflowConverter.to_dict(self, workflow)
        told["subprocesses"] = self.mapping_to_dict(workflow.subprocesses)
        told["bpmn_events"] = self.registry.convert(workflow.bpmn_events)
        return told

    def from_dict(self, dct: dict[str, Any]) -> BpmnWorkflow:
        restored = BpmnWorkflow(*self.parsed, deserializing=True)
        restored.tasks = self.mapping_from_dict(dct["tasks"], UUID, workflow=restored)
        restored.task_tree = restored.tasks[UUID(dct["root"])]
        self.set_default_attributes(restored, dct)
        self.subprocesses_from_dict(dct["subprocesses"], restored)
        return restored


def spiffworkflow(folder: Path) -> Step:
    """SpiffWorkflow with its own serializer and a specification that is parsed once; only the state is stored."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(BytesIO(workload.plain(*IN_PYTHON))))
    _Cached.parsed = parser.get_spec(workload.PROCESS), parser.get_subprocess_specs(workload.PROCESS)
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure({**DEFAULT_CONFIG, BpmnWorkflow: _Cached}))
    connection = _open(folder / "spiff.sqlite")
    case = BpmnWorkflow(*_Cached.parsed)
    case.do_engine_steps()
    begun = serializer.serialize_json(case)
    connection.execute("INSERT INTO states VALUES (1, ?)", (begun,))

    def step() -> None:
        connection.execute("BEGIN IMMEDIATE")
        (kept,) = connection.execute("SELECT state FROM states WHERE id = 1").fetchone()
        case = serializer.deserialize_json(kept)
        task = case.get_next_task(state=TaskState.READY, manual=True)
        again = "ja" if task.data["ronde"] < workload.LAPS else "nee"
        task.set_data(**workload.answers(task.task_spec.bpmn_id, again))
        task.run()
        case.do_engine_steps()
        state = begun if case.completed else serializer.serialize_json(case)
        connection.execute("UPDATE states SET state = ? WHERE id = 1", (state,))
        connection.execute("INSERT INTO history (what) VALUES (?)", ("x" * 200,))
        connection.execute("COMMIT")

    return step


def bpmn_engine(folder: Path, steps: int) -> float:
    """Median seconds per step of npm `bpmn-engine`, which is installed into `folder`; its state goes to a file.

    Raises:
        CalledProcessError: there is no node or npm, or the registry was not reached.
        ValueError: it did something else than the workload.
    """
    source = folder / "werk.bpmn"
    source.write_bytes(workload.plain(*IN_JAVASCRIPT))
    install = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), f"bpmn-engine@{ENGINE}"]
    subprocess.run(install, check=True, capture_output=True)  # noqa: S603
    script = folder / "steps.mjs"
    script.write_bytes((HERE / "bpmn_engine.mjs").read_bytes())
    told = ["node", str(script), str(source), str(steps), str(workload.LAPS), workload.TEXT]
    done = subprocess.run(told, check=True, capture_output=True, text=True, cwd=folder)  # noqa: S603
    ended, median = done.stdout.split()
    if int(ended) != steps // (workload.LAPS * workload.STEPS_A_LAP):
        raise ValueError(f"bpmn-engine ended {ended} cases in {steps} steps: it did not do the work")
    return float(median) / 1000
