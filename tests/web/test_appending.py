"""Appending in the drawing: what is added behind a step comes on the way of that step, and on no other process's."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

import pytest

from hatch_build import find_node

ASSETS = Path(__file__).resolve().parents[2] / "web/assets"
LIBRARIES = ASSETS / "node_modules"
pytestmark = pytest.mark.skipif(
    find_node() is None or not (LIBRARIES / "esbuild").exists(),
    reason="needs Node.js and the libraries, which make assets brings",
)
SCRIPT = """
const [where, assets] = process.argv.slice(1);
const { build } = await import(`${assets}/node_modules/esbuild/lib/main.js`);
const bundle = { entryPoints: [`${assets}/src/workshop/inserting.js`], bundle: true, format: 'esm', write: false };
const { outputFiles } = await build(bundle);
const { default: room } = await import(`data:text/javascript;base64,${btoa(outputFiles[0].text)}`);

const KINDS = {
  'bpmn:Process': [], 'bpmn:Participant': [], 'bpmn:Lane': [], 'bpmn:SequenceFlow': [],
  'bpmn:SubProcess': ['bpmn:Activity', 'bpmn:FlowNode'], 'bpmn:UserTask': ['bpmn:Activity', 'bpmn:FlowNode'],
};
function make(id, kind, parent, x = 0) {
  const businessObject = { $instanceOf: (asked) => kind === asked || KINDS[kind].includes(asked) };
  const place = { x, y: 0, width: 100, height: 80 };
  const made = { id, businessObject, parent, children: [], incoming: [], outgoing: [], ...place };
  parent?.children.push(made);
  return made;
}
function connect(source, target) {
  const flow = { ...make('flow', 'bpmn:SequenceFlow', source.parent), source, target, waypoints: [] };
  source.outgoing.push(flow);
  target.incoming.push(flow);
}

const root = make('root', 'bpmn:Process');
const own = make('own', 'bpmn:Participant', root);
const other = make('other', 'bpmn:Participant', root);
const lane = make('lane', 'bpmn:Lane', own);
const within = make('within', 'bpmn:SubProcess', own);
const source = make('source', 'bpmn:UserTask', own);
connect(source, make('next', 'bpmn:UserTask', own, 1000));
const target = { own, other, lane, within, nothing: undefined }[where];
// What stands in a lane is the child of its pool: bpmn-js sees to that while it appends.
const parent = where === 'lane' || !target ? own : target;

const heard = {};
const done = [];
const hear = (names, ...told) => [names].flat().forEach((name) => (heard[name] = told.find((one) => one.call)));
const modeling = {
  reconnectEnd: (way, shape) => done.push(`${way.id} to ${shape.id}`),
  connect: (from, to) => done.push(`${from.id} to ${to.id}`),
};
const [, Room] = room.insertAppended;
new Room({ on: hear }, modeling, {}, { getRootElement: () => root });
const shape = make('new', 'bpmn:UserTask', parent, 150);
const context = { source, shape, target, position: { x: 200, y: 40 } };
heard['commandStack.shape.append.preExecute']({ context });
heard['commandStack.shape.append.postExecute']({ context });
console.log(JSON.stringify(done));
"""


@cache
def append(where: str) -> list[str]:
    """What is connected when a task is appended there to one that goes on already."""
    node = find_node()
    assert node is not None
    command = [node.program, "--input-type=module", "-e", SCRIPT, where, str(ASSETS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [str(one) for one in json.loads(done.stdout)]


@pytest.mark.parametrize("where", ["own", "lane", "nothing"])
def test_what_is_appended_in_the_same_process_comes_in_between(where: str) -> None:
    connected = append(where)

    assert connected == ["flow to new", "new to next"]


@pytest.mark.parametrize("where", ["other", "within"])
def test_what_is_appended_in_another_process_leaves_the_way_as_it_was(where: str) -> None:
    connected = append(where)

    assert connected == []
