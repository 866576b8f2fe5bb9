"""Prepared: the most used statements, compiled once by SQLAlchemy and then given to the driver as they are.

Each time SQLAlchemy executes a statement that it has compiled before, it makes some two hundred Python calls: a
quarter of a step. Here its compiler and its types are used once per database; after that only the driver is. The
transaction is that of the caller's session, as always. A statement here is complete: every parameter is named, and
none is a list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, Boolean, Connection, Dialect, Executable, Insert, Select, Update
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from engine.spelling import read, spell_text

Row = tuple[Any, ...]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement in the form that one kind of database takes."""

    sql: str
    names: tuple[str, ...]
    """The names of its parameters, in order."""
    fixed: Mapping[str, Any]
    """Values that are part of the statement itself, by name."""
    converts: tuple[tuple[int, Callable[[Any], Any]], ...]
    """(position, what converts the value into one for the driver); most values need nothing."""
    by_name: bool
    results: tuple[tuple[int, Callable[[Any], Any]], ...]
    """(position, what converts the driver's value into ours); most columns need nothing."""

    def bind(self, given: Mapping[str, Any]) -> Any:
        """Raises: KeyError: a value is missing."""
        told = {**given, **self.fixed} if self.fixed else given
        values = [told[name] for name in self.names]
        for place, convert in self.converts:
            values[place] = convert(values[place])
        return dict(zip(self.names, values, strict=True)) if self.by_name else values

    def read(self, row: Sequence[Any]) -> Row:
        if not self.results:
            return tuple(row)
        values = list(row)
        for place, convert in self.results:
            values[place] = convert(values[place])
        return tuple(values)


class Prepared:
    """One statement, for both databases. `columns` are those that an INSERT fills; the rest have a default."""

    def __init__(self, statement: Executable, *columns: str) -> None:
        self._statement = statement.inline() if isinstance(statement, Insert | Update) else statement
        self._columns = columns
        self._written: dict[str, _Written] = {}

    def fetch(self, connection: Connection, given: Mapping[str, Any]) -> list[Row]:
        """Its rows."""
        return self.ask(connection, given)()

    def ask(self, connection: Connection, given: Mapping[str, Any]) -> Callable[[], list[Row]]:
        """Send it now, and return what gives the rows: in `at_once`, several are sent before one is answered."""
        written = self._for(connection.dialect)
        cursor = _driver(connection).execute(written.sql, written.bind(given))
        return lambda: [written.read(row) for row in cursor.fetchall()]

    def run(self, connection: Connection, *given: Mapping[str, Any]) -> None:
        """Execute it, once for each of the given rows."""
        self._run(connection.dialect, _driver(connection), given)

    def _run(self, dialect: Dialect, driver: Any, given: Sequence[Mapping[str, Any]]) -> None:
        written = self._for(dialect)
        if len(given) == 1:
            driver.execute(written.sql, written.bind(given[0]))
        elif given:
            driver.cursor().executemany(written.sql, [written.bind(row) for row in given])

    def _for(self, dialect: Dialect) -> _Written:
        written = self._written.get(dialect.name)
        if written is None:
            written = self._written[dialect.name] = self._write(dialect)
        return written

    def _write(self, dialect: Dialect) -> _Written:
        compiled = self._statement.compile(dialect=dialect, column_keys=list(self._columns) or None)  # type: ignore[attr-defined]
        if not isinstance(compiled, SQLCompiler) or compiled.insert_prefetch or compiled.update_prefetch:
            raise TypeError(f"a column gets its value from a default in Python: {compiled}")
        names = tuple((compiled.positiontup if compiled.positional else compiled.bind_names.values()) or ())
        bound = [compiled.binds[name] for name in names]
        fixed = {name: one.value for name, one in zip(names, bound, strict=True) if not one.required}
        makers = [_to_driver(one.type, dialect) for one in bound]
        converts = tuple((place, convert) for place, convert in enumerate(makers) if convert is not None)
        results = []
        if isinstance(self._statement, Select) or hasattr(self._statement, "selected_columns"):
            for place, column in enumerate(self._statement.selected_columns):
                convert = _from_driver(column.type, dialect)
                results += [(place, convert)] if convert is not None else []
        return _Written(compiled.string, names, fixed, converts, not compiled.positional, tuple(results))


class Remembered(Generic[Made]):
    """A statement whose rows are converted into something else, once for all rows with the same content.

    For lists that are opened again and again: converting a row costs several times as much as recognising a known one.
    """

    def __init__(self, statement: Prepared, make: Callable[[Row], Made], size: int) -> None:
        self._statement, self._make, self._size = statement, make, size
        self._known: dict[str, Callable[[Row], Made]] = {}

    def fetch(self, connection: Connection, given: Mapping[str, Any]) -> list[Made]:
        written = self._statement._for(connection.dialect)
        known = self._known.get(connection.dialect.name)
        if known is None:
            known = lru_cache(self._size)(lambda row: self._make(written.read(row)))
            self._known[connection.dialect.name] = known
        cursor = _driver(connection).execute(written.sql, written.bind(given))
        return [known(row) for row in cursor.fetchall()]


@dataclass(slots=True)
class Writes:
    """What an act is going to write, in order; gathered, so that it goes to the database in one go."""

    _gathered: list[tuple[Prepared, tuple[Mapping[str, Any], ...]]] = field(default_factory=list)

    def add(self, statement: Prepared, *given: Mapping[str, Any]) -> None:
        """Add a statement, to be executed once for each of these rows."""
        if given:
            self._gathered.append((statement, given))

    def send(self, connection: Connection) -> None:
        with at_once(connection):
            dialect, driver = connection.dialect, _driver(connection)
            for statement, given in self._gathered:
                statement._run(dialect, driver, given)
        self._gathered.clear()


def at_once(connection: Connection) -> AbstractContextManager[object]:
    """Statements prepared and sent in this block go to a server in one go, and are answered in one go.

    The server still executes them one by one, each seeing the effect of those before it, and stops at the first that
    fails. SQLite has no server, so there it makes no difference.
    """
    if connection.dialect.name == "postgresql":
        pipeline: AbstractContextManager[object] = _driver(connection).pipeline()
        return pipeline
    return _NO_SERVER


_NO_SERVER = nullcontext()


def _to_driver(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What converts a value into one for the driver; None where the driver takes it as it is.

    SQLAlchemy's own looks at each truth value, and at each JSON, for cases that no statement of ours has.
    """
    if isinstance(kind, Boolean):
        return None
    if isinstance(kind, JSON) and dialect.name == "sqlite" and not kind.none_as_null:
        return spell_text
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _from_driver(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    if isinstance(kind, JSON) and dialect.name == "sqlite":
        return lambda text: read(text) if text is not None else None
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
