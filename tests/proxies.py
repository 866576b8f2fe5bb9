"""Proxies: nginx with the example for systemd, in front of page servers on the test's own ports."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.certificates import make_certificate
from tests.processes import PATIENCE, free_port, running, stop, wait_for

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"


@dataclass(frozen=True)
class Proxy:
    """A running proxy, and the folder of its logs."""

    port: int
    folder: Path

    def begin(self, told: str) -> ssl.SSLSocket:
        """A request that was begun with these words, and is not finished."""
        trusting = ssl.create_default_context(cafile=self.folder / "certificate.pem")
        line = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        secured = trusting.wrap_socket(line, server_hostname="127.0.0.1")
        secured.sendall(told.encode())
        return secured

    def ask(self, path: str, size: int = 0, headers: Mapping[str, str] = MappingProxyType({})) -> tuple[int, str]:
        """Status and page, after sending this many bytes."""
        trusting = ssl.create_default_context(cafile=self.folder / "certificate.pem")
        with closing(http.client.HTTPSConnection("127.0.0.1", self.port, context=trusting, timeout=60)) as line:
            line.request("POST" if size else "GET", path, bytes(size) if size else None, dict(headers))
            answer = line.getresponse()
            return answer.status, answer.read().decode()


def is_open(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def proxying(
    folder: Path, pages: tuple[int, int], burst: str = "rate=1r/s burst=5", header: str = "10s"
) -> Iterator[Proxy]:
    """nginx in front of page servers on these ports, with this rate limit per address and this long for a header.

    Skips without nginx.
    """
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not on this machine")
    port = free_port()
    certificate = make_certificate(folder / "certificate.pem")
    text = (DEPLOY / "systemd/nginx.conf").read_text(encoding="utf-8")
    rate, most = burst.split()
    for there, here in {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen [::]:80;": "",
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "listen [::]:443 ssl;": "",
        "127.0.0.1:8001": f"127.0.0.1:{pages[0]}",
        "127.0.0.1:8002": f"127.0.0.1:{pages[1]}",
        "/etc/smederij/certificate.pem": str(certificate),
        "/etc/smederij/certificate.key": str(certificate),
        "/var/log/nginx/smederij.log": str(folder / "access.log"),
        "/var/log/nginx/error.log": str(folder / "error.log"),
        "/opt/smederij/deploy/pages/": f"{DEPLOY}/pages/",
        "header_timeout 10s": f"header_timeout {header}",
        "smederij_open 100": "smederij_open 10",
        "rate=50r/s": rate,
        "burst=500": most,
    }.items():
        assert there in text
        text = text.replace(there, here)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # As root, nginx would give the work to a user who may not read the pages where the tests are.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ {places}\n{text}\n}}"
    )
    command = [nginx, "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    with running(command, folder / "said.log", {}) as process:
        wait_for(lambda: is_open(port) or process.poll() is not None)
        assert process.poll() is None, (folder / "said.log").read_text() + (folder / "error.log").read_text()
        yield Proxy(port, folder)
        stop(process)
