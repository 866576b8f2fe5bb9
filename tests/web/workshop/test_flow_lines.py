"""Flows in the drawing: each on its own line, with its name beside it, and over nothing else."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from hatch_build import find_node
from tests.web.workshop.test_appending import ASSETS, LIBRARIES

pytestmark = pytest.mark.skipif(
    find_node() is None or not (LIBRARIES / "esbuild").exists(),
    reason="needs Node.js and the libraries, which make assets brings",
)
SCRIPT = """
const [assets, what, ...told] = process.argv.slice(1);
const { build } = await import(`${assets}/node_modules/esbuild/lib/main.js`);
async function load(room) {
  const bundle = { entryPoints: [`${assets}/src/workshop/${room}.js`], bundle: true, format: 'esm', write: false };
  const { outputFiles } = await build(bundle);
  return import(`data:text/javascript;base64,${btoa(outputFiles[0].text)}`);
}
const stand = (place, kind) => ({ ...place, businessObject: { $instanceOf: (asked) => asked === kind } });
const play = {
  async label(...all) {
    const { x, y } = (await load('labelling')).findPlace(...all);
    return [x, y];
  },
  async line({ waypoints, ...ends }, ways) {
    const source = stand(ends.source, 'bpmn:Gateway');
    const target = stand(ends.target, 'bpmn:Gateway');
    return (await load('parting')).keepApart({ source, target, waypoints }, ways).map(({ x, y }) => [x, y]);
  },
};
console.log(JSON.stringify(await play[what](...told.map((one) => JSON.parse(one)))));
"""
Box = dict[str, Any]
BRANCH: Box = {"waypoints": [{"x": 0, "y": 0}, {"x": 0, "y": 250}, {"x": 90, "y": 250}]}
"""Down from a gateway, and then to the right."""
ABOVE: Box = {"waypoints": [{"x": 0, "y": 0}, {"x": 0, "y": 140}, {"x": 90, "y": 140}]}


def play(what: str, *told: object) -> Any:
    node = find_node()
    assert node is not None
    command = [node.program, "--input-type=module", "-e", SCRIPT, str(ASSETS), what, *map(json.dumps, told)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def place(label: Box, *others: Box) -> Any:
    return play("label", label, BRANCH, [BRANCH, *others])


def test_a_label_that_a_line_goes_through_comes_above_the_end_of_its_own_way() -> None:
    found = place({"x": -30, "y": 133, "width": 60, "height": 14}, ABOVE)

    assert found == [15, 232]


def test_a_label_comes_below_its_line_where_something_stands_above() -> None:
    found = place({"x": -30, "y": 133, "width": 60, "height": 14}, {"x": 5, "y": 200, "width": 85, "height": 45})

    assert found == [15, 254]


def test_a_label_that_lies_over_nothing_stays_where_it_is() -> None:
    found = place({"x": 8, "y": 100, "width": 60, "height": 14}, ABOVE)

    assert found == [8, 100]


def test_a_label_for_which_there_is_no_place_stays_where_it_is() -> None:
    found = place({"x": -30, "y": 133, "width": 60, "height": 14}, {"x": -500, "y": -500, "width": 900, "height": 900})

    assert found == [-30, 133]


def points(*all_points: tuple[float, float]) -> Box:
    return {"waypoints": [{"x": x, "y": y} for x, y in all_points]}


SPLIT, JOIN = ({"x": x, "y": 135, "width": 50, "height": 50} for x in (735, 1035))
"""Two gateways, their lower corners at (760, 185) and (1060, 185)."""
WAY: Box = {**points((760, 185), (760, 410), (1060, 410), (1060, 185)), "source": SPLIT, "target": JOIN}


def test_a_new_way_runs_beside_the_ways_of_the_same_gateways_and_crosses_none() -> None:
    out, back = points((760, 185), (760, 300), (850, 300)), points((950, 300), (1060, 300), (1060, 185))

    found = play("line", WAY, [out, back])

    assert found == [[750, 175], [750, 410], [1070, 410], [1070, 175]]


def test_a_way_that_runs_over_no_other_stays_at_the_corner_of_its_gateway() -> None:
    found = play("line", WAY, [points((785, 160), (1035, 160))])

    assert found == [[760, 185], [760, 410], [1060, 410], [1060, 185]]
