"""The database is down for a while: every page says so, gives back what was typed, and works again afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask

import engine
from engine.municipality import here
from tests.web.conftest import open_task
from tests.web.visitor import Visitor


def lose_database() -> Callable[[], None]:
    """Take the database away; returns a function that brings it back."""
    path = Path(here().settings.database.removeprefix("sqlite:///"))
    aside = path.with_suffix(".aside")
    here().database.close()
    path.rename(aside)
    path.mkdir()

    def bring_back() -> None:
        path.rmdir()
        aside.rename(path)

    return bring_back


def test_what_was_typed_when_the_database_was_gone_is_on_the_page_and_can_be_sent_later(
    site: Flask, staff: Callable[[str], Visitor], idea: engine.StartedCase
) -> None:
    clerk = staff("ondersteuning")
    address = f"/taken/{open_task('ondersteuning', 'Idee toetsen')}"
    clerk.get(address)
    typed = {"volledig": "", "wat_ontbreekt": "Waar komt het bankje?", "soort": "groen"}
    bring_back = lose_database()

    refused = clerk.post(address, typed)
    again = clerk.get("/taken")
    bring_back()
    sent = clerk.post(address, typed)

    assert refused.status == again.status == 503
    assert refused.heading == "Wij kunnen nu even niets bewaren"
    assert "Waar komt het bankje?" in refused.main
    assert refused.response.headers["Retry-After"] == "30"
    assert sent.status == 303


def test_a_machine_that_watches_is_told_that_the_database_is_gone(site: Flask) -> None:
    visitor = site.test_client()
    bring_back = lose_database()

    gone = visitor.get("/health", base_url="http://127.0.0.1:8000")
    bring_back()
    back = visitor.get("/health", base_url="http://127.0.0.1:8000")

    assert (gone.status_code, gone.get_json()["database"]) == (503, False)
    assert (back.status_code, back.get_json()["database"]) == (200, True)


def test_the_pages_that_need_no_database_are_there_without_it(site: Flask) -> None:
    visitor = Visitor(site)
    bring_back = lose_database()

    page = visitor.get("/help")
    bring_back()

    assert page.status == 200
