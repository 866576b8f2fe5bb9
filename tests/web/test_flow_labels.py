"""Labels of flows in the drawing: beside their own line, and over nothing else."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from hatch_build import find_node
from tests.web.test_appending import ASSETS, LIBRARIES

pytestmark = pytest.mark.skipif(
    find_node() is None or not (LIBRARIES / "esbuild").exists(),
    reason="needs Node.js and the libraries, which make assets brings",
)
SCRIPT = """
const [assets, ...told] = process.argv.slice(1);
const { build } = await import(`${assets}/node_modules/esbuild/lib/main.js`);
const bundle = { entryPoints: [`${assets}/src/workshop/labelling.js`], bundle: true, format: 'esm', write: false };
const { outputFiles } = await build(bundle);
const { findPlace } = await import(`data:text/javascript;base64,${btoa(outputFiles[0].text)}`);
const { x, y } = findPlace(...told.map((one) => JSON.parse(one)));
console.log(JSON.stringify([x, y]));
"""
Box = dict[str, Any]
BRANCH: Box = {"waypoints": [{"x": 0, "y": 0}, {"x": 0, "y": 250}, {"x": 90, "y": 250}]}
"""Down from a gateway, and then to the right."""
ABOVE: Box = {"waypoints": [{"x": 0, "y": 0}, {"x": 0, "y": 140}, {"x": 90, "y": 140}]}


def place(label: Box, *others: Box) -> list[float]:
    node = find_node()
    assert node is not None
    told = [json.dumps(one) for one in (label, BRANCH, [BRANCH, *others])]
    command = [node.program, "--input-type=module", "-e", SCRIPT, str(ASSETS), *told]
    found: list[float] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


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
