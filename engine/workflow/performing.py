"""Performing: what an automatic task does: compute, decide by a table, or request a job."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from SpiffWorkflow.task import Task

from engine import events
from engine.dialect import feel
from engine.dialect.dmn import DecisionResult
from engine.dialect.elements import Element
from engine.dialect.mails import MailTemplate, fill
from engine.dialect.saying import to_text
from engine.errors import ExecutionFailed
from engine.names import REGISTERS
from engine.spelling import spell_text
from engine.workflow.board import Board
from engine.workflow.expressions import Blaming, require_kept, to_key
from engine.workflow.handing import map_in, map_out
from engine.workflow.step import Explanation, JobRequest

LARGEST_ENTRY = 100_000
"""Most characters of all columns of a register entry together."""


def perform(board: Board, task: Task) -> None:
    """Do what an automatic task says.

    Its result becomes a variable, even if the task has outputs (Zeebe then keeps it inside): people read a decision
    back as a whole.
    """
    element: Element = task.task_spec.element
    inputs = map_in(board, task, element.inputs) if element.inputs else {}
    found: dict[str, Any] = {}
    if element.kind == "scriptTask":
        found = _named(element, board.evaluate(task, element.script))
    elif element.kind == "businessRuleTask":
        found = _named(element, _decide_by_table(board, task, element, inputs))
    elif element.job_type is not None:
        _request_job(board, task, element, inputs)
    for name, value in found.items():
        board.scopes.assign(board.scope_of(task), name, value)
    if element.outputs:
        map_out(board, task, element, {**inputs, **found})


def _named(element: Element, value: Any) -> dict[str, Any]:
    return {element.result_variable: value} if element.result_variable else {}


def _decide_by_table(board: Board, task: Task, element: Element, inputs: Mapping[str, Any]) -> Any:
    """The result of a decision. Raises: ExecutionFailed: there is none."""
    definitions = board.compiled.decisions[element.process][str(element.decision_id)]
    names = board.expressions.names({**board.variables(task), **inputs})
    result = definitions.evaluate(str(element.decision_id), names, now=board.expressions.now)
    warnings = tuple(warning.message for warning in result.warnings)
    if result.value is None:
        because = f" ({'; '.join(warnings)})" if warnings else ""
        raise ExecutionFailed(
            f"decision {element.decision_id} gave no answer{because}", element=element.id, process=element.process
        )
    with Blaming(element):
        board.expressions.pay(result.cost)
        for value in (result.value, *_told_values(result)):
            require_kept(value, f"decision {element.decision_id}")
    board.explanations.append(Explanation(len(board.events), tuple(_tell(result))))
    board.events.append(
        events.DecisionMade(
            element.process,
            element.id,
            str(element.decision_id),
            tuple(result.matched),
            element.result_variable,
            warnings,
        )
    )
    return result.value


def _told_values(result: DecisionResult) -> Iterator[Any]:
    """What `_tell` records of a decision and of those that it requires."""
    for required in result.required:
        yield from _told_values(required)
    if result.table is not None:
        yield from (*result.inputs, result.value)


def _tell(result: DecisionResult) -> Iterator[dict[str, Any]]:
    """The tables that were evaluated for a decision; those that it requires come first."""
    for required in result.required:
        yield from _tell(required)
    if result.table is not None:
        yield {
            "decision": result.decision,
            "name": result.name,
            "inputs": [feel.to_json(value) for value in result.inputs],
            "matched": list(result.matched),
            "value": feel.to_json(result.value),
            "warnings": [str(warning) for warning in result.warnings],
        }


def _request_job(board: Board, task: Task, element: Element, inputs: Mapping[str, Any]) -> None:
    if element.job_type == "publish":
        return
    data = inputs
    number = board.memory["jobs"] = board.memory.get("jobs", 0) + 1
    headers = {name: to_text(board.evaluate(task, value, inputs)) for name, value in element.headers.items()}
    kind = str(element.job_type)
    if kind == "message":
        headers = {"message": (element.event.reference if element.event is not None else None) or "", **headers}
        if "key" in element.headers:
            with Blaming(element):
                headers["key"] = to_key(board.evaluate(task, element.headers["key"], inputs))
        if "timeToLive" in element.headers:
            lives = board.moment(task, element.headers["timeToLive"], inputs) - board.surroundings.now
            headers["timeToLive"] = f"P{max(lives.days, 0)}DT{lives.seconds if lives.days >= 0 else 0}S"
    elif kind == "mail":
        data = _fill_in(board, task, board.compiled.mails[element.process], headers, data)
    elif kind == "letter":
        data = _fill_in(board, task, board.compiled.letters[element.process], headers, data)
    elif kind == "register" and (reason := _why_not_entered(headers, data)):
        raise ExecutionFailed(reason, element=element.id, process=element.process)
    board.jobs.append(JobRequest(number, kind, element.process, element.id, headers, data))


def _why_not_entered(headers: Mapping[str, str], data: Mapping[str, Any]) -> str | None:
    """What is wrong with an entry. No entry can be removed, and every page of its register would be as long."""
    if headers.get("register") not in REGISTERS:
        return f"there is no register {headers.get('register')!r}"
    if len(spell_text(feel.to_json(dict(data)))) > LARGEST_ENTRY:
        return f"the entry has more than {LARGEST_ENTRY} characters"
    return None


def _fill_in(
    board: Board,
    task: Task,
    templates: Mapping[str, MailTemplate],
    headers: Mapping[str, str],
    data: Mapping[str, Any],
) -> dict[str, str]:
    """Subject and text of a mail or letter, except the names that are filled in once the recipient is known."""
    element: Element = task.task_spec.element
    template = templates.get(headers.get("template", ""))
    if template is None:
        reason = f"there is no {element.job_type} template {headers.get('template')!r}"
        raise ExecutionFailed(reason, element=element.id, process=element.process)
    variables = {**board.variables(task), **data}
    with Blaming(element):
        subject, text = fill(template, lambda e: to_text(board.expressions.explain(e, variables).value))
    return {"subject": subject, "text": text}
