"""Upgrading: a new release replaces an old one, one server at a time, and no visitor notices."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml

from tests.processes import PATIENCE, PROGRAM, answers, free_port, running, stop, wait_for
from tests.proxies import DEPLOY, Proxy, proxying

SCRIPT = DEPLOY / "systemd/smederij-upgrade"
SYSTEMCTL = """#!/bin/sh
# As systemd's: lists servers, and hands what is asked to the test, which does it.
case $1 in
list-units) case $5 in *web*) cat "$CONTROL/pages" ;; esac; exit ;;
esac
echo "$*" >> "$CONTROL/asked"
touch "$CONTROL/do-$2"
while [ -e "$CONTROL/do-$2" ]; do sleep 0.05; done
"""
SYSTEMD_RUN = """#!/bin/sh
while [ "${1#--}" != "$1" ]; do shift; done
exec "$@"
"""


OLDER = 3
"""The status with which `migrate --check` says that the tables are of an older release."""


class Machine:
    """What the script sees as a machine with systemd: it records requests, and `act` carries them out."""

    def __init__(self, folder: Path, ports: list[int], looking: int = 0) -> None:
        """`looking`: the status with which the new release looks at the tables."""
        self.folder, self.control = folder, folder / "control"
        self.control.mkdir()
        (self.control / "pages").write_text("".join(f"smederij-web@{port}.service loaded active\n" for port in ports))
        self._write(folder / "bin/systemctl", SYSTEMCTL)
        self._write(folder / "bin/systemd-run", SYSTEMD_RUN)
        for release in ("smederij-1", "smederij-2"):
            self._write(folder / release / ".venv/bin/smederij", f"#!/bin/sh\nexit {looking}\n")
            (folder / release / ".venv/bin/python").symlink_to(sys.executable)
        (folder / "smederij").symlink_to(folder / "smederij-1")

    @staticmethod
    def _write(path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def upgrade(self, to: str = "", at: Path | None = None) -> int:
        """Run the command; returns its status. It says what it says in `said`."""
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        told = {
            **os.environ,
            "PATH": path,
            "CONTROL": str(self.control),
            "SMEDERIJ_SITE": str(self.folder / "smederij"),
        }
        command = ["sh", str(SCRIPT), to or str(self.folder / "smederij-2")]
        done = subprocess.run(
            command, env=told, cwd=at, check=False, timeout=5 * PATIENCE, stderr=subprocess.PIPE, text=True
        )
        self.said = done.stderr
        return done.returncode

    def answer_no_more(self) -> None:
        """No server of the new release ever answers, and waiting for it takes no time."""
        (self.folder / "smederij-2/.venv/bin/python").unlink()
        self._write(self.folder / "smederij-2/.venv/bin/python", "#!/bin/sh\nexit 1\n")
        self._write(self.folder / "bin/sleep", "#!/bin/sh\n")

    @property
    def asked(self) -> list[str]:
        return (self.control / "asked").read_text().splitlines()

    @property
    def runs(self) -> Path:
        """The folder of the release that the units start."""
        return (self.folder / "smederij").resolve()

    def act(self) -> Iterator[str]:
        """The requests to act on, one after the other; each is marked as done when the next one is fetched."""
        for file in self.control.glob("do-*"):
            yield file.name.removeprefix("do-")
            file.unlink()

    @contextmanager
    def obeying(self, restart: object = None) -> Iterator[None]:
        """A thread that does what is asked; `restart` restarts a server."""
        done = threading.Event()

        def obey() -> None:
            while not done.wait(0.02):
                for unit in self.act():
                    if callable(restart):
                        restart(unit)

        thread = threading.Thread(target=obey)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


class Well(BaseHTTPRequestHandler):
    """A server that always says that it is healthy."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_told: object) -> None:
        """Says nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Well) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield int(server.server_port)
        server.shutdown()


def test_a_site_is_off_while_its_tables_change(tmp_path: Path, port: int) -> None:
    """An old server would write rows without the new columns, and no proof would hold."""
    machine = Machine(tmp_path, [port], looking=OLDER)

    with machine.obeying():
        status = machine.upgrade()

    assert status == 0
    assert machine.asked == ["start smederij-backup.service", "stop smederij.target", "start smederij.target"]
    assert machine.runs == tmp_path / "smederij-2"


def test_a_site_with_the_same_tables_has_its_servers_replaced_one_by_one(tmp_path: Path, port: int) -> None:
    machine = Machine(tmp_path, [port, port])

    with machine.obeying():
        status = machine.upgrade()

    assert status == 0
    assert machine.asked == ["start smederij-backup.service", *[f"restart smederij-web@{port}.service"] * 2]
    assert machine.runs == tmp_path / "smederij-2"


@pytest.mark.parametrize(
    "status", [1, 2, 203], ids=["a setting it refuses", "a wrong command", "a folder it may not read"]
)
def test_a_release_that_cannot_look_at_the_tables_is_not_taken_into_use(tmp_path: Path, port: int, status: int) -> None:
    machine = Machine(tmp_path, [port], looking=status)

    with machine.obeying():
        ended = machine.upgrade()

    assert (ended, machine.runs) == (1, tmp_path / "smederij-1")
    assert machine.asked == ["start smederij-backup.service"]
    assert f"De site draait nog met {tmp_path}/smederij-1" in machine.said


def test_after_the_tables_changed_nobody_is_sent_back_to_a_release_that_cannot_read_them(tmp_path: Path) -> None:
    machine = Machine(tmp_path, [free_port()], looking=OLDER)
    machine.answer_no_more()

    with machine.obeying():
        ended = machine.upgrade()

    assert ended == 1
    assert "antwoordt niet" in machine.said
    assert "reservekopie" in machine.said
    assert f"{SCRIPT} {tmp_path}/smederij-1" not in machine.said


def test_a_release_may_be_named_from_within_its_own_folder(tmp_path: Path, port: int) -> None:
    machine = Machine(tmp_path, [port])

    with machine.obeying():
        ended = machine.upgrade(".", at=tmp_path / "smederij-2")

    assert (ended, machine.runs) == (0, tmp_path / "smederij-2")


def visit(proxy: Proxy, found: Counter[int], until: threading.Event, size: int) -> None:
    """Ask for a page, or send a form, again and again."""
    while not until.is_set():
        found[proxy.ask("/inloggen", size)[0]] += 1


@pytest.mark.soak
def test_nobody_notices_that_servers_are_replaced(tmp_path: Path) -> None:
    ports = (free_port(), free_port())
    settings = {"SMEDERIJ_DATA_DIR": str(tmp_path / "data"), "SMEDERIJ_TRUSTED_HOSTS": "127.0.0.1"}
    machine = Machine(tmp_path, list(ports))
    until, found, restarted = threading.Event(), Counter[int](), list[str]()

    with ExitStack() as stack, proxying(tmp_path, ports, "rate=10000r/s burst=500") as proxy:
        servers = {}

        def start(port: int) -> None:
            command = [*PROGRAM, "serve", "--no-work", "--port", str(port)]
            servers[port] = stack.enter_context(running(command, tmp_path / f"{port}.log", settings))

        def restart(unit: str) -> None:
            if unit.startswith("smederij-web@"):
                number = int(unit.removeprefix("smederij-web@").removesuffix(".service"))
                restarted.append(unit)
                assert stop(servers[number]) == 0
                start(number)

        for port in ports:
            start(port)
            wait_for(partial(answers, f"http://127.0.0.1:{port}/health"))
        visitors = [
            threading.Thread(target=visit, args=(proxy, found, until, size)) for size in (0, 0, 100, 100, 100, 100)
        ]
        for visitor in visitors:
            visitor.start()
        with machine.obeying(restart):
            status = machine.upgrade()
        until.set()
        for visitor in visitors:
            visitor.join()

    assert status == 0
    assert len(restarted) == 2
    # The program refuses a form without a token from a page, and that is an answer too.
    assert set(found) == {200, 400}, found
    assert min(found.values()) > 2


def test_the_new_release_looks_at_the_tables_as_the_units_do() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    unit = (DEPLOY / "systemd/smederij-web@.service").read_text(encoding="utf-8")

    user, file = (re.findall(rf"^{name}=(.+)$", unit, re.MULTILINE)[0] for name in ("User", "EnvironmentFile"))

    assert f"--uid={user} --property=EnvironmentFile={file} " in text
    assert "smederij migrate --check" in text or '/smederij" migrate --check' in text


def test_the_script_for_containers_is_a_script_and_names_services_that_there_are() -> None:
    script = DEPLOY / "upgrade-containers"
    text = script.read_text(encoding="utf-8")
    services = set(yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"])

    named = set(re.findall(r"\bwith (?:stop|up --detach --wait) ([a-z ]+)$", text, re.MULTILINE))

    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert named == {"web worker", "db migrate web worker proxy"}
    assert {word for row in named for word in row.split()} == services
