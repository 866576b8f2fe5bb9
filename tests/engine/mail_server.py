"""A mail server for tests: takes mails, remembers their Message-IDs, and can be made to hang."""

from __future__ import annotations

import re
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as `smtplib` needs. While `hangs` is set, a mail is read and never accepted."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.hangs = Event()
        self.held = Event()
        """Set when someone was made to wait."""
        self.goodbye = "221 bye"
        self.accepted: list[str] = []
        self.lock = Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        for line in self.rfile:
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self._say("354 go on")
                if not self._take():
                    return
            elif word == b"QUIT":
                return self._say(self.server.goodbye)
            else:
                self._say("250 ok")
        return None

    def _take(self) -> bool:
        lines = []
        for line in self.rfile:
            if line.rstrip() == b".":
                break
            lines.append(line)
        if self.server.hangs.is_set():
            self.server.held.set()
            self.rfile.read()
            return False
        found = re.search(rb"^Message-ID: *(<[^>]+>)", b"".join(lines), re.MULTILINE | re.IGNORECASE)
        with self.server.lock:
            self.server.accepted.append(found[1].decode() if found else "")
        self._say("250 taken")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
