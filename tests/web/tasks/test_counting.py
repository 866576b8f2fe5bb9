"""Counting twice: what the pages of two colleagues say about two tasks that two people must do."""

from __future__ import annotations

import pytest
from flask import Flask

from engine import start_case
from engine.municipality import transaction
from engine.versions import definitions
from tests.engine.diagrams import chain, end, field, flow, folder, form, node, properties, start, user
from tests.web.conftest import SignIn, open_task

FILES = {
    "forms/begin.form": form("begin", field("plan")),
    "forms/telling.form": form("telling", field("stemmen", label="Stemmen op {{ plan }}")),
}
BEGIN = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))


@pytest.fixture
def second(site: Flask, staff: SignIn) -> str:
    """The address of the second count, when the first is done by a colleague."""
    counts = user("Eerst", form="telling") + user("Tweede", properties(fourEyesWith="Eerst"), form="telling")
    process = folder(
        BEGIN, node("parallelGateway", "Uit"), counts, node("parallelGateway", "In"), end(),
        chain("Begin", "Uit", "Eerst", "In", "Klaar"), flow("Uit", "Tweede"), flow("Tweede", "In"), files=FILES,
    )  # fmt: skip
    with transaction() as session:
        definitions.put_in_use(session, "proef", process, "systeem")
    start_case("proef", {"plan": "Speeltuin"}, None)
    first, other = (open_task("ondersteuning", name) for name in ("Eerst", "Tweede"))
    staff("ondersteuning").post(f"/taken/{first}", {"stemmen": "4711"})
    return f"/taken/{other}"


def test_who_did_the_first_reads_that_a_colleague_does_the_second(second: str, staff: SignIn) -> None:
    page = staff("ondersteuning").get(second)

    assert "U doet of deed de taak ‘Eerst’. Deze taak moet iemand anders doen." in page.main
    assert not page.tree.xpath("//button[text()='Versturen' or text()='Taak oppakken']")


def test_the_list_offers_it_to_a_colleague_only_and_tells_the_other_why_not(second: str, staff: SignIn) -> None:
    own, theirs = (staff(name).get("/taken/team") for name in ("ondersteuning", "ondersteuning-2"))

    take = f"//button[@formaction='{second}/oppakken']"
    assert (len(own.tree.xpath(take)), len(theirs.tree.xpath(take))) == (0, 1)
    assert "Voor een collega: u doet of deed ‘Eerst’" in own.main
    assert "Voor een collega" not in theirs.main


def test_who_takes_it_from_the_list_all_the_same_is_told_why_not(second: str, staff: SignIn) -> None:
    colleague = staff("ondersteuning")

    page = colleague.follow(colleague.post(f"{second}/oppakken"))

    assert "Deze taak moet iemand anders doen" in page.main


def test_who_sends_it_from_an_older_window_is_told_why_not_and_keeps_what_was_typed(second: str, staff: SignIn) -> None:
    refused = staff("ondersteuning").post(second, {"stemmen": "1147"})

    assert refused.status == 409
    assert "U doet of deed de taak ‘Eerst’. Daarom doet iemand anders deze taak." in refused.main
    assert "1147" in refused.main


def test_the_colleague_reads_the_plan_and_not_what_was_counted(second: str, staff: SignIn) -> None:
    page = staff("ondersteuning-2").get(second)

    assert "Stemmen op Speeltuin" in page.main
    assert "ziet u pas als ‘Tweede’ ook klaar is" in page.main
    assert "4711" not in page.main


def test_when_both_are_in_the_file_tells_both(second: str, staff: SignIn) -> None:
    colleague = staff("ondersteuning-2")

    colleague.post(second, {"stemmen": "1147"})

    page = colleague.get(second)
    assert "4711" in page.main
    assert "1147" in page.main
