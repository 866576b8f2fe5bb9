"""Windows: what somebody is shown who has the same task open in two windows, or comes back to a refused form."""

from __future__ import annotations

import engine
from tests.web.conftest import SignIn, open_task
from tests.web.visitor import Page

FETCH = {"X-Requested-With": "fetch"}
CHECKED = {"volledig": "true", "soort": "groen"}


def window(page: Page) -> str:
    (named,) = page.values("_venster")
    return named


def test_somebody_with_two_windows_reads_both_texts_and_chooses(staff: SignIn, idea: engine.StartedCase) -> None:
    office, address = staff("ondersteuning"), f"/taken/{open_task('ondersteuning', 'Idee toetsen')}"
    first, second = window(office.get(address)), window(office.get(address))
    office.post(f"{address}/concept", {"wat_ontbreekt": "Uit de eerste", "_venster": first}, headers=FETCH)
    typed = {"wat_ontbreekt": "Uit de tweede", "_actie": "bewaren"}

    page = office.post(address, {**typed, "_venster": second})

    assert page.status == 409
    assert "In een ander venster typte u hier iets anders. Dat is bewaard (09:00)" in page.main
    assert "Uit de eerste" in page.tree.xpath("//*[@data-unsaved]")[0].text_content()
    assert page.values("wat_ontbreekt") == ["Uit de tweede"]
    assert "Dit is uw concept" not in page.main

    office.post(address, {**typed, "_venster": window(page)})

    assert office.get(address).values("wat_ontbreekt") == ["Uit de tweede"]


def test_who_types_on_in_an_older_window_is_told_at_once(staff: SignIn, idea: engine.StartedCase) -> None:
    office, address = staff("ondersteuning"), f"/taken/{open_task('ondersteuning', 'Idee toetsen')}"
    first, second = window(office.get(address)), window(office.get(address))
    office.post(f"{address}/concept", {"wat_ontbreekt": "Uit de eerste", "_venster": first}, headers=FETCH)

    told = office.post(f"{address}/concept", {"wat_ontbreekt": "Uit de tweede", "_venster": second}, headers=FETCH)

    assert told.response.json == {"elsewhere": "09:00"}
    assert office.get(address).values("wat_ontbreekt") == ["Uit de eerste"]


def test_nothing_is_sent_or_claimed_from_a_window_with_older_text(staff: SignIn, idea: engine.StartedCase) -> None:
    office, address = staff("ondersteuning"), f"/taken/{open_task('ondersteuning', 'Idee toetsen')}"
    first, second = window(office.get(address)), window(office.get(address))
    office.post(f"{address}/concept", {"wat_ontbreekt": "Uit de eerste", "_venster": first}, headers=FETCH)
    typed = {**CHECKED, "wat_ontbreekt": "Uit de tweede", "_venster": second}

    pages = [office.post(address, typed), office.post(f"{address}/oppakken", typed)]

    assert [page.status for page in pages] == [409, 409]
    assert all("Uit de eerste" in page.main for page in pages)
    task = engine.read_task(address.removeprefix("/taken/"), engine.find_user("ondersteuning")).task
    assert (task.state, task.assignee) == ("open", None)


def test_a_refused_form_is_found_back_at_its_own_address(staff: SignIn, idea: engine.StartedCase) -> None:
    office, address = staff("ondersteuning"), f"/taken/{open_task('ondersteuning', 'Idee toetsen')}"

    refused = office.post(address, {"wat_ontbreekt": "Een tekening", "soort": ""})

    assert refused.status == 422
    assert refused.tree.xpath("//form[@id='antwoord']/@data-kept-at") == [address]
    assert office.get(address).values("wat_ontbreekt") == ["Een tekening"]


def test_a_refused_form_that_is_sent_again_is_not_held_up_by_its_own_draft(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    office, address = staff("ondersteuning"), f"/taken/{open_task('ondersteuning', 'Idee toetsen')}"
    opened = window(office.get(address))
    refused = office.post(address, {"wat_ontbreekt": "Een tekening", "soort": "", "_venster": opened})

    sent = office.post(address, {**CHECKED, "_venster": window(refused)})

    assert sent.status == 303


def test_a_refused_vote_is_found_back(staff: SignIn, vote: engine.StartedCase) -> None:
    member, (ballot,) = staff("stuurgroep-1"), engine.list_ballots(engine.find_user("stuurgroep-1"))
    assert ballot.my_task is not None
    address = f"/stemmen/{ballot.my_task.id}"

    refused = member.post(address, {"reden": "Omdat het kan"})

    assert refused.status == 422
    assert member.get(address).values("reden") == ["Omdat het kan"]


def test_two_windows_of_a_member_do_not_replace_each_others_reason(staff: SignIn, vote: engine.StartedCase) -> None:
    member, (ballot,) = staff("stuurgroep-1"), engine.list_ballots(engine.find_user("stuurgroep-1"))
    assert ballot.my_task is not None
    address = f"/stemmen/{ballot.my_task.id}"
    first, second = window(member.get(address)), window(member.get(address))
    member.post(address, {"reden": "Uit de eerste", "_actie": "bewaren", "_venster": first})

    pages = [
        member.post(address, {"reden": "Uit de tweede", "_actie": action, "_venster": second})
        for action in ("bewaren", "versturen")
    ]

    assert [page.status for page in pages] == [409, 409]
    assert all("Uit de eerste" in page.main and page.values("reden") == ["Uit de tweede"] for page in pages)
