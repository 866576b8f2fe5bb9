"""Fixtures for the tests in the browser: Chromium, and servers with a municipality in them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.drawing import Drawer, begin
from tests.browser.people import Meet, Person
from tests.browser.serving import Server
from tests.sharing import make_once

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The headless shell is the same browser without its windows and menus, which cost a quarter of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)
MISSING = "Chromium is missing: install it (Debian: apt install chromium), or name its program in the variable CHROMIUM"
CASES = 29
"""Demo stories in the municipality of these tests: enough for some at every stage and an open vote."""
FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests in this folder need a browser, and say so if there is none."""
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:
        if str(item.path).startswith(here):  # Comparing paths as paths takes a second, with this many.
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, one per process that runs tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a municipality with some ideas at every stage, to copy."""

    def fill(folder: Path) -> None:
        folder.mkdir()
        Server(folder).fill(CASES)

    return make_once(tmp_path_factory, "filled", fill)


@pytest.fixture(scope="package")
def server(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that most tests visit, each with its own idea.

    It stops after the browser tests: its worker polls for work twice a second, which would slow down later tests.
    """
    running = Server(shutil.copytree(filled, tmp_path_factory.mktemp("site") / "data"))
    running.start()
    yield running
    running.kill()


@pytest.fixture
def fragile(filled: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that will be killed, with its own municipality."""
    running = Server(shutil.copytree(filled, tmp_path / "data"))
    running.start()
    yield running
    running.kill()


@pytest.fixture
def people(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Person]]:
    """The people of a test. All their windows are closed after it, with screenshots first if it failed."""
    met: list[Person] = []
    yield met
    for number, person in enumerate(met):
        if request.node.stash.get(FAILED, False):
            person.photograph(tmp_path / f"{number}-{person.username or 'visitor'}.png")
        person.leave()


@pytest.fixture
def meet(browser: Browser, server: Server, people: list[Person]) -> Meet:
    """Creates people at the server, each with their own browser window."""
    return _introduce(browser, server, people, server.signed_in)


@pytest.fixture
def meet_at_fragile(browser: Browser, fragile: Server, people: list[Person]) -> Meet:
    """Creates people at the server that will be killed. Each signs in with the form, before and after a power cut."""
    return _introduce(browser, fragile, people, None)


@pytest.fixture
def eva(meet: Meet, server: Server) -> Drawer:
    """Eva in the editor of a change to *Idee behandelen*."""
    return Drawer(meet("eva"), server, begin(server, "behandeling", "Proef met tekenen"), "behandeling").open()


def _introduce(browser: Browser, server: Server, people: list[Person], signed_in: dict[str, str] | None) -> Meet:
    def meet_one(username: str = "", **options: object) -> Person:
        people.append(Person(browser, server.address, username, signed_in, **options))
        return people[-1]

    return meet_one
