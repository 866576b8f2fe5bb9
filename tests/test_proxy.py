"""The proxy of `deploy/`: what nginx does with the examples, if installed, and what can be checked without it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from lxml import html

from tests.processes import free_port, wait_for
from tests.proxies import Proxy, proxying
from web.proving import pages as proof
from web.workshop import files

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"


@pytest.mark.parametrize("name", ["nginx-compose.conf", "systemd/nginx.conf"])
def test_a_proxy_does_not_write_a_secret_link_in_its_log(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    (pattern,) = re.findall(r"map \$request_uri \$smederij_logged \{\s*~(\S+) 0;", text)

    assert re.match(pattern, "/mijn-idee/aHR0cHM6Ly92b29yYmVlbGQ")
    assert not any(re.match(pattern, other) for other in ("/mijn-idee", "/ideeen/IDEE-2026-0001", "/"))
    assert {row.split(" ", 1)[1] for row in re.findall(r"access_log ([^;]+);", text)} == {
        "smederij if=$smederij_logged"
    }


def test_the_proxy_in_containers_tells_at_which_port_a_visitor_came() -> None:
    """It listens on 8080 until there is an https proxy in front of it; a redirect would otherwise lead to port 80."""
    text = (DEPLOY / "nginx-compose.conf").read_text(encoding="utf-8")

    assert re.findall(r"proxy_set_header (Host|X-Forwarded-Host) (.*);", text) == [
        ("Host", "$http_host"),
        ("X-Forwarded-Host", '"$http_x_forwarded_host, $http_host"'),
    ]


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    """nginx with the example for systemd, in front of two page servers, neither of which is running."""
    with proxying(tmp_path, (free_port(), free_port())) as proxy:
        yield proxy


def test_a_proxy_says_in_dutch_that_no_server_of_pages_is_there(proxy: Proxy) -> None:
    status, page = proxy.ask("/")

    assert (status, "<h1>Wij zijn zo terug</h1>" in page) == (502, True)


@pytest.mark.parametrize(("path", "size"), [("/inloggen", 3_000_000), ("/mijn-idee/aanvulling/x", 70_000_000)])
def test_a_proxy_says_in_dutch_that_something_is_too_large(proxy: Proxy, path: str, size: int) -> None:
    status, page = proxy.ask(path, size)

    assert (status, "<h1>Dit is te groot om te versturen</h1>" in page) == (413, True)


def test_a_proxy_writes_a_secret_link_in_none_of_its_logs(proxy: Proxy) -> None:
    """The error log names the address of requests that could not be forwarded, were too large, or came too often."""
    proxy.ask("/help")
    found = {proxy.ask("/mijn-idee/GEHEIM", 70_000_000)[0]}
    found |= {proxy.ask("/mijn-idee/GEHEIM")[0] for _ in range(30)}

    assert found == {502, 429, 413}
    assert "/help" in (proxy.folder / "access.log").read_text()
    assert [path.name for path in proxy.folder.glob("*.log") if "GEHEIM" in path.read_text()] == []


def read_log(proxy: Proxy, lines: int) -> list[str]:
    """What it has logged, once it has logged so much: it does so after its answer."""
    log = proxy.folder / "access.log"
    wait_for(lambda: len(log.read_text().splitlines()) >= lines)
    return log.read_text().splitlines()


def test_a_proxy_logs_which_page_was_asked_and_not_for_whom_somebody_searched(proxy: Proxy) -> None:
    """A search is often for a name, and the sign-in service sends people back with a code: both follow the address."""
    proxy.ask("/ideeen?zoek=Jansen")
    proxy.ask(
        "/help", headers={"Referer": "https://voorbeeld.invalid/inloggen/terug?code=GEHEIM", "User-Agent": "Proef"}
    )

    first, second = read_log(proxy, 2)

    assert [path.name for path in proxy.folder.glob("*.log") if "Jansen" in path.read_text()] == []
    assert re.fullmatch(r'127\.0\.0\.1 - - \[.+\] "GET /ideeen HTTP/1\.1" 502 \d+ "-" "-"', first)
    assert second.endswith('"https://voorbeeld.invalid/inloggen/terug" "Proef"')


def test_a_proxy_logs_that_a_form_was_sent_where_it_shows_a_page_of_its_own(proxy: Proxy) -> None:
    """nginx shows such a page as the answer to a request of another kind, which is not what was asked."""
    proxy.ask("/inloggen", 100)

    (line,) = read_log(proxy, 1)
    assert '"POST /inloggen HTTP/1.1" 502' in line


def test_a_request_that_never_begins_takes_no_connection_of_the_proxy_for_long(tmp_path: Path) -> None:
    """Debian's nginx has 768 for each processor: one machine could hold them all."""
    with ExitStack() as stack:
        proxy = stack.enter_context(proxying(tmp_path, (free_port(), free_port()), header="1s"))
        line = stack.enter_context(closing(proxy.begin("GET / HTTP/1.1\r\nX-Half: ")))
        line.settimeout(30)

        assert line.recv(1000) == b""


def test_one_address_cannot_keep_everybody_else_out_with_forms_that_never_end(tmp_path: Path) -> None:
    half = "POST /inloggen HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nusername="
    with ExitStack() as stack:
        proxy = stack.enter_context(proxying(tmp_path, (free_port(), free_port()), "rate=10000r/s burst=500"))
        for _ in range(10):
            stack.enter_context(closing(proxy.begin(half)))

        wait_for(lambda: proxy.ask("/")[0] == 429)


def test_a_page_of_the_proxy_needs_nothing_that_is_not_there() -> None:
    """It is shown when the page servers are not available, to people whose language is unknown."""
    for file in (DEPLOY / "pages").glob("*.html"):
        tree = html.document_fromstring(file.read_text(encoding="utf-8"))

        assert tree.xpath("//@src | //link | //script") == []
        assert (tree.get("lang"), tree.xpath("count(//*[@lang='en'])"), tree.xpath("//a/@href")) == ("nl", 1, ["/"])


def test_every_page_that_a_proxy_has_is_shown_by_it() -> None:
    there = {file.name for file in (DEPLOY / "pages").iterdir()}

    shown = [
        set(re.findall(r"error_page .*/([a-z-]+\.html);", (DEPLOY / name).read_text(encoding="utf-8")))
        for name in ("systemd/nginx.conf", "nginx-compose.conf")
    ]

    assert shown[0] == there
    assert shown[1] < there  # It limits nobody: the https proxy in front of it does.


@pytest.mark.parametrize("name", ["nginx-compose.conf", "systemd/nginx.conf"])
def test_a_proxy_lets_by_what_the_pages_of_staff_take(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    found = re.findall(r"location (?:= )?(\S+) \{\s*client_max_body_size (\d+)m;", text)

    assert {place: int(most) * 2**20 for place, most in found} == {
        "/werkplaats/": pytest.approx(files.LARGEST, rel=0.1),
        "/controle": pytest.approx(proof.LARGEST, rel=0.1),
    }
