"""Poolers: one that shares a session among transactions is refused, and one that does not is given our settings.

Tried with PgBouncer 1.18 in both modes (docs/reliability.md). Here a line plays the pooler: it has a number of its own,
as every pooler gives, and two sessions of a real server behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

import engine
from engine import poolers
from engine.cli import entering
from engine.errors import SharedLine
from engine.municipality import reading, transaction
from tests.conftest import Opener

pytestmark = pytest.mark.postgres
OPTIONS = "-c lock_timeout=7s -c default_transaction_read_only=on"


class Pooled:
    """A connection by a pooler, that has each statement executed in the session that is free."""

    def __init__(self, *sessions: psycopg.Connection[Any]) -> None:
        self._free = list(sessions)
        self.autocommit, self.closed = False, False
        own = sessions[0].info
        told = SimpleNamespace(get_parameters=lambda: {"options": OPTIONS}, dsn=own.dsn, password=own.password)
        self.info = SimpleNamespace(backend_pid=-1, **vars(told))

    def execute(self, *told: Any, **named: Any) -> Any:
        return self._free[0].execute(*told, **named)

    def close(self) -> None:
        self.closed = True

    def lend(self) -> psycopg.Connection[Any]:
        """The session that is free goes to somebody else."""
        return self._free.pop(0)


@contextmanager
def sessions(url: str, count: int) -> Iterator[list[psycopg.Connection[Any]]]:
    address = url.replace("postgresql+psycopg", "postgresql")
    with ExitStack() as stack:
        yield [stack.enter_context(psycopg.connect(address, autocommit=True)) for _ in range(count)]


def test_a_pooler_that_gives_each_transaction_another_session_is_refused(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sessions(postgres_url, 2) as behind:
        line = Pooled(*behind)
        monkeypatch.setattr(psycopg, "connect", lambda *_told, **_named: line.lend())

        with pytest.raises(SharedLine):
            poolers.settle(line)  # type: ignore[arg-type]


def test_a_pooler_that_gives_us_another_session_than_before_is_refused(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sessions(postgres_url, 3) as behind:
        line = Pooled(*behind[:2])

        def connect(*_told: object, **_named: object) -> psycopg.Connection[Any]:
            line.execute = behind[1].execute  # type: ignore[method-assign]
            return behind[2]

        monkeypatch.setattr(psycopg, "connect", connect)

        with pytest.raises(SharedLine):
            poolers.settle(line)  # type: ignore[arg-type]


def test_a_pooler_that_leaves_us_our_session_is_told_what_the_connection_begins_with(postgres_url: str) -> None:
    with sessions(postgres_url, 1) as behind:
        line = Pooled(*behind)

        poolers.settle(line)  # type: ignore[arg-type]

        found = [
            line.execute(f"SHOW {name}").fetchone()[0] for name in ("lock_timeout", "default_transaction_read_only")
        ]
        assert found == ["7s", "on"]
        assert line.autocommit is False


def test_without_a_pooler_nothing_more_is_asked(postgres_url: str, open_at: Opener) -> None:
    with engine.at(open_at(postgres_url)), reading() as looks, transaction() as writes:
        found = [
            session.execute(text("SELECT current_setting('smederij.mark', true)")).scalar_one()
            for session in (looks, writes)
        ]

    assert found == [None, None]


def test_a_command_says_what_to_do_about_a_pooler(postgres_url: str) -> None:
    settings = engine.load_settings({}, database_url=postgres_url)

    with pytest.raises(engine.ConfigurationRefused, match="per sessie"), entering._telling(settings):
        raise SharedLine
