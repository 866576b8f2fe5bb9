"""Database: one engine per municipality, and two ways in: a transaction that writes, and a read-only session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, TypeDecorator, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session
from sqlalchemy.util import LRUCache

from engine import drivers, poolers
from engine.clocks import SharedClock, utc_now
from engine.errors import Collided, Unavailable
from engine.lines import watch
from engine.outages import is_collision, is_of_database, is_refused_write
from engine.spelling import read, spell_text

_LAST = "last"
PATIENCE = 20_000
"""Milliseconds that SQLite waits for another writer."""
WITHOUT_ZONE = len("2026-01-31 23:59:59.000000")


class Moment(TypeDecorator[datetime]):
    """A timezone-aware moment, stored in UTC. SQLite has no zones: there it is stored without one and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be kept")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """What SQLAlchemy would write. For SQLite it fills in a template: four times the cost, ten times per step."""
        return super().bind_processor(dialect) if dialect.name != "sqlite" else _spell_moment

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """What SQLAlchemy would read. For SQLite it parses a text twice, and then calls `process_result_value`."""
        if dialect.name != "sqlite":
            return super().result_processor(dialect, coltype)
        return lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC) if text is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@lru_cache(maxsize=64)
def _spell_moment(value: datetime | None) -> str | None:
    """The form SQLite stores. Cached, since an act writes its own moment in row after row."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a moment without a zone cannot be kept")
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:WITHOUT_ZONE]


SHARED: Mapping[str, Any] = {
    "execution_options": {"compiled_cache": LRUCache(2000)},
    "json_serializer": spell_text,
    "json_deserializer": read,
}
"""Shared by all engines of this server process, with the statements that SQLAlchemy has compiled: compiling one costs
several times what sending it does, and a trial opens a database for each act."""
SERVED: Mapping[str, Any] = {**SHARED, "pool_pre_ping": True, "use_native_hstore": False}
"""The same for a server. Without the last of these, when a process first connects, SQLAlchemy would ask in a
transaction of its own whether the server has the type `hstore`, which none of our columns use."""


class _Telling:
    """Raises `Unavailable` for failures of the database from outside; leaves errors of the program as they are.

    Writing where the program only `looks` is one of those, though the database refuses it in the same words.
    """

    def __init__(self, *, looks: bool) -> None:
        self._looks = looks

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, Unavailable) or (self._looks and is_refused_write(error)):
            return
        if is_of_database(error):
            kind = Collided if is_collision(error) else Unavailable
            raise kind(str(error.args[0] if error.args else error)) from error


class Database:
    """The database of one municipality. Threads share it; each transaction has its own connection."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.url = self.line = parsed
        self._telling, self._telling_readers = _Telling(looks=False), _Telling(looks=True)
        self.clock: Callable[[], datetime] = utc_now
        self._shared: SharedClock | None = None
        self.engine: Engine
        if parsed.get_backend_name() != "sqlite":
            self.line = watch(parsed)
            """The same address, for everything that connects to it."""
            parsed = self.line.set(drivername=drivers.SERVING)
            self.engine = create_engine(parsed, **SERVED)
            self._readers = _only_reading(parsed)
            self.clock = self._shared = SharedClock()
            for one in (self.engine, self._readers):
                event.listen(one, "connect", poolers.settle)
            return
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(0o700, parents=True, exist_ok=True)
        told = {"isolation_level": None, "check_same_thread": False, "timeout": 20}
        self.engine = create_engine(parsed.set(drivername=drivers.WRITING), connect_args=told, **SHARED)
        event.listen(self.engine, "connect", _set_pragmas)
        self._readers = create_engine(parsed.set(drivername=drivers.READING), pool=self.engine.pool, **SHARED)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that is committed at the end, or rolled back entirely on any error. Raises: Unavailable."""
        # The transaction belongs to the connection, so statements that bypass the session need not make it begin one.
        with self._telling, self.engine.connect() as connection, connection.begin():
            session = Session(connection, expire_on_commit=False)
            try:
                yield session
                session.flush()
                for act in session.info.get(_LAST, ()):
                    act()
                    session.flush()
            finally:
                if session.in_transaction():  # Otherwise nobody used it, and there is nothing to close.
                    session.close()

    @contextmanager
    def hurried(self, seconds: float) -> Iterator[Connection]:
        """A transaction for work that is not worth waiting for: it fails if it would wait for others longer than this.

        Raises: Unavailable.
        """
        patience = max(1, round(1000 * seconds))
        with self._telling, self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                with connection.begin():
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {patience}")
                    yield connection
                return
            driver = connection.connection.cursor()
            driver.execute(f"PRAGMA busy_timeout={patience}")
            try:
                with connection.begin():
                    yield connection
            finally:
                driver.execute(f"PRAGMA busy_timeout={PATIENCE}")
                driver.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read-only session; nothing it does is kept. What was loaded can still be read afterwards.

        Raises: Unavailable.
        """
        with self._looking() as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A read-only session in which every statement sees the same moment. Raises: Unavailable."""
        level = {"isolation_level": "REPEATABLE READ"} if self.engine.dialect.name == "postgresql" else {}
        with self._looking(**level) as session:
            yield session

    @contextmanager
    def _looking(self, **options: Any) -> Iterator[Session]:
        # Begun here, as in `transaction`: statements past the session begin none, and SQLite must see one moment.
        with self._telling_readers, self._readers.connect() as connection:
            if options:
                connection.execution_options(**options)
            if self._shared is not None and self._shared.is_due():
                self._shared.compare(lambda: _read_clock(connection))
            connection.begin()
            session = Session(connection, expire_on_commit=False, autoflush=False)
            try:
                yield session
            finally:
                if session.in_transaction():
                    session.close()

    def close(self) -> None:
        self.engine.dispose()
        self._readers.dispose()


def _read_clock(connection: Connection) -> datetime:
    """What time it is by the server: past SQLAlchemy, in no transaction."""
    driver: Any = connection.connection.driver_connection
    moment: datetime = driver.execute("SELECT clock_timestamp()").fetchone()[0]
    return moment


def _only_reading(url: URL) -> Engine:
    """Connections to a server that cannot write, and that need no transaction to begin and roll back.

    Each statement sees what is committed by then, as in a transaction (READ COMMITTED). Rolling back costs more than
    the round trip: the driver then forgets every statement that the server has planned for it.
    """
    options = (url.query.get("options"), "-c default_transaction_read_only=on")
    told = {"options": " ".join(str(option) for option in options if option)}
    return create_engine(url, isolation_level="AUTOCOMMIT", connect_args=told, **SERVED)


def at_the_end(session: Session, act: Callable[[], None]) -> None:
    """Have something done last in a transaction: something that takes a lock which many want.

    A transaction that waits for that lock already holds every other lock it needs, so none wait in a circle.
    """
    session.info.setdefault(_LAST, []).append(act)


def connection_of(session: Session) -> Connection:
    """The connection of a session's transaction, for statements that bypass the session."""
    bind = session.get_bind()
    return bind if isinstance(bind, Connection) else session.connection()


def wait_briefly(session: Session, seconds: int) -> None:
    """Let a transaction fail that would wait for others longer than this, as one that can be done later.

    SQLite has one writer at a time: there it waits as long as any other.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL lock_timeout = '{seconds:d}s'"))


def lock_name(session: Session, name: str) -> None:
    """Let only one transaction at a time go on from here, for things that have no row to lock yet.

    SQLite needs nothing: a writing transaction is alone from its beginning.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def _set_pragmas(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={PATIENCE}"):
        connection.execute(f"PRAGMA {pragma}")
