"""Lines: how soon a connection to a database server notices that the machine at its other end is gone.

A process that is killed closes its connections. A machine that loses its power or its network cannot, and by default
the other side waits for two hours, as a system does with a line on which nothing is said. Meanwhile what its last
transaction had locked would stay locked for everybody: a case, with it every timer, and the numbers of new cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy.engine import URL

QUIET, BETWEEN, UNANSWERED = 20, 10, 3
"""Seconds without a word before the other side is asked whether it is there, seconds between two such questions, and
how many without an answer mean that it is gone."""
GONE_AFTER: Final = QUIET + BETWEEN * UNANSWERED
WAITING = 30
"""Seconds that an act waits for what another has locked, as `database.PATIENCE` is for SQLite. Where somebody forgets a
transaction at a prompt of the database, soon every thread would wait for ever, and nobody would be told."""
STANDING_STILL = 300
"""Seconds that a transaction may do nothing with its locks: far more than any act of ours takes between two statements.
A process that is stopped, or a machine that is put to sleep, has a system that still answers for it."""
OURS: Final[Mapping[str, str]] = {
    "connect_timeout": "10",
    "keepalives_idle": str(QUIET),
    "keepalives_interval": str(BETWEEN),
    "keepalives_count": str(UNANSWERED),
    "tcp_user_timeout": str(1000 * GONE_AFTER),
}
"""For our end of the line, as libpq calls them."""
THEIRS: Final = (
    f"-c tcp_keepalives_idle={QUIET} -c tcp_keepalives_interval={BETWEEN} -c tcp_keepalives_count={UNANSWERED} "
    f"-c tcp_user_timeout={GONE_AFTER}s"
)
"""For the server's end, which has the locks. On a socket of the same machine none of this means anything."""


def watch(url: URL) -> URL:
    """The address of a PostgreSQL server, with all of this where the operator has not chosen something else."""
    own = url.query.get("options", "")
    held = f"-c lock_timeout={WAITING}s -c idle_in_transaction_session_timeout={STANDING_STILL}s"
    options = " ".join([held, THEIRS, *((own,) if isinstance(own, str) else own)]).strip()
    told = {name: value for name, value in OURS.items() if name not in url.query}
    return url.update_query_dict({**told, "options": options})
