"""Decisions: what the rules of a decision table leave open, where they overlap, and which are never used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.checking import tables
from engine.checking.finding import ERROR, WARNING, Finding, make
from engine.checking.known import Knowledge, Known, either
from engine.checking.regions import tell
from engine.checking.wording import in_dutch
from engine.dialect import feel
from engine.dialect.dmn import Definitions
from engine.dialect.dmn.model import InputData
from engine.dialect.dmn.tables import TO_FILL_IN, Table
from engine.dialect.folder import ProcessFiles

MORE = " (en er zijn meer van zulke gevallen)"


def check(folder: ProcessFiles, knowledge: Knowledge) -> Iterator[Finding]:
    for file, model in folder.decisions.items():
        unreadable = {problem.element for problem in model.check()}
        for key, table in model.graph.tables.items():
            if key in unreadable or key not in model.decisions:
                continue
            decision = model.decisions[key]
            known = _known_inputs(folder, model, table, knowledge)
            place = f"{folder.source}/{file}", f"*{decision.name}*"
            judged = _tell(*place, tables.judge(table, known))
            written = _check_written(*place, table)
            for finding in (*written, *_check_cells(*place, table), *_check_order(*place, table), *judged):
                yield replace(finding, element_id=key, element_name=decision.name)


def _check_cells(file: str, name: str, table: Table) -> Iterator[Finding]:
    """Cells that read as something nobody means."""
    for number, rule in enumerate(table.box.rules, 1):
        columns = [*((clause.label or clause.text, True) for clause in table.box.inputs)]
        columns += [(clause.label or clause.name, False) for clause in table.box.outputs]
        for (column, tests), text in zip(columns, (*rule.tests, *rule.outputs), strict=False):
            if (told := feel.slip(text, cell=tests)) is not None:
                way = in_dutch(told)
                yield make("cell_means_else", file, name=name, severity=WARNING, detail=number, other=column, way=way)


def _check_written(file: str, name: str, table: Table) -> Iterator[Finding]:
    """Whether somebody wrote what a new table gives."""
    for number, rule in enumerate(table.box.rules, 1):
        if f'"{TO_FILL_IN}"' in (text.strip() for text in rule.outputs):
            yield make("table_not_written", file, name=name, severity=WARNING, detail=number)


def _check_order(file: str, name: str, table: Table) -> Iterator[Finding]:
    """Without a list of outcomes no outcome has priority over another, so the first rule applies after all."""
    if table.box.hit_policy in ("PRIORITY", "OUTPUT ORDER") and not any(one.allowed for one in table.box.outputs):
        output = table.box.outputs[0]
        yield make(
            "table_without_order", file, name=name, severity=WARNING, other=output.label or output.name or "Uitkomst"
        )


def _known_inputs(folder: ProcessFiles, model: Definitions, table: Table, knowledge: Knowledge) -> Mapping[str, Known]:
    """What is known of the variables that a table reads, if any task asks for a decision of its model."""
    asking = [e for e in folder.process.elements.values() if e.decision_id in model.decisions]
    own = {element.variable for element in model.graph.model.elements.values() if not isinstance(element, InputData)}
    found: dict[str, Known] = {}
    for clause in table.box.inputs:
        name = clause.text.strip()
        if name.partition(".")[0] not in own and asking:
            known = either(knowledge.of(folder.process.id, task, name) for task in asking)
            if known is not None:
                found[name] = known
    return found


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
