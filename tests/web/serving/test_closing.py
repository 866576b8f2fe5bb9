"""Closing: whoever has a connection is accepted; nobody gets one that the system will end."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from web.serving.closing import close_after_all, drop_first_packets

pytestmark = pytest.mark.skipif(not hasattr(socket, "TCP_INFO"), reason="only Linux can drop first packets")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def test_who_has_a_connection_is_accepted_with_what_was_sent(listener: socket.socket) -> None:
    accepted: list[socket.socket] = []
    with socket.create_connection(listener.getsockname()) as one, socket.create_connection(listener.getsockname()):
        one.sendall(b"a form")

        close_after_all(listener, lambda: accepted.append(listener.accept()[0]))

        assert (len(accepted), accepted[0].recv(100)) == (2, b"a form")
    for connection in accepted:
        connection.close()


def test_who_comes_while_it_is_closed_waits_instead_of_being_cut_off(listener: socket.socket) -> None:
    drop_first_packets(listener)

    with closing(socket.socket()) as late:
        late.settimeout(0.2)
        with pytest.raises(TimeoutError):
            late.connect(listener.getsockname())


def test_who_comes_after_that_is_refused_and_can_go_elsewhere(listener: socket.socket) -> None:
    place = listener.getsockname()

    close_after_all(listener, listener.accept)

    with closing(socket.socket()) as late:
        assert late.connect_ex(place) != 0


def test_a_server_that_is_never_left_alone_is_closed_in_the_end(
    listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system cannot drop first packets, others may keep coming."""

    def refuse(_listener: socket.socket) -> None:
        raise OSError

    monkeypatch.setattr("web.serving.closing.drop_first_packets", refuse)
    monkeypatch.setattr("web.serving.closing.MOST", 3)
    place, accepted = listener.getsockname(), list[socket.socket]()
    coming = [socket.create_connection(place)]

    def accept_and_bring_another() -> None:
        accepted.append(listener.accept()[0])
        coming.append(socket.create_connection(place))

    close_after_all(listener, accept_and_bring_another)

    assert len(accepted) == 3
    for connection in (*accepted, *coming):
        connection.close()
