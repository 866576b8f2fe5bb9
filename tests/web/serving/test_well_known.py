"""Addresses that programs try at every site: where to report a weak spot, and where to change a password."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import engine
from tests.conftest import TestClock
from tests.web.conftest import SignIn, SiteWith
from tests.web.visitor import Visitor

CONTACT = "mailto:veilig@voorbeeld.invalid"


def test_who_finds_a_weak_spot_reads_where_to_report_it(site_with: SiteWith, clock: TestClock) -> None:
    with site_with(security_contact=CONTACT, base_url="https://ideeen.voorbeeld.invalid") as site:
        answer = site.test_client().get("/.well-known/security.txt", base_url="https://ideeen.voorbeeld.invalid")

    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.content_type == "text/plain; charset=utf-8"
    assert told["Contact"] == CONTACT
    assert told["Canonical"] == "https://ideeen.voorbeeld.invalid/.well-known/security.txt"
    until = datetime.strptime(told["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert 0 < (until - clock()).days < 365


def test_without_a_place_to_report_there_is_no_such_file(resident: Visitor) -> None:
    assert resident.get("/.well-known/security.txt").status == 404


@pytest.mark.parametrize(
    "told", ["veilig@voorbeeld.invalid", "http://voorbeeld.invalid", "mailto:a@b.invalid\nContact: mailto:c@d.invalid"]
)
def test_a_place_to_report_that_is_no_safe_address_is_refused(told: str) -> None:
    with pytest.raises(engine.ConfigurationRefused):
        engine.load_settings({}, security_contact=told)


def test_a_keeper_of_passwords_finds_where_to_change_one(staff: SignIn) -> None:
    visitor = staff("ondersteuning")

    found = visitor.follow(visitor.get("/.well-known/change-password"))

    assert found.tree.xpath("//input[@type='password']/@name") == ["huidig", "nieuw", "nogmaals"]
