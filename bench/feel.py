"""`python -m bench.feel`: the cost of FEEL and decision tables, compared with plain Python and simpleeval."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

import click
from simpleeval import EvalWithCompoundTypes, SimpleEval

from bench.measuring import Figure, measure
from engine.dialect import dmn, feel

CONDITION = 'bedrag > 5000 and advies = "positief"'
SCOPE: dict[str, Any] = {"bedrag": Decimal(6000), "advies": "positief"}
NUMBERS: list[Any] = [Decimal(number) for number in range(1000)]
TIMES = 1000


def figures(runs: int) -> Iterator[Figure]:
    """Every figure, measured one after the other; a figure and its limit in the same run."""
    yield from _conditions(runs)
    yield from _tables(runs)
    yield from _lists(runs)


def _per_call(act: Callable[[], object], runs: int, times: int = TIMES) -> float:
    return measure(lambda: [act() for _ in range(times)], runs) / times


def _conditions(runs: int) -> Iterator[Figure]:
    compiled = feel.parse(CONDITION)
    other = SimpleEval(names=SCOPE)
    tree = other.parse("bedrag > 5000 and advies == 'positief'")
    plain = _per_call(lambda: SCOPE["bedrag"] > 5000 and SCOPE["advies"] == "positief", runs)
    ours = _per_call(lambda: compiled.evaluate(SCOPE), runs)
    theirs = _per_call(lambda: other.eval("", previously_parsed=tree), runs)
    yield Figure("a condition", ours, "plain Python", plain)
    yield Figure("a condition", ours, "simpleeval, parsed once", theirs)
    yield Figure("a condition", ours, "goal: 5 µs", 5e-6)


def _tables(runs: int) -> Iterator[Figure]:
    given = {f"k{number}": Decimal(number) for number in range(5)}
    for rows, goal in ((10, None), (100, 500e-6)):
        table = dmn.read(write_table(rows), "bench")
        asked: dict[str, Any] = {**given, "k0": Decimal(rows - 1)}

        def in_python(last: int = rows - 1, known: dict[str, Any] = asked) -> int | None:
            for number in range(last + 1):
                if known["k0"] == number and all(known[f"k{key}"] >= 0 for key in range(1, 5)):
                    return number
            return None

        other = SimpleEval(names=asked)
        trees = [
            other.parse(f"k0 == {number} and k1 >= 0 and k2 >= 0 and k3 >= 0 and k4 >= 0") for number in range(rows)
        ]

        def in_simpleeval(rules: list[ast.AST] = trees, evaluator: SimpleEval = other) -> int | None:
            return next((n for n, tree in enumerate(rules) if evaluator.eval("", previously_parsed=tree)), None)

        ours = _per_call(lambda found=table, known=asked: found.evaluate("tabel", known), runs, 20)  # type: ignore[misc]
        yield Figure(f"a table of {rows} rules, 5 inputs", ours, "plain Python", _per_call(in_python, runs, 20))
        theirs = _per_call(in_simpleeval, runs, 2)
        yield Figure(f"a table of {rows} rules, 5 inputs", ours, "simpleeval, parsed once", theirs)
        if goal is not None:
            yield Figure(f"a table of {rows} rules, 5 inputs", ours, "goal: 500 µs", goal)


def _lists(runs: int) -> Iterator[Figure]:
    scope: dict[str, Any] = {"lijst": NUMBERS}
    other = EvalWithCompoundTypes(names=scope)
    for name, text, same, plain in (
        ("for", "for x in lijst return x * 2", "[x * 2 for x in lijst]", lambda: [n * 2 for n in NUMBERS]),
        ("a filter", "lijst[item > 500]", "[x for x in lijst if x > 500]", lambda: [n for n in NUMBERS if n > 500]),
    ):
        compiled, tree = feel.parse(text), other.parse(same)
        ours = _per_call(lambda known=compiled: known.evaluate(scope), runs, 5)  # type: ignore[misc]
        theirs = _per_call(lambda known=tree: other.eval("", previously_parsed=known), runs, 5)  # type: ignore[misc]
        yield Figure(f"{name} over 1,000 items", ours, "plain Python", _per_call(plain, runs, 5))
        yield Figure(f"{name} over 1,000 items", ours, "simpleeval, parsed once", theirs)


def write_table(rows: int) -> bytes:
    """A table with UNIQUE rules: the first input must be the number of the rule, the other four at least 0."""
    inputs = "".join(
        f'<input id="i{key}"><inputExpression id="e{key}"><text>k{key}</text></inputExpression></input>'
        for key in range(5)
    )
    rules = "".join(
        f'<rule id="r{row}">'
        + "".join(
            f'<inputEntry id="r{row}i{key}"><text>{escape(str(row) if key == 0 else ">= 0")}</text></inputEntry>'
            for key in range(5)
        )
        + f'<outputEntry id="r{row}o"><text>{row}</text></outputEntry></rule>'
        for row in range(rows)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="bench" name="bench" namespace="bench">'
        '<decision id="tabel" name="tabel"><variable name="tabel"/><decisionTable id="t" hitPolicy="UNIQUE">'
        f'{inputs}<output id="o" typeRef="number"/>{rules}</decisionTable></decision></definitions>'
    ).encode()


STARTING = """
import pathlib, time
import decimal, datetime, re, json, zoneinfo, lxml.etree, engine.errors

def size():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096

before, begun = size(), time.perf_counter()
import engine.dialect.feel, engine.dialect.dmn
print(time.perf_counter() - begun, size() - before)
"""
ALONE = """
import sys, types, pathlib
found = types.ModuleType("engine")
found.__path__ = [str(pathlib.Path("engine").resolve())]
sys.modules["engine"] = found
"""


def start_cost() -> tuple[float, float]:
    """Seconds and megabytes that FEEL and DMN add to a process that has the standard library and lxml.

    The package `engine` itself, which imports everything, is left out. The bytecode is on disk, as it is where the
    product is installed: the first of the runs writes it. Reads /proc, so it needs Linux.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        told = [_start(environment) for _ in range(6)]
    return min(seconds for seconds, _ in told), min(size for _, size in told)


def _start(environment: dict[str, str]) -> tuple[float, float]:
    command = [sys.executable, "-c", ALONE + STARTING]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)  # noqa: S603
    seconds, size = told.stdout.split()
    return float(seconds), int(size) / 1024**2


@click.command()
@click.option("--runs", default=50, show_default=True, help="Runs per figure.")
def main(runs: int) -> None:
    """Measure and print a table."""
    for figure in figures(runs):
        click.echo(str(figure))
    seconds, megabytes = min(start_cost() for _ in range(5))
    click.echo(
        f"{'to start':<34}{seconds * 1e3:>10.3f} ms {seconds / 0.05:>9.1f} × goal: 50 ms; {megabytes:.1f} MB of 10"
    )


if __name__ == "__main__":
    main()
