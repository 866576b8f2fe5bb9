"""Waiting: whoever requests a page that takes long is told so until it arrives."""

from __future__ import annotations

import re

from playwright.sync_api import expect

import engine
from tests.browser.people import Meet
from tests.browser.serving import Server


def test_who_asks_for_the_stories_reads_that_they_are_played_and_for_how_long(meet: Meet, server: Server) -> None:
    with server.inside():
        change = engine.begin_change("vraag-kernteam", engine.find_user("eva"), "Even wachten")
    eva = meet("eva")
    eva.go(f"/werkplaats/wijziging/{change}")
    told = eva.main.get_by_role("status").filter(has_text="Wij spelen nu alle verhalen na.")
    before = told.count()
    # A browser does not answer questions about a page that it is leaving, so here it stays.
    eva.page.evaluate("document.addEventListener('click', (event) => event.preventDefault(), { once: true })")

    eva.main.get_by_role("link", name="Verhalen naspelen").click()

    assert before == 0
    expect(told).to_have_text(re.compile(r"Tot nu toe [1-9]\d* seconden\.$"))
    eva.follow("Verhalen naspelen")
    expect(eva.main.get_by_role("heading", level=1)).to_have_text("Verhalen")
