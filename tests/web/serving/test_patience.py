"""Patience: a browser that stops halfway through a request, or does not read the answer, holds no thread forever."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tests.processes import wait_for
from web.serving import patience
from web.serving.patience import Patience

SOON = 10
"""Seconds within which a released thread must be back."""
Ends = tuple[socket.socket, socket.socket]


class StoppedClock:
    def __init__(self) -> None:
        self.seconds = 1_000.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> StoppedClock:
    clock = StoppedClock()
    monkeypatch.setattr(patience, "time", clock)
    return clock


@pytest.fixture
def ends() -> Iterator[Ends]:
    """The server's end of a connection, and the browser's."""
    server, browser = socket.socketpair()
    with server, browser:
        yield server, browser


def test_a_thread_that_waits_for_the_rest_of_a_request_gets_an_end_to_it(clock: StoppedClock, ends: Ends) -> None:
    server, browser = ends
    mind, is_reading = Patience(), Event()

    def read() -> bytes:
        with mind.over(server), server.makefile("rb") as body:
            is_reading.set()
            return body.read(1_000)

    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(read)
        browser.sendall(b"half")
        is_reading.wait(SOON)
        clock.seconds += patience.TO_SEND + 1
        mind.end_late()

        assert reading.result(SOON) == b"half"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much has come in")
@pytest.mark.parametrize(("share", "goes_on"), [(1, True), (60, False)], ids=["photos", "a drip"])
def test_who_sends_much_goes_on_as_long_as_it_comes_in(clock: StoppedClock, share: int, goes_on: bool) -> None:
    sent = b"x" * ((patience.TO_GO_ON + 1) * patience.SLOWEST // share)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        browser = socket.create_connection(listener.getsockname())
        server, _address = listener.accept()
    mind = Patience()

    with browser, server, server.makefile("rb") as body, mind.over(server), ThreadPoolExecutor(1) as threads:
        reading = threads.submit(body.read, len(sent) + len(b"more"))
        browser.sendall(sent)
        wait_for(lambda: (patience.count_received(server) or 0) >= len(sent))
        clock.seconds += patience.TO_GO_ON + 1
        mind.end_late()
        if goes_on:
            browser.sendall(b"more")

        assert reading.result(SOON) == (sent + b"more" if goes_on else sent)


def test_who_sent_all_in_time_still_gets_the_answer_that_took_longer(clock: StoppedClock, ends: Ends) -> None:
    server, browser = ends
    mind = Patience()

    with mind.over(server):
        clock.seconds += patience.TO_SEND + 1
        mind.end_late()
        server.sendall(b"answer")

    assert browser.recv(100) == b"answer"


def test_who_does_not_read_the_answer_is_left(clock: StoppedClock, ends: Ends) -> None:
    server, _browser = ends
    mind, is_writing = Patience(), Event()

    def write() -> None:
        with mind.over(server):
            is_writing.set()
            server.sendall(b"x" * 50_000_000)

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(write)
        is_writing.wait(SOON)
        clock.seconds += patience.TO_READ + 1
        mind.end_late()

        with pytest.raises(BrokenPipeError):
            writing.result(SOON)


def test_a_connection_that_waits_for_its_next_request_is_left_alone(clock: StoppedClock, ends: Ends) -> None:
    server, browser = ends
    mind = Patience()
    with mind.over(server):
        pass

    clock.seconds += patience.TO_READ + 1
    mind.end_late()
    browser.sendall(b"next")

    assert server.recv(100) == b"next"
