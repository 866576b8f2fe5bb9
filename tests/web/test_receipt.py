"""Receipt on the pages: staff who enter what came in on paper say on which day it came in."""

from __future__ import annotations

import engine
from tests.web.conftest import SignIn
from tests.web.test_residents import fill_in
from tests.web.visitor import Visitor

CHECK = "/idee-insturen/controleren"
QUESTION = "Op welke dag kwam dit bij de gemeente binnen?"


def test_staff_say_on_which_day_it_came_in_and_everybody_concerned_reads_it(staff: SignIn, resident: Visitor) -> None:
    colleague = staff("ondersteuning")
    assert QUESTION in fill_in(colleague).main

    received = colleague.follow(colleague.post(CHECK, {"ontvangen": "27-2-2026"}))
    case = colleague.get("/ideeen/IDEE-2026-0001")
    (link,) = (one for one in received.links() if "/mijn-idee/" in one)
    resident.follow(resident.get(link.removeprefix("http://127.0.0.1:8000")))

    assert "Ontvangen27 februari 2026" in case.main
    assert "Wettelijke termijn24 april 2026" in case.main
    assert "heeft dit ingestuurd. Het kwam binnen op 27 februari 2026" in case.main
    assert "Wij kregen dit op 27 februari 2026. Vanaf die dag telt onze tijd." in resident.get("/mijn-idee").main


def test_left_empty_it_came_in_today(staff: SignIn) -> None:
    colleague = staff("ondersteuning")
    fill_in(colleague)

    colleague.follow(colleague.post(CHECK, {"ontvangen": ""}))
    case = colleague.get("/ideeen/IDEE-2026-0001")

    assert "Ontvangen" not in case.main
    assert "Wettelijke termijn28 april 2026" in case.main


def test_a_day_that_cannot_be_read_or_has_yet_to_come_is_told_and_kept(staff: SignIn) -> None:
    colleague = staff("ondersteuning")
    fill_in(colleague)

    unread = colleague.post(CHECK, {"ontvangen": "vorige week"})
    later = colleague.post(CHECK, {"ontvangen": "3-3-2026"})

    assert (unread.status, later.status) == (422, 422)
    assert unread.errors == ["Vul een dag in als dag-maand-jaar, bijvoorbeeld 15-5-2026."]
    assert later.errors == ["Deze dag moet nog komen. Vul in wanneer dit is binnengekomen, of laat het leeg."]
    assert 'value="3-3-2026"' in later.text
    assert "Bankje bij de vijver" in later.main
    assert engine.list_cases(engine.find_user("ondersteuning")).items == ()


def test_a_resident_is_not_asked_and_what_one_sends_along_counts_for_nothing(resident: Visitor) -> None:
    assert QUESTION not in fill_in(resident).main

    resident.follow(resident.post(CHECK, {"ontvangen": "27-2-2026"}))

    (view,) = engine.list_cases(engine.find_user("ondersteuning")).items
    assert engine.read_case(view.id, engine.find_user("ondersteuning")).received_on is None
