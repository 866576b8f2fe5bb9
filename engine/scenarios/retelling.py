"""Retelling: playing a story that no longer goes as its file says once more, and replacing what has changed.

What people did in it stays. Where a new task blocks the way, or a question is new, it gets an invented answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from engine import forms, workflow
from engine.dialect import naming, stories
from engine.dialect.folder import ProcessFiles
from engine.errors import AnswersRefused, ScenarioFailed
from engine.forms import Form, owner_of
from engine.names import GROUPS
from engine.scenarios.inventing import gone_columns, only_columns, put_right
from engine.scenarios.needing import begins_at
from engine.scenarios.reading import ZONE, Scenario, raw_of
from engine.scenarios.running import Run, telling_where
from engine.scenarios.sentences import explain
from engine.scenarios.writing import has_comments, write_story
from engine.workflow import OpenTask

MOST_ADDED = 20
"""Tasks that are answered in addition to what the story tells: more of them make another story."""
ROUNDS = 4
"""How often answers are checked again, since one can make another question appear."""
NEVER_NOTHING = frozenset({"end", "outcome", "status"})
"""What a story cannot expect to be nothing: it would look like a case that stands still."""


@dataclass(frozen=True, slots=True)
class Retold:
    """Both files in the same notation, so that they differ where the story does; and what was done to it."""

    before: bytes
    after: bytes
    notes: tuple[str, ...]
    """Dutch sentences."""


def in_use_as(process_id: str) -> str:
    """The name under which the version in use of a process is known, beside the one that is played."""
    return f"{process_id} (in use)"


def retell(
    scenario: Scenario,
    data: bytes,
    folders: Mapping[str, ProcessFiles],
    known: Mapping[str, ProcessFiles] | None = None,
) -> Retold:
    """Play a story as far as it goes by itself, and report the result.

    `known` serves to look up the names of what is no longer in `folders`, and to see what is new in them:
    it has the versions in use under the names that `in_use_as` gives.

    Raises:
        ScenarioFailed: somebody has to play it: says at which step, and why.
    """
    written: dict[str, Any] = dict(stories.load(data))
    retelling = _Retelling(scenario, folders, known or folders)
    retelling.play()
    told = retelling.told
    after = {**written, "start": told.start, "steps": list(told.steps), "expect": told.expect}
    lost = ["De opmerkingen in het bestand (achter #) gaan weg."] if has_comments(data) else []
    return Retold(write_story(written), write_story(after), tuple(dict.fromkeys([*lost, *retelling.notes])))


class _Retelling(Run):
    """Plays a scenario, and records how it goes now."""

    def __init__(
        self, scenario: Scenario, folders: Mapping[str, ProcessFiles], known: Mapping[str, ProcessFiles]
    ) -> None:
        super().__init__(scenario, folders, set())
        self.known = known
        self.notes: list[str] = []
        self._steps: list[Mapping[str, Any]] = []
        self._ahead = [str(step.get("task", step.get("all", ""))) for step in scenario.steps]
        self._expected: Mapping[str, Any] = {}
        self._added = 0

    @property
    def told(self) -> Scenario:
        return replace(self.scenario, steps=tuple(self._steps), expect=self._expected)

    def play(self) -> None:
        start = begins_at(self.folders[self.scenario.process].process, self.scenario.begin)
        if start.form_id is not None:
            form = self.folders.form(self.scenario.process, start.form_id)
            with telling_where(None, "start"):
                self.scenario = replace(self.scenario, start=self._fit(form, self.scenario.start, {}))
        super().play()

    def _take(self, told: Mapping[str, Any]) -> None:
        if "expect" in told:
            expected = self._correct(told["expect"] or {})
            if expected:
                self._steps.append({**told, "expect": expected})
            return
        key = next((one for one in ("task", "all") if one in told), "")
        if key:
            self._ahead.remove(str(told[key]))
            if not self._is_drawn(str(told[key])):
                self.notes.append(f"{self._gone_task(str(told[key]))} is er niet meer. Die stap is weggelaten.")
                return
            self._make_way_to(str(told[key]))
        if "message" in told and self._is_gone(str(told["message"])):
            self.notes.append(f"Het bericht of de knop ‘{told['message']}’ is er niet meer. Die stap is weggelaten.")
            return
        if "task" in told:
            self._steps.append(self._answer_one(told))
        elif "all" in told:
            self._steps.append(self._answer_each(told))
        else:
            if "pass" in told or "until" in told:
                self._do_what_is_drawn_since()
            super()._take(told)
            self._steps.append(told)

    def _expect(self, wanted: Mapping[str, Any]) -> None:
        if "end" in wanted:
            while not self.step.ended and self._answer_new():
                pass
        self._expected = self._correct(wanted)

    # ---- tasks --------------------------------------------------------------------------------------------------

    def _is_drawn(self, element: str) -> bool:
        return any(element in files.process.elements for files in self.folders.values())

    def _is_gone(self, message: str) -> bool:
        """Whether the version in use waits for a message and this one never does; a message of neither is a mistake."""
        return not _awaits(self.folders, message) and _awaits(self.known, message)

    def _make_way_to(self, element: str) -> None:
        while all(task.element_id != element for task in self.step.open_tasks) and self._answer_new():
            pass

    def _do_what_is_drawn_since(self) -> None:
        """Answer the tasks that the version in use does not have: the story let time pass at what came after them."""
        while (new := next(filter(self._is_drawn_since, self.step.open_tasks), None)) and self._add(new):
            pass

    def _is_drawn_since(self, task: OpenTask) -> bool:
        in_use = self.known.get(in_use_as(task.process_id))
        return in_use is not None and task.element_id not in in_use.process.elements

    def _answer_new(self) -> bool:
        """Answer one task that the story does not know of; returns whether there was one."""
        new = next((task for task in self.step.open_tasks if task.element_id not in self._ahead), None)
        return new is not None and self._add(new)

    def _add(self, new: OpenTask) -> bool:
        """Answer a task in addition to what the story tells, if there were not too many of those."""
        if self._added >= MOST_ADDED:
            return False
        self._added += 1
        self.notes.append(f"De taak {self._called(new)} is erbij gekomen.")
        who = new.groups[0] if new.groups else (new.assignee or "").rpartition("-")[0]
        self._steps.append(self._answer_one({"task": new.element_id, **({"as": who} if who else {})}))
        return True

    def _answer_one(self, told: Mapping[str, Any]) -> Mapping[str, Any]:
        task = self._find(told)
        who = told.get("as")
        if who is not None and task.groups and who not in task.groups:
            self.notes.append(
                f"De taak {self._called(task)} is nu voor de groep {GROUPS.get(task.groups[0], task.groups[0])}."
            )
            who = task.groups[0]
        answers = self._fit_to(task, told.get("answers") or {})
        self._answer(task, who, answers)
        return {**told, **({"as": who} if who is not None else {}), **({"answers": answers} if answers else {})}

    def _answer_each(self, told: Mapping[str, Any]) -> Mapping[str, Any]:
        tasks = [task for task in self.step.open_tasks if task.element_id == told["all"]]
        given = told.get("answers") or {}
        each = list(given) if isinstance(given, list) else [given] * len(tasks)
        fitted = [self._fit_to(task, answers) for task, answers in zip(tasks, each, strict=False)]
        alike = not isinstance(given, list) and fitted and all(one == fitted[0] for one in fitted)
        again = {**told, "answers": fitted[0] if alike else fitted}
        self._answer_all(again)
        return again

    def _called(self, task: OpenTask) -> str:
        return f"‘{naming.call(self.folders[task.process_id].process.elements[task.element_id])}’"

    def _tell_waiting(self) -> str:
        open_tasks = sorted({self._called(task) for task in self.step.open_tasks})
        told = f"Hier wacht het verhaal nu op: {', '.join(open_tasks)}." if open_tasks else "Hier wacht het nergens op."
        return f"{told} De verwachting is aangepast."

    def _gone_task(self, element: str) -> str:
        drawn = (files.process.elements.get(element) for files in self.known.values())
        found = next((one for one in drawn if one is not None), None)
        return f"De taak ‘{naming.call(found)}’" if found is not None else f"Een taak (in het bestand: {element})"

    def _gone_question(self, form_id: str, key: str, column: str | None = None) -> str:
        asked = (
            forms.read_form(files.forms[form_id], form_id) for files in self.known.values() if form_id in files.forms
        )
        found = [field for form in asked for field in form.fields if field.key == key]
        if column is not None:
            found = [one for field in found if field.rows for one in field.rows.questions if one.key == column]
        label = next((field.label for field in found if field.label), None)
        return f"De vraag ‘{label}’" if label else f"Een vraag (in het bestand: {column or key})"

    # ---- answers ------------------------------------------------------------------------------------------------

    def _fit_to(self, task: OpenTask, given: Mapping[str, Any]) -> dict[str, Any]:
        form_id = self.folders[task.process_id].process.elements[task.element_id].form_id
        known = workflow.read_variables(self._state, task.scope)
        return self._fit(self.folders.form(task.process_id, str(form_id)), given, known)

    def _fit(self, form: Form, given: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
        """The answers, with invented ones for what the form refuses. Raises: AnswersRefused."""
        fields = {field.key: field for field in form.fields if field.is_answerable}
        answers = {key: only_columns(fields[key], value) for key, value in given.items() if key in fields}
        for key, column in gone_columns(fields, given):
            gone = self._gone_question(form.id, key, column)
            self.notes.append(f"{gone} is er niet meer. Die antwoorden zijn weggelaten.")
        for key in given.keys() - answers.keys():
            self.notes.append(f"{self._gone_question(form.id, key)} is er niet meer. Dat antwoord is weggelaten.")
        today = self.now.astimezone(ZONE).date()
        for _round in range(ROUNDS):
            try:
                forms.validate(form, raw_of(answers), known, today=today, files=forms.EXAMPLES)
            except AnswersRefused as error:
                for name, problem in error.problems.items():
                    self.notes.append(put_right(fields[owner_of(name)], name, problem, answers, today))
                continue
            return answers
        forms.validate(form, raw_of(answers), known, today=today, files=forms.EXAMPLES)
        return answers

    # ---- what is expected ---------------------------------------------------------------------------------------

    def _correct(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """The present value of all that was expected; nothing of it is dropped, and differences are reported.

        Raises:
            ScenarioFailed: what was expected does not come at all: that is not another story, but one that stopped.
        """
        found = dict(wanted)
        for key, value in wanted.items():
            if key == "data" and isinstance(value, Mapping):
                found[key] = {name: self._look("data", name, expected) for name, expected in value.items()}
            else:
                found[key] = self._look(key, None, value)
        return found

    def _look(self, key: str, name: str | None, value: Any) -> Any:
        try:
            super()._expect({key: value if name is None else {name: value}})
        except ScenarioFailed as error:
            now = error.facts.get("found")
            if error.code != "differs" or (key in NEVER_NOTHING and now is None):
                raise
            if key == "waiting":
                self.notes.append(self._tell_waiting())
                return sorted(task.element_id for task in self.step.open_tasks)
            self.notes.append(f"{explain(error, self.folders)} De verwachting is aangepast.")
            return list(now) if isinstance(now, list) else _plain(now)
        return value


def _plain(value: Any) -> Any:
    """A value as YAML has it; what YAML cannot express stays as it is told, and then the story does not pass."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value if value is None or isinstance(value, str | bool | int | date | list) else str(value)


def _awaits(folders: Mapping[str, ProcessFiles], message: str) -> bool:
    events = (one.event for files in folders.values() for one in files.process.elements.values())
    return any(event is not None and event.reference == message for event in events)
