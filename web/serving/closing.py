"""Closing: a listening socket takes nobody in any more, and loses nobody who was taken in already.

When a socket is closed, the system ends every connection that waits in it, and one can arrive between the last that is
accepted and the closing. A proxy may not send a form again whose connection was ended, and can only say that it failed.
"""

from __future__ import annotations

import ctypes
import select
import socket
import struct
from collections.abc import Callable
from contextlib import suppress

ON_THE_WAY = 0.05
"""Seconds for a handshake that was begun; on one network it takes a thousandth."""
MOST = 1_000
"""Connections that are taken in while closing. Where the system cannot drop new ones, others may keep coming."""
_ATTACH_FILTER = 26
"""SO_ATTACH_FILTER of Linux (asm-generic/socket.h), which Python's socket module does not name."""
# Linux's classic packet filter, as instructions of (code, jump if true, jump if false, operand): read the byte with the
# flags in the TCP header; drop what has SYN, the first packet of a connection; let all else pass.
_DROP_FIRST_PACKETS = ((0x30, 0, 0, 13), (0x45, 0, 1, 0x02), (0x06, 0, 0, 0), (0x06, 0, 0, 0xFFFFFFFF))


def drop_first_packets(listener: socket.socket) -> None:
    """Let nobody begin a connection. Whoever tries is not refused, but tries again a second later, and is refused then.

    Raises: OSError: this system cannot do it.
    """
    program = b"".join(struct.pack("HBBI", *one) for one in _DROP_FIRST_PACKETS)
    kept = ctypes.create_string_buffer(program)
    told = struct.pack("HP", len(_DROP_FIRST_PACKETS), ctypes.addressof(kept))
    listener.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, told)


def close_after_all(listener: socket.socket, accept: Callable[[], object]) -> None:
    """Have everybody accepted who has a connection, or is getting one, and close the socket."""
    with suppress(OSError):
        drop_first_packets(listener)
    waiting = select.poll()
    waiting.register(listener.fileno(), select.POLLIN)
    for _ in range(MOST):
        if not waiting.poll(ON_THE_WAY * 1000):
            break
        accept()
    listener.close()
