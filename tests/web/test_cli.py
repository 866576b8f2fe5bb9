"""Command line of the site: `smederij serve` in an empty folder, until it is told to stop."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import Opener
from tests.processes import answers, free_port, wait_for
from tests.web.conftest import PROCESSES
from web.cli import choose_settings, main, prepare, require_port

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server started in an empty folder, and its port."""
    port = free_port()
    environment = {**os.environ, "SMEDERIJ_WORKFLOWS": str(PROCESSES), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "web.cli", "serve", "--port", str(port)],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            _wait_until_healthy(process, port)
            yield process, port
        finally:
            process.kill()


def _wait_until_healthy(process: subprocess.Popen[str], port: int) -> None:
    def is_healthy() -> bool:
        assert process.poll() is None, process.stdout.read() if process.stdout else ""
        return answers(f"http://127.0.0.1:{port}/health")

    wait_for(is_healthy)


def test_of_two_servers_that_begin_at_once_the_second_takes_what_the_first_brought(
    sqlite_url: str, open_at: Opener, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both see that nothing is there, and only then does the first one set it up."""
    settings = open_at(sqlite_url).settings.model_copy(update={"demo": False, "workflows": PROCESSES})
    monkeypatch.setattr("engine.list_definitions", lambda user: ())

    prepare(settings)
    first = capsys.readouterr().out
    prepare(settings)

    assert "in gebruik genomen" in first
    assert capsys.readouterr().out == ""


def test_an_empty_folder_is_a_fine_place_to_start_in(served: tuple[subprocess.Popen[str], int], tmp_path: Path) -> None:
    process, port = served

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/idee-insturen", timeout=5) as answer:
        page = answer.read().decode()

    assert "Idee insturen" in page
    assert (tmp_path / "smederij-data" / "smederij.sqlite").is_file()
    process.terminate()
    said = process.communicate(timeout=30)[0]
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}" in said
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert "/idee-insturen" in {line.get("route") for line in lines}


def test_a_server_makes_no_way_in_beside_its_port(tmp_path: Path) -> None:
    """gunicorn has one in the home directory of its user by default, which a system user does not even have."""
    home, port = tmp_path / "home", free_port()
    home.mkdir()
    environment = {**os.environ, "SMEDERIJ_WORKFLOWS": str(PROCESSES), "PYTHONPATH": str(ROOT), "HOME": str(home)}
    environment.pop("XDG_RUNTIME_DIR", None)
    command = [sys.executable, "-m", "web.cli", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        _wait_until_healthy(process, port)
        time.sleep(1)  # It would only appear after the server answers.
        made = [path.name for path in home.rglob("*")]
        process.terminate()
        process.communicate(timeout=60)

    assert made == []


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells which processes a process began")
def test_what_gunicorn_says_is_in_the_log_like_all_else(tmp_path: Path) -> None:
    port = free_port()
    environment = {**os.environ, "SMEDERIJ_WORKFLOWS": str(PROCESSES), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "web.cli", "serve", "--no-work", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        _wait_until_healthy(process, port)
        (of_pages,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(of_pages), signal.SIGKILL)
        time.sleep(1)
        _wait_until_healthy(process, port)
        process.terminate()
        lines = [json.loads(line) for line in process.communicate(timeout=60)[1].splitlines()]

    (about,) = [line for line in lines if line["name"] == "gunicorn.error" and of_pages in line["message"]]
    assert "SIGKILL" in about["message"]


def test_a_worker_in_a_process_of_its_own_writes_the_same_log(tmp_path: Path) -> None:
    environ = {**os.environ, "SMEDERIJ_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "web.cli", "work"], env=environ, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        began = json.loads(process.stderr.readline())
        process.terminate()
        ended = [json.loads(line) for line in process.communicate(timeout=60)[1].splitlines()]

    assert (began["message"], began["levelname"]) == ("worker began", "INFO")
    assert [line["message"] for line in ended if line["name"] == "smederij.worker"] == ["worker stopped"]
    assert process.returncode == 0


def test_a_request_under_way_is_finished_when_the_server_is_told_to_stop(
    served: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = served
    body = b"username=iemand&password=iets"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as browser:
        head = f"POST /inloggen HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        browser.sendall(head.encode() + body[:10])
        time.sleep(0.5)

        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        browser.sendall(body[10:])
        answer = b"".join(iter(lambda: browser.recv(65_536), b""))

    assert answer.startswith(b"HTTP/1.1 400")
    assert answer.rstrip().endswith(b"</html>")
    assert process.wait(timeout=30) == 0


def test_the_address_of_the_site_is_where_it_listens_unless_it_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SMEDERIJ_BASE_URL", raising=False)
    assert choose_settings(None, "127.0.0.1", 8123, False).base_url == "http://127.0.0.1:8123"
    assert choose_settings(None, "0.0.0.0", 80, False).base_url == "http://127.0.0.1:80"  # noqa: S104
    assert choose_settings(None, "::1", 80, True).base_url == "http://[::1]:80"

    monkeypatch.setenv("SMEDERIJ_BASE_URL", "https://smederij.invalid")
    assert choose_settings(None, "0.0.0.0", 80, False).base_url == "https://smederij.invalid"  # noqa: S104


def test_a_wrong_setting_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMEDERIJ_TIMEZONE", "Europe/Nergens")

    done = CliRunner().invoke(main, ["serve"])

    assert done.exit_code == 1
    assert "timezone (uit SMEDERIJ_TIMEZONE)" in done.output


def test_a_folder_that_cannot_be_made_stops_the_server_before_it_says_where_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bestand").write_text("")
    monkeypatch.setenv("SMEDERIJ_DATA_DIR", str(tmp_path / "bestand" / "map"))

    done = CliRunner().invoke(main, ["serve", "--port", str(free_port())])

    assert done.exit_code == 1
    assert "data_dir (uit SMEDERIJ_DATA_DIR)" in done.output
    assert "Stoppen" not in done.output


def test_a_server_of_postgresql_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SMEDERIJ_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SMEDERIJ_DATABASE_URL", "postgresql://smederij@127.0.0.1:1/smederij")

    done = CliRunner().invoke(main, ["serve", "--port", str(free_port())])

    assert done.exit_code == 1
    assert "database_url (uit SMEDERIJ_DATABASE_URL)" in done.output
    assert "Stoppen" not in done.output


def test_a_port_that_is_in_use_is_told_before_anything_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SMEDERIJ_DATA_DIR", str(tmp_path / "gegevens"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = CliRunner().invoke(main, ["serve", "--port", str(port)])

    assert done.exit_code == 1
    assert done.output.splitlines() == [
        f"Fout: Poort {port} op 127.0.0.1 is al in gebruik. Stop wat daar draait, of kies een andere poort met --port."
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["192.0.2.1", "nergens.invalid"])
def test_an_address_that_is_not_of_this_machine_is_told(
    host: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SMEDERIJ_DATA_DIR", str(tmp_path / "gegevens"))

    done = CliRunner().invoke(main, ["serve", "--host", host, "--port", str(free_port())])

    assert done.exit_code == 1
    assert f"Op {host}" in done.output
    assert "--host" in done.output


def test_a_socket_that_was_handed_over_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUNICORN_FD", "3")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        require_port("127.0.0.1", other.getsockname()[1])


def test_what_a_server_cannot_read_is_not_told_as_a_fault_of_ours(
    served: tuple[subprocess.Popen[str], int],
) -> None:
    _process, port = served
    head = "POST /inloggen HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"

    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\ngeen lengte\r\n".encode())
        answer = connection.recv(100)

    assert answer.startswith(b"HTTP/1.1 400 ")
