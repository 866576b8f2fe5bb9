"""Adding in the drawing: what is appended to a step goes onto its flow, and what is dropped on a flow gets room."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

import pytest

from hatch_build import find_node

ASSETS = Path(__file__).resolve().parents[3] / "web/assets"
LIBRARIES = ASSETS / "node_modules"
pytestmark = pytest.mark.skipif(
    find_node() is None or not (LIBRARIES / "esbuild").exists(),
    reason="needs Node.js and the libraries, which make assets brings",
)
SCRIPT = """
const [what, assets, ...told] = process.argv.slice(1);
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
  const flow = Object.assign(make('flow', 'bpmn:SequenceFlow', source.parent), { source, target, waypoints: [] });
  source.outgoing.push(flow);
  target.incoming.push(flow);
}

const root = make('root', 'bpmn:Process');
const heard = {};
const done = [];
const hear = (names, ...told) => [names].flat().forEach((name) => (heard[name] = told.find((one) => one.call)));
const [, Room] = room.insertAppended;
const canvas = { getRootElement: () => root };
const start = (modeling, spaceTool, rules) => new Room({ on: hear }, modeling, spaceTool, canvas, rules);

function append(where) {
  const own = make('own', 'bpmn:Participant', root);
  const other = make('other', 'bpmn:Participant', root);
  const lane = make('lane', 'bpmn:Lane', own);
  const within = make('within', 'bpmn:SubProcess', own);
  const source = make('source', 'bpmn:UserTask', own);
  connect(source, make('next', 'bpmn:UserTask', own, 1000));
  const target = { own, other, lane, within, nothing: undefined }[where];
  // What stands in a lane is the child of its pool: bpmn-js sees to that while it appends.
  const parent = where === 'lane' || !target ? own : target;
  start({
    reconnectEnd: (way, shape) => done.push(`${way.id} to ${shape.id}`),
    connect: (from, to) => done.push(`${from.id} to ${to.id}`),
  });
  const shape = make('new', 'bpmn:UserTask', parent, 150);
  const context = { source, shape, target, position: { x: 200, y: 40 } };
  heard['commandStack.shape.append.preExecute']({ context });
  heard['commandStack.shape.append.postExecute']({ context });
}

/** What was told: the x of what follows, where the new step is dropped, and how. */
function drop(next, at, how) {
  const source = make('source', 'bpmn:UserTask', root);
  const target = make('next', 'bpmn:UserTask', root, Number(next));
  connect(source, target);
  const way = root.children.at(-1);
  way.waypoints = [{ x: 100, y: 40 }, { x: Number(next), y: 40 }];
  const spaceTool = { calculateAdjustments: (all, axis, delta, from) => ({
    movingShapes: all.filter((one) => !one.waypoints && one[axis] > from), resizingShapes: [],
  }) };
  const createSpace = (moving, _, delta) => done.push(...moving.map((one) => `${one.id} by ${delta.x}`));
  start({ createSpace }, spaceTool, { canInsert: (_, one) => one === way });
  const moved = how === 'moved';
  const shape = make('new', 'bpmn:UserTask', moved ? root : undefined, moved ? 700 : 0);
  const bounds = { x: at - 50, y: 0, width: 100, height: 80 };
  const context = moved
    ? { shapes: [shape], newParent: root, delta: { x: at - 750, y: 0 } }
    : { shape, parent: way, position: how === 'bounds' ? bounds : { x: Number(at), y: 40 } };
  heard[`commandStack.${moved ? 'elements.move' : 'shape.create'}.preExecute`]({ context });
  const middle = { bounds: context.position?.x + 50, moved: 750 + context.delta?.x, middle: context.position?.x }[how];
  done.push(`new at ${middle}`);
}

({ append, drop })[what](...told);
console.log(JSON.stringify(done));
"""


@cache
def play(what: str, *told: str) -> list[str]:
    """What the editor did when a task was appended to one that already has a next step, or dropped on its flow."""
    node = find_node()
    assert node is not None
    command = [node.program, "--input-type=module", "-e", SCRIPT, what, str(ASSETS), *told]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [str(one) for one in json.loads(done.stdout)]


@pytest.mark.parametrize("where", ["own", "lane", "nothing"])
def test_what_is_appended_in_the_same_process_comes_in_between(where: str) -> None:
    connected = play("append", where)

    assert connected == ["flow to new", "new to next"]


@pytest.mark.parametrize("where", ["other", "within"])
def test_what_is_appended_in_another_process_leaves_the_way_as_it_was(where: str) -> None:
    connected = play("append", where)

    assert connected == []


@pytest.mark.parametrize("how", ["middle", "bounds", "moved"])
@pytest.mark.parametrize(
    ("next_at", "dropped", "moved"),
    [
        ("160", "130", ["next by 140", "new at 200"]),  # no room: a gap on both sides, as after a step
        ("280", "190", ["next by 20", "new at 200"]),
        ("600", "300", ["new at 300"]),  # room enough: where it was put
    ],
)
def test_what_is_dropped_on_a_flow_gets_room_there(how: str, next_at: str, dropped: str, moved: list[str]) -> None:
    done = play("drop", next_at, dropped, how)

    assert done == moved
