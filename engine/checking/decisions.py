"""Decisions: what the rules of a decision table leave open, where they meet, and which are never used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.checking import tables
from engine.checking.finding import ERROR, WARNING, Finding, make
from engine.checking.regions import tell
from engine.dialect.folder import ProcessFiles

MORE = " (en er zijn meer van zulke gevallen)"


def check(folder: ProcessFiles) -> Iterator[Finding]:
    for file, model in folder.decisions.items():
        unreadable = {problem.element for problem in model.check()}
        for key, table in model.graph.tables.items():
            if key in unreadable or key not in model.decisions:
                continue
            decision = model.decisions[key]
            for finding in _tell(f"{folder.source}/{file}", f"*{decision.name}*", tables.judge(table)):
                yield replace(finding, element_id=key, element_name=decision.name)


def _tell(file: str, name: str, found: tables.Judgement) -> Iterator[Finding]:
    for rule, column in found.impossible:
        yield make("table_impossible", file, name=name, detail=rule, other=column, severity=WARNING)
    for rule in found.hidden:
        yield make("table_hidden", file, name=name, detail=rule, severity=WARNING)
    for number, overlap in enumerate(found.overlaps, 1):
        code = "table_contradiction" if found.outputs_differ else "table_overlap"
        more = MORE if found.more_overlaps and number == len(found.overlaps) else ""
        first, second = overlap.first, overlap.second
        yield make(code, file, name=name, first=first, second=second, example=_show(overlap.example), more=more)
    for number, gap in enumerate(found.gaps, 1):
        code, severity = ("table_gap", ERROR) if gap.sure else ("table_gap_doubtful", WARNING)
        more = MORE if found.more_gaps and number == len(found.gaps) else ""
        yield make(code, file, name=name, severity=severity, example=_show(gap.example), more=more)
    if not found.whole:
        yield make("table_too_large", file, name=name, severity=WARNING)


def _show(example: tables.Example) -> str:
    """An input as people read it: `kosten = 5000, vergunning = ja`."""
    return ", ".join(f"{label} = {tell(value)}" for label, value in example.told) or "wat er ook is ingevuld"
