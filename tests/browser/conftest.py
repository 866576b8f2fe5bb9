"""Fixtures for the tests in the browser: Chromium, and a server with a municipality in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.people import Meet, Person
from tests.browser.serving import Server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = os.environ.get("CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests in this folder need a browser, and say so when there is none."""
    missing = "Chromium is missing: install it (Debian: apt install chromium), or name it in CHROMIUM"
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            # One worker runs them all, so that one server and one browser are enough.
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason=missing))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a small demo: some ideas at every stage."""
    running = Server(tmp_path_factory.mktemp("site"))
    running.fill(cases=29)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def meet(browser: Browser, server: Server) -> Iterator[Meet]:
    """Makes people, each with a browser window of their own; all windows are closed after the test."""
    met: list[Person] = []

    def meet_one(username: str = "", **options: object) -> Person:
        met.append(Person(browser, server.address, username, **options))
        return met[-1]

    yield meet_one
    for person in met:
        person.leave()
