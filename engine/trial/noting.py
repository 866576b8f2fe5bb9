"""Noting: recording an act as steps of a scenario while it is done: only then is it known what it answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from engine import forms, workflow
from engine.dialect import feel
from engine.errors import AnswersRefused
from engine.finding import locking
from engine.models import Case, Job, Message, MessageDelivery, Task
from engine.municipality import here, now, reading, today
from engine.permissions import SUBMITTER
from engine.scenarios import raw_of
from engine.trial.acts import Act
from engine.trial.finding import first_case_id
from engine.trial.people import Actor, invent
from engine.trial.wishes import Typed
from engine.versions import definitions


class Teller:
    """Records what happens to the first case of a trial during one act."""

    def __init__(self) -> None:
        self.steps: list[dict[str, Any]] = []
        self.untold = ""
        self._delivered: set[str] = set()
        self._signals = 0

    @contextmanager
    def watching(self) -> Iterator[None]:
        with reading() as session:
            self._delivered = {key for key, _, _ in _deliveries(session)}
            self._signals = _count_signals(session)
        yield
        self.notice(None)

    def notice(self, moment: datetime | None) -> None:
        """Record the messages that other cases have sent meanwhile; `moment` is when, where time passes."""
        with reading() as session:
            new = [one for one in _deliveries(session) if one[0] not in self._delivered]
            if _count_signals(session) > self._signals:
                self.untold = "signal"
        if new and moment is not None:
            self.tell_time(moment)
        for key, name, payload in new:
            self._delivered.add(key)
            values = feel.from_json(payload) if payload is not None else None
            if not isinstance(values, dict):
                self.untold = "message"
                continue
            self.tell_message(name, values)

    def close(self, kind: str, facts: Mapping[str, Any]) -> Act:
        with reading() as session:
            key = first_case_id(session)
            status = session.scalar(select(Case.status).where(Case.id == key)) or ""
        return Act(kind, facts, tuple(self.steps), status, self.untold)

    # ---- what can be recorded -----------------------------------------------------------------------------------

    def tell_start(self, process: str, element: str, typed: Typed) -> None:
        """Record what was typed to begin with. Raises: AnswersRefused."""
        with reading() as session:
            definition = definitions.find_version(session, process, None)
            start = definitions.files_of(session, definition.id).process.elements[element]
            form = definitions.form_of(session, definition.id, str(start.form_id))
        self._begin(process, element, self._tell_answers(form, typed, {}))

    def tell_values(self, process: str, element: str, values: Mapping[str, Any]) -> None:
        self._begin(process, element, values)

    def _begin(self, process: str, element: str, values: Mapping[str, Any]) -> None:
        self.steps.append({"process": process, "now": in_local(now()), "begin": element, "start": dict(values)})

    def tell_task(
        self, session: Session, task: Task, actor: Actor, typed: Typed, beside: Iterable[Task], *, again: bool
    ) -> None:
        """Record the coming answer to a task among the tasks `beside` it, or a changed one. Raises: AnswersRefused."""
        form = definitions.form_of(session, task.definition_id, task.form_id)
        known = workflow.read_variables(locking.state_of(session, task.case), task.scope)
        step: dict[str, Any] = {"revise" if again else "task": task.element_id, "as": actor.group}
        alike = [one for one in beside if (one.case_id, one.element_id) == (task.case_id, task.element_id)]
        if len(alike) > 1:
            which = _which(task, alike)
            if which is not None:
                step["of"] = which
            elif alike[0].id != task.id:
                self.untold = "which"
        self.steps.append({**step, "answers": self._tell_answers(form, typed, known)})

    def _tell_answers(self, form: forms.Form, typed: Typed, known: Mapping[str, Any]) -> dict[str, Any]:
        told = in_plain(form, typed, known)
        if told is None:
            self.untold = "personal"
        return told or {}

    def tell_message(self, name: str, values: Mapping[str, Any]) -> None:
        payload = {}
        for key, value in values.items():
            found = plain(value)
            if value is not None and found is None:
                self.untold = "message"
            payload[key] = found
        self.steps.append({"message": name, "payload": payload} if payload else {"message": name})

    def tell_aside(self, name: str, group: str, form: forms.Form, typed: Typed) -> None:
        self.steps.append({"message": name, "as": group, "payload": self._tell_answers(form, typed, {})})

    def tell_time(self, until: datetime) -> None:
        if not self.steps or self.steps[-1] != {"until": in_local(until)}:
            self.steps.append({"until": in_local(until)})


def _which(task: Task, alike: list[Task]) -> str | None:
    """The name by which a scenario finds this one of several tasks: the first that has it is meant."""
    for name in (_assignee(task), task.instance):
        if name and next(one for one in alike if name in names_of(one)).id == task.id:
            return name
    return None


def names_of(task: Task) -> set[str | None]:
    """The names by which a scenario can mean this task, among several at one step."""
    return {task.instance, _assignee(task), *task.candidate_groups}


def _assignee(task: Task) -> str | None:
    """The assignee of a task, by their name in scenarios, which know the submitter by another id."""
    return f"{SUBMITTER}-1" if task.assignee and task.assignee == task.case.submitter_id else task.assignee


def _deliveries(session: Session) -> list[tuple[str, str, Any]]:
    """(id, name, payload) of each message that other cases sent to the first one, in order of arrival."""
    case_id = first_case_id(session)
    query = (
        select(Message.id, Message.name, Message.payload)
        .join(MessageDelivery, MessageDelivery.message == Message.id)
        # What was begun in the case by a form has the case's own id as its key, and is recorded as that.
        .where(MessageDelivery.case_id == case_id, Message.key != case_id)
        .order_by(text("message_deliveries.rowid"))
    )
    return [(key, name, payload) for key, name, payload in session.execute(query)]


def _count_signals(session: Session) -> int:
    query = select(func.count()).where(Job.case_id == first_case_id(session), Job.kind == "signal", Job.state == "done")
    return session.scalar(query) or 0


# ---- in words of a scenario -------------------------------------------------------------------------------------


def in_plain(form: forms.Form, typed: Typed, known: Mapping[str, Any]) -> dict[str, Any] | None:
    """Answers as in a scenario: as values, where those mean the same as what was typed, and without anybody's name.

    None where something personal has no equivalent invented answer: what was typed is never recorded instead.

    Raises: AnswersRefused.
    """
    day = today()
    personal = form.personal_fields
    given = forms.validate(form, typed, known, today=day, files=forms.EXAMPLES)
    answered = {key: value for key, value in given.items() if value is not None}
    invented = {field.key: invent(field) for field in form.fields if field.key in personal and field.key in answered}
    if None in invented.values():
        return None
    open_to_all = [key for key in given if key not in personal]
    raw = {key: _as_typed(form, typed, key) for key in open_to_all if key in typed}
    told = {key: plain(_without_open(forms.in_names(answered[key]))) for key in open_to_all if key in answered}
    for answers in ({**told, **invented}, {**raw, **invented}):
        try:
            again = forms.validate(form, raw_of(answers), known, today=day, files=forms.EXAMPLES)
        except AnswersRefused:
            continue
        if all(again.get(key) == given[key] for key in open_to_all):
            return answers
    return None if invented else raw


def _as_typed(form: forms.Form, typed: Typed, key: str) -> Any:
    """What was typed for a question, in scenario form: a text or texts, and for a list a mapping for each row."""
    field = next(field for field in form.fields if field.key == key)
    if field.rows is None:
        return _one_or_more(typed[key])
    rows = (forms.typed_in(field, typed, row) for row in forms.rows_in(typed, key))
    return [{name: _one_or_more(texts) for name, texts in row.items()} for row in rows]


def _one_or_more(texts: list[str]) -> str | list[str]:
    return texts[0] if len(texts) == 1 else texts


def _without_open(value: Any) -> Any:
    """The rows of a list without their unanswered fields, for which YAML has no word here."""
    if not isinstance(value, list):
        return value
    return [{k: v for k, v in row.items() if v is not None} if isinstance(row, dict) else row for row in value]


def plain(value: Any) -> Any:
    """A value as YAML has it; None where YAML has no equivalent."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float | Decimal):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if number == int(number) and abs(number) < 10**15:
            return int(number)
        return float(number) if Decimal(repr(float(number))) == number else None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, list):
        items = [plain(item) for item in value]
        return None if any(item is None for item in items) else items
    if isinstance(value, Mapping):
        parts = {str(key): plain(part) for key, part in value.items()}
        return None if any(part is None for part in parts.values()) else parts
    return None


def in_local(moment: datetime) -> str:
    """A moment in local time; with its offset in the one hour of the year that occurs twice."""
    local = moment.astimezone(here().settings.zone)
    wall = local.replace(tzinfo=None)
    shown = wall.isoformat(timespec="minutes" if wall.second == 0 and wall.microsecond == 0 else "auto")
    plainly = wall.replace(tzinfo=here().settings.zone).astimezone(moment.tzinfo)
    return shown if plainly == moment else local.isoformat()
