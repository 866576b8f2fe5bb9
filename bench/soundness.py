"""`python -m bench.soundness`: the cost of checking a draft while somebody types, and of playing its token game."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from time import process_time

import click

from engine import soundness
from engine.checking import check_folder, check_folders
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.versions.folders import read_folders

WORKFLOWS = Path(__file__).resolve().parent.parent / "workflows"
GOAL_CHECK, GOAL_SOUNDNESS = 0.1, 1.0
IDS = re.compile(rb'(\b(?:id|sourceRef|targetRef|attachedToRef|bpmnElement|default|dataObjectRef)=")([^"]+)"')
LISTED = re.compile(rb"(<bpmn:(?:incoming|outgoing|flowNodeRef)>)([^<]+)<")


def draft(stock: dict[str, ProcessFiles], nodes: int) -> ProcessFiles:
    """The largest process, copied with other ids next to itself until it has this many nodes."""
    largest = max(stock.values(), key=count_nodes)
    files = dict(largest.files)
    xml = files["process.bpmn"]
    begin = xml.index(b">", xml.index(b"<bpmn:process ")) + 1
    end = xml.index(b"</bpmn:process>")
    plane = xml.index(b">", xml.index(b"<bpmndi:BPMNPlane ")) + 1
    shapes = xml.index(b"</bpmndi:BPMNPlane>")
    inside, drawn = xml[begin:end], xml[plane:shapes]
    lanes = inside.find(b"</bpmn:laneSet>")
    inside_only = inside[lanes + 15 :] if lanes >= 0 else inside
    copies = -(-nodes // count_nodes(largest)) - 1
    more = [(_renumber(inside_only, n), _renumber(drawn, n)) for n in range(copies)]
    files["process.bpmn"] = b"".join(
        [xml[:end], *(one for one, _ in more), xml[end:shapes], *(two for _, two in more), xml[shapes:]]
    )  # fmt: skip
    return from_bytes(files, source=largest.source)


def written(files: ProcessFiles, number: int) -> ProcessFiles:
    """The same process with different bytes."""
    again = {**files.files, "process.bpmn": files.files["process.bpmn"] + f"<!-- {number} -->".encode()}
    return from_bytes(again, source=files.source)


def _renumber(xml: bytes, number: int) -> bytes:
    mark = f"-{number}".encode()
    xml = IDS.sub(rb"\g<1>\g<2>" + mark + rb'"', xml)
    return LISTED.sub(rb"\g<1>\g<2>" + mark + rb"<", xml)


def count_nodes(files: ProcessFiles) -> int:
    return sum(element.kind != "sequenceFlow" for element in files.process.elements.values())


def measure(act: Callable[[], object], runs: int) -> tuple[float, float]:
    """The time of the first run, when nothing is cached, and the median of some more, in seconds."""
    times: list[float] = []
    for _ in range(runs):
        begun = process_time()
        act()
        times.append(process_time() - begun)
    return times[0], statistics.median(times[1:])


@click.command()
@click.option("--runs", default=15, show_default=True)
def main(runs: int) -> None:
    """Measure and print."""
    stock = dict(read_folders(WORKFLOWS))
    largest = max(stock.values(), key=count_nodes)
    typed = draft(stock, 60)
    others = {name: files for name, files in stock.items() if name != largest.process.id}
    # Each run checks other contents, as when somebody types: findings on unchanged contents are cached.
    drafts = cycle([written(typed, number) for number in range(runs + 1)])
    texts = cycle([written(typed, number).files for number in range(runs + 1, 2 * runs + 2)])
    rows: list[tuple[str, Callable[[], object], float | None]] = [
        (f"check, {count_nodes(typed)} nodes", lambda: check_folder(next(drafts), others), GOAL_CHECK),
        ("the same, with reading its files", lambda: check_folder(from_bytes(next(texts), "x"), others), GOAL_CHECK),
        ("check, all processes, as they were", lambda: check_folders(stock), None),
        (f"soundness, {largest.process.id}, {count_nodes(largest)} nodes",
         lambda: soundness.explore(largest.process), GOAL_SOUNDNESS),
        (f"soundness, {count_nodes(typed)} nodes", lambda: soundness.explore(typed.process), GOAL_SOUNDNESS),
        ("soundness, too entangled", lambda: soundness.explore(entangled().process), None),
    ]  # fmt: skip
    for name, act, goal in rows:
        first, median = measure(act, runs + 1)
        told = "" if goal is None else f"  goal {goal * 1e3:.0f} ms: {'yes' if median <= goal else 'NO'}"
        click.echo(f"{name:<44}{median * 1e3:>9.1f} ms, the first time {first * 1e3:>8.1f}{told}")


def entangled(width: int = 14) -> ProcessFiles:
    """Branches that each wait for their neighbour: the limit is reached."""
    from tests.engine.diagrams import folder
    from tests.engine.soundness.test_exploring import mesh

    return folder(*mesh(width))


if __name__ == "__main__":
    main()
