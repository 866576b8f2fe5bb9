"""Judging: what would become of one row of the file: where the case would wait, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from engine.dialect import naming
from engine.dialect.folder import ProcessFiles
from engine.dialect.starts import only_plain_start
from engine.forms import Form
from engine.forms.typed import TypedRefused, parse_date
from engine.takeover import columns, places, sheet, telling, trying
from engine.takeover.needs import Needs
from engine.takeover.places import Place
from engine.workflow import Compiled, Surroundings

OWN_NUMBER = "oud_nummer"
"""The variable in which a case keeps the number that it had."""
TRIED = "proef"
"""What a case and its submitter are called as long as there is neither."""
LONGEST_NUMBER, LONGEST_TEXT = 100, 2_000
MOST_NAMED = 8
"""How many steps are named where a cell may mean several."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of a row. One with `problems` is not taken over."""

    line: int
    number: str
    place: Place | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, Any] = field(default_factory=dict)
    received: date | None = None
    since: date | None = None
    status: str = ""
    told: str | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    """The names of the tasks that would be open."""
    title: str = ""
    reference: str = ""
    """Of a case that was taken over from this number before; such a row is passed over."""


class Judge:
    """What rows of one file would become, in the versions that are in use now."""

    def __init__(
        self,
        compiled: Compiled,
        folders: Mapping[str, ProcessFiles],
        around: Surroundings,
        read_columns: Sequence[str],
        today: date,
    ) -> None:
        self.compiled = compiled
        self._around, self._today = around, today
        self._needs = Needs(folders)
        self.places = places.list_all(compiled)
        self.meanings = columns.meanings_of(self._forms(), self._variables())
        own = [name for name in read_columns if name and name not in sheet.OUR_OWN]
        found = {name: columns.find_meaning(self.meanings, name) for name in own}
        self._columns = {name: meaning for name, meaning in found.items() if meaning is not None}
        self.strange = tuple(name for name, meaning in found.items() if meaning is None)
        """Columns that no step of the process knows: these are left out."""
        self._left_open = frozenset(self._find_left_open())
        self._missing: dict[tuple[str, ...], tuple[str, ...]] = {}

    @cached_property
    def asked_first(self) -> frozenset[str]:
        """The questions of the form with which a case begins."""
        return frozenset(field.key for form in self._first_form() for field in form.fields)

    def _first_form(self) -> list[Form]:
        main = self.compiled.processes[self.compiled.main]
        known = self._needs.sources.forms[main.id]
        start = only_plain_start(main)
        return [known[start.form_id]] if start is not None and start.form_id in known else []

    def _forms(self) -> list[Form]:
        """That with which a case begins first: it asks what is known of every case."""
        known = self._needs.sources.forms
        return [*self._first_form(), *(form for asked in known.values() for form in asked.values())]

    def _find_left_open(self) -> Iterator[str]:
        """What nobody has to answer at the beginning, or what does not fit in a cell, such as photos: left open."""
        for form in self._first_form():
            for asked in form.fields:
                if asked.personal is None and (not asked.required or asked.key not in self.meanings):
                    yield asked.key

    def _variables(self) -> frozenset[str]:
        sources = self._needs.sources
        return frozenset().union(*(sources.names(name, None) for name in self.compiled.processes))

    @cached_property
    def statuses(self) -> tuple[str, ...]:
        return telling.statuses_of(self.compiled)

    def judge(self, row: sheet.Row) -> Verdict:
        """What would become of a row."""
        problems: list[str] = []
        number = row.get(sheet.NUMBER)
        if not number or len(number) > LONGEST_NUMBER:
            problems.append(f"Vul bij {sheet.NUMBER} het nummer in dat de zaak nu heeft.")
        place = self._find_place(row.get(sheet.STEP), problems)
        received = self._read_day(row, sheet.RECEIVED, problems)
        since = self._read_day(row, sheet.SINCE, problems)
        values, personal = self._read_cells(row, problems)
        verdict = Verdict(row.line, number, place, values, personal, received, since)
        status = self._find_status(row, place, problems)
        told = row.get(sheet.TOLD)[:LONGEST_TEXT] or None
        verdict = replace(verdict, status=status, told=told, title=str(values.get("titel") or ""))
        if place is None or problems:
            return replace(verdict, problems=tuple(problems))
        missing = self._find_missing(place)
        if missing:
            return replace(verdict, problems=missing)
        return self._try(verdict, place)

    def variables_of(self, verdict: Verdict) -> dict[str, Any]:
        return {**verdict.values, OWN_NUMBER: verdict.number}

    # ---- reading ------------------------------------------------------------------------------------------------

    def _find_place(self, told: str, problems: list[str]) -> Place | None:
        found = places.find(self.places, told)
        if len(found) == 1:
            return found[0]
        if found:
            names = "; ".join(place.name for place in found[:MOST_NAMED])
            problems.append(f"De stap ‘{told}’ komt vaker voor. Schrijf een van deze: {names}")
        else:
            problems.append(f"De stap ‘{told}’ is er niet." if told else f"Vul bij {sheet.STEP} in waar de zaak nu is.")
        return None

    def _read_day(self, row: sheet.Row, column: str, problems: list[str]) -> date | None:
        typed = row.get(column)
        if not typed:
            return None
        try:
            day = parse_date(typed)
        except TypedRefused:
            problems.append(f"{column}: ‘{typed}’ is geen dag, zoals 15-5-2026.")
            return None
        if day > self._today:
            problems.append(f"{column}: {day:%d-%m-%Y} moet nog komen.")
        return day

    def _read_cells(self, row: sheet.Row, problems: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
        values: dict[str, Any] = dict.fromkeys(self._left_open)
        personal: dict[str, Any] = {}
        for column, meaning in self._columns.items():
            typed, value = row.get(column), None
            try:
                value = columns.read_cell(meaning, typed) if typed else None
            except columns.CellRefused as refused:
                problems.append(f"{column}: {refused.told}.")
            if meaning.personal is None:
                values[meaning.key] = value
            elif value is not None:
                personal[meaning.personal] = value
        return values, personal

    def _find_status(self, row: sheet.Row, place: Place | None, problems: list[str]) -> str:
        told = row.get(sheet.STATUS)
        if told:
            found = next((one for one in self.statuses if one.casefold() == told.casefold()), None)
            if found is None:
                problems.append(f"De status ‘{told}’ is er niet. Kies uit: {', '.join(self.statuses)}.")
            return found or ""
        usual = telling.last_told(self.compiled, place.path) if place is not None else frozenset()
        if len(usual) > 1:
            names = " of ".join(sorted(usual))
            problems.append(f"Vul bij {sheet.STATUS} in wat de indiener nu leest: {names}.")
        return next(iter(usual), "") if len(usual) == 1 else ""

    # ---- trying -------------------------------------------------------------------------------------------------

    def _find_missing(self, place: Place) -> tuple[str, ...]:
        """Which columns the file lacks for a step. An empty cell is enough: then it is known that there is nothing."""
        if place.path not in self._missing:
            given = {m.key for m in self._columns.values() if m.personal is None} | {OWN_NUMBER, *self._left_open}
            needs = self._needs.of(self.compiled.main, place.path, given)
            self._missing[place.path] = tuple(
                f"De kolom ‘{need.name}’ ontbreekt: "
                f"{naming.describe(self.compiled.processes[need.process].elements[need.element], naming.QUOTES)} "
                "heeft die nodig."
                for need in needs
            )
        return self._missing[place.path]

    def _try(self, verdict: Verdict, place: Place) -> Verdict:
        at = trying.at_day(self._around, verdict.since, self._today)
        at = replace(at, reference=TRIED, submitter_id=TRIED)
        tried = trying.try_entering(self.compiled, self.variables_of(verdict), place.path, at, self._around.now)
        problems, title = tried.problems, tried.title or verdict.title
        return replace(verdict, problems=problems, tasks=tried.tasks, notes=tried.notes, title=title)
