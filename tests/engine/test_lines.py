"""Lines: both ends of a connection to a server notice soon that the other machine is gone.

That it works was tried with two network namespaces and a cable between them that was pulled out (docs/reliability.md);
here it is that every connection asks for it.
"""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine, make_url

from engine.lines import watch
from tests.conftest import Opener

SERVER = "postgresql+psycopg://smederij:geheim@db.voorbeeld.invalid/smederij"


def asked_by(connecting: Engine) -> dict[str, str]:
    """What a connection asked for, of the driver and of the server."""
    with connecting.connect() as connection:
        told = connection.connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
        return {name: str(value) for name, value in told.items()}


@pytest.mark.postgres
def test_who_writes_who_reads_and_the_queue_all_ask_for_it(postgres_url: str, open_at: Opener) -> None:
    place = open_at(postgres_url)

    writing, reading, queue = (
        asked_by(place.database.engine),
        asked_by(place.database._readers),
        {name: str(value) for name, value in place.queue.url.query.items()},
    )

    for told in (writing, reading, queue):
        assert (told["keepalives_idle"], told["tcp_user_timeout"], told["connect_timeout"]) == ("20", "50000", "10")
        assert "tcp_keepalives_idle=20" in told["options"]
    assert "default_transaction_read_only=on" in reading["options"]


@pytest.mark.postgres
def test_the_address_that_an_operator_reads_is_the_one_in_the_settings(postgres_url: str, open_at: Opener) -> None:
    assert open_at(postgres_url).database.url == make_url(postgres_url)


def test_on_sqlite_there_is_no_line(sqlite_url: str, open_at: Opener) -> None:
    place = open_at(sqlite_url)

    assert place.database.line == place.database.url == make_url(sqlite_url)


def test_what_an_operator_chose_stays() -> None:
    chosen = watch(make_url(f"{SERVER}?connect_timeout=3&options=-c%20tcp_keepalives_idle%3D5"))

    assert chosen.query["connect_timeout"] == "3"
    assert chosen.query["keepalives_idle"] == "20"
    # Of two the server takes the last.
    assert str(chosen.query["options"]).endswith("-c tcp_user_timeout=50s -c tcp_keepalives_idle=5")
    assert chosen.password == "geheim"
