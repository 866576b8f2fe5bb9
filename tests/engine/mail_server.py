"""A mail server for tests: accepts mails, records their Message-IDs, and can be made to hang.

With a certificate it speaks TLS: from the first byte, as on port 465, or once it is asked (STARTTLS), as on port 587.
"""

from __future__ import annotations

import re
import socket
import socketserver
import ssl
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as `smtplib` needs. While `hangs` is set, a mail is read but never accepted."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, certificate: Path | None = None, *, implicit: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.tls: ssl.SSLContext | None = None
        self.implicit = implicit
        if certificate is not None:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(certificate)
        self.hangs = Event()
        self.held = Event()
        """Set when someone was made to wait."""
        self.goodbye = "221 bye"
        self.password = ""
        """If set, it is required, and any other gets 535; with TLS, it is accepted over TLS only."""
        self.deaf_to = b"-"
        """A command that gets no answer."""
        self.refuses = b"nobody@"
        """Whose mail is not accepted: no such address."""
        self.accepted: list[str] = []
        self.recipients: list[str] = []
        """For each accepted mail, whom it was for."""
        self.over_tls: list[bool] = []
        """For each accepted mail, whether it came over TLS."""
        self.lock = Lock()
        self.talking = 0
        """The number of open conversations."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Who does not speak as they should is let go without a word; the test sees what came of it."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def setup(self) -> None:
        """In the thread of this conversation: a handshake may hang without blocking the rest."""
        self.is_safe = False
        self.recipient = ""
        if self.server.implicit:
            self._begin_tls(self.request)
        else:
            super().setup()
        with self.server.lock:
            self.server.talking += 1

    def _begin_tls(self, line: socket.socket) -> None:
        assert self.server.tls is not None
        self.request = self.server.tls.wrap_socket(line, server_side=True)
        self.is_safe = True
        super().setup()

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self._say("354 go on")
                if not self._take():
                    return
            elif word == self.server.deaf_to:
                continue
            elif word == b"RCPT" and self.server.refuses in line:
                self._say("550 no such address")
            elif word == b"RCPT":
                self.recipient = line.partition(b"<")[2].partition(b">")[0].decode()
                self._say("250 ok")
            elif word == b"EHLO":
                self._introduce()
            elif word == b"AUTH":
                given = b64decode(line.split()[2]).split(b"\0")[-1].decode()
                self._say("235 welcome" if given == self.server.password else "535 no")
            elif word == b"STARTTLS" and self.server.tls is not None:
                self._say("220 go ahead")
                self._begin_tls(self.request)
            elif word == b"QUIT":
                return self._say(self.server.goodbye)
            else:
                self._say("250 ok")
        return None

    def _introduce(self) -> None:
        self._say("250-here")
        could_be_safe = self.server.tls is not None and not self.is_safe
        if could_be_safe:
            self._say("250-STARTTLS")
        elif self.server.password:
            self._say("250-AUTH PLAIN")
        self._say("250 ok")

    def finish(self) -> None:
        try:
            super().finish()
        finally:
            self.request.close()
            with self.server.lock:
                self.server.talking -= 1

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
            self.server.recipients.append(self.recipient)
            self.server.over_tls.append(self.is_safe)
        self._say("250 taken")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def mail_server(certificate: Path | None = None, *, implicit: bool = False) -> Iterator[MailServer]:
    with MailServer(certificate, implicit=implicit) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
