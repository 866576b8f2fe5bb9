"""Stopping: a page server that is asked to stop while another takes over; requests in progress get an answer."""

from __future__ import annotations

import http.client
import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes import PATIENCE, PROGRAM, Running, answers, free_port, running, wait_for

SOON = 5
"""Seconds, out of the thirty that a server gives to requests in progress."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Running, int]]:
    """A page server, and its port."""
    port = free_port()
    command = [*PROGRAM, "serve", "--no-work", "--port", str(port)]
    with running(command, tmp_path / "log", {"SMEDERIJ_DATA_DIR": str(tmp_path / "data")}) as process:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/health"))
        yield process, port


def begin_to_send(port: int) -> socket.socket:
    """A form whose last characters have not been sent yet."""
    line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    told = "POST /inloggen HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded"
    line.sendall(f"{told}\r\nContent-Length: 10\r\nConnection: close\r\n\r\nusern".encode())
    return line


def is_open(port: int) -> bool:
    with closing(socket.socket()) as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def test_a_server_that_stops_takes_nobody_in_whom_it_will_not_answer(server: tuple[Running, int]) -> None:
    """A proxy that is refused tries another server; if a form was accepted, it can only report that it failed."""
    process, port = server
    with begin_to_send(port) as line:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/health"))  # The form was accepted before this.
        process.send_signal(signal.SIGTERM)

        wait_for(lambda: not is_open(port), SOON)
        line.sendall(b"ame=b")
        answer = http.client.HTTPResponse(line)
        answer.begin()

    assert answer.status in {400, 403, 200}
    assert process.wait(PATIENCE) == 0
