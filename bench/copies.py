"""Copies: a municipality multiplied many times, in which everything that `smederij verify` checks is still valid."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, MetaData, Table, insert, select, text, update
from sqlalchemy.orm import Session

from engine import history
from engine.municipality import here
from engine.running import standing
from engine.spelling import spell_canonically

AT_ONCE = 5_000
ORDER = (
    *("persons", "cases", "case_states", "tasks", "timers", "subscriptions", "jobs", "answers", "documents"),
    *("decision_explanations", "publications", "letters", "register_entries"),
)
"""What is copied with a case, each after what it refers to."""
AS_WRITTEN = frozenset({"payload", "subject", "body", "addressee", "address", "status_text", "text", "told", "columns"})
"""Columns whose digest is in the history, and that need not differ in a copy."""
SAID = ("previous", "case_id", "at", "kind", "person_id", "process_id", "definition_id", "element_id", "facts")
ID = re.compile(r"[0-9a-f]{32,64}")
NUMBER = re.compile(r"\b([A-Z]+-[0-9]{4})-([0-9]+)")


def multiply(times: int) -> int:
    """Give every case so many copies, with its answers, papers, files, jobs and history; returns the number of cases.

    The tables are looked up, whatever they are, so that a database of an earlier release can be filled too.
    """
    with here().database.engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        return _Copying(connection, tables.tables, times).run()


class _Copying:
    def __init__(self, connection: Connection, tables: Mapping[str, Table], times: int) -> None:
        self.connection = connection
        self.tables = tables
        self.times = times
        self.given = {row.name: row.value for row in self._read("counters")}
        staff = {row.id for row in self._read("accounts")}
        self.ids = {row.id for name in ("persons", "cases", "tasks", "documents") for row in self._read(name)} - staff
        self.ids |= {row.secret_hash for row in self._read("cases") if row.secret_hash}
        self.told: list[dict[str, str]] = [{} for _ in range(times)]
        """By copy, the new digests of what differs in it: answers that name a file."""

    def run(self) -> int:
        for name in ORDER:
            kept = [dict(row._mapping) for row in self._read(name)]
            self._write(name, (copy for number in range(self.times) for copy in self._copy_rows(name, kept, number)))
        self._learn_waits()
        self._copy_history()
        counters = self.tables["counters"]
        for name, value in self.given.items():
            new = update(counters).where(counters.c.name == name).values(value=value * (self.times + 1))
            self.connection.execute(new)
        return len(self._read("cases"))

    def _copy_rows(self, name: str, kept: Iterable[dict[str, Any]], number: int) -> Iterator[dict[str, Any]]:
        for row in kept:
            if (name == "persons" and row["id"] not in self.ids) or row.get("case_id", "") is None:
                continue  # It is about staff, or belongs to no case.
            copy = {key: value if key in AS_WRITTEN else self._rename(value, number) for key, value in row.items()}
            if isinstance(copy.get("id"), int):
                copy.pop("id")
            if name == "cases":
                copy["idempotency_key"] = None
            if name == "answers" and copy["given"] != row["given"]:
                before, after = (history.salted_digest(one["given"], one["salt"]) for one in (row, copy))
                self.told[number][before] = after
            if name == "register_entries":
                counted = self.given[f"register:{row['register']}:{row['year']}"]
                copy["number"] = row["number"] + counted * (number + 1)
                before, after = _digest_entry(row), _digest_entry(copy)
                self.told[number][before] = after
            yield copy

    def _learn_waits(self) -> None:
        """What a copy waits for: a message may have the number of the case as its key."""
        salts = {row.id: row.salt for row in self._read("cases")}
        with Session(self.connection) as session:
            found = standing.read_waiting(session, list(salts))
        waits = {id: standing.wait(salts[id], *said) for id, said in found.items()}
        for id, digest in waits.items():
            for number in range(self.times):
                self.told[number][digest] = waits.get(self._id_of(id, number), digest)

    def _copy_history(self) -> None:
        """Interleave the copies, as cases are that ran at the same time."""
        tails: dict[str, str] = {}

        def link() -> Iterator[dict[str, Any]]:
            for event in self._read("history", ordered="sequence"):
                if event.case_id is None:
                    continue
                for number in range(self.times):
                    row = {name: self._rename(getattr(event, name), number) for name in SAID if name != "previous"}
                    row["facts"] = self._tell(row["facts"], number)
                    row["previous"] = tails.get(row["case_id"], history.FIRST)
                    moment = row["at"] if row["at"].tzinfo else row["at"].replace(tzinfo=UTC)
                    said = [moment.astimezone(UTC).isoformat() if name == "at" else row[name] for name in SAID]
                    row["digest"] = tails[row["case_id"]] = hashlib.sha256(spell_canonically(said)).hexdigest()
                    yield row

        self._write("history", link())

    def _tell(self, facts: dict[str, Any], number: int) -> dict[str, Any]:
        if "digest" in facts:
            facts = {**facts, "digest": self.told[number].get(facts["digest"], facts["digest"])}
        if waits := facts.get("standing", {}).get("waits"):
            facts = {**facts, "standing": {**facts["standing"], "waits": self.told[number].get(waits, waits)}}
        # Only the original case was on that list.
        facts = {name: value for name, value in facts.items() if name != "destruction_list"}
        if "register" in facts:
            year, _, of_year = facts["number"].partition("-")
            counted = self.given[f"register:{facts['register']}:{year}"]
            facts = {**facts, "number": f"{year}-{int(of_year) + counted * (number + 1):04d}"}
        return facts

    def _rename(self, value: Any, number: int) -> Any:
        """A value with the ids and numbers of a copy in it."""
        if isinstance(value, dict):
            return {key: self._rename(one, number) for key, one in value.items()}
        if isinstance(value, list):
            return [self._rename(one, number) for one in value]
        if not isinstance(value, str) or len(value) < 8:
            return value
        value = ID.sub(lambda found: self._id_of(found[0], number), value)
        return NUMBER.sub(lambda found: self._number_of(found, number), value)

    def _id_of(self, id: str, number: int) -> str:
        """An id from the same moment, so that what was created together is adjacent in every index, as in real use."""
        if id not in self.ids:
            return id
        return (id[:12] + hashlib.sha256(f"{id} {number}".encode()).hexdigest())[: len(id)]

    def _number_of(self, found: re.Match[str], number: int) -> str:
        counted = self.given.get(found[1])
        return found[0] if counted is None else f"{found[1]}-{int(found[2]) + counted * (number + 1):04d}"

    def _read(self, name: str, ordered: str = "") -> list[Any]:
        query = select(self.tables[name])
        return list(self.connection.execute(query.order_by(text(ordered)) if ordered else query).all())

    def _write(self, name: str, rows: Iterable[dict[str, Any]]) -> None:
        waiting: list[dict[str, Any]] = []
        for row in rows:
            waiting.append(row)
            if len(waiting) == AT_ONCE:
                self.connection.execute(insert(self.tables[name]), waiting)
                waiting = []
        if waiting:
            self.connection.execute(insert(self.tables[name]), waiting)


def _digest_entry(row: Mapping[str, Any]) -> str:
    said = [row["register"], f"{row['year']}-{row['number']:04d}", row["columns"]]
    return history.salted_digest(said, row["salt"])
