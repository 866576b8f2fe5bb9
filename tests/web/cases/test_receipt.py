"""Receipt on the pages: staff who enter what came in on paper say on which day it came in."""

from __future__ import annotations

import engine
from tests.web.conftest import SignIn
from tests.web.ideas.test_residents import FIRST, fill_in
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


def test_the_day_stays_when_an_answer_is_changed_before_sending(staff: SignIn) -> None:
    colleague = staff("ondersteuning")
    change = fill_in(colleague).tree.xpath(
        "//main//button[@name='_naar'][contains(., 'titel') or contains(., 'heet')]"
    )[0]

    left = colleague.post(CHECK, {"ontvangen": "27-2-2026", "_naar": change.get("value")})
    back = colleague.follow(colleague.post("/idee-insturen/pagina_1", {**FIRST, "_terug": "controleren"}))
    colleague.follow(colleague.post(CHECK, {"ontvangen": back.values("ontvangen")[0]}))

    assert left.location == "/idee-insturen/pagina_1?terug=controleren#veld-titel"
    assert back.values("ontvangen") == ["27-2-2026"]
    assert "Ontvangen27 februari 2026" in colleague.get("/ideeen/IDEE-2026-0001").main


def test_the_day_stays_when_an_answer_has_to_be_changed(staff: SignIn) -> None:
    colleague = staff("ondersteuning")
    fill_in(colleague)
    colleague.post("/idee-insturen/pagina_1", {**FIRST, "titel": ""})

    refused = colleague.post(CHECK, {"ontvangen": "27-2-2026"})
    back = colleague.follow(colleague.post("/idee-insturen/pagina_1", {**FIRST, "_terug": "controleren"}))

    assert refused.location == "/idee-insturen/pagina_1?terug=controleren"
    assert back.values("ontvangen") == ["27-2-2026"]


def test_enter_in_the_day_sends_and_leads_to_no_other_page(staff: SignIn) -> None:
    page = fill_in(staff("ondersteuning"))

    first = page.tree.xpath("//button[@form='insturen'] | //form[@id='insturen']//button")[0]
    assert first.get("name") is None


def test_a_page_that_is_not_there_is_gone_to_by_nobody(staff: SignIn) -> None:
    colleague = staff("ondersteuning")
    fill_in(colleague)

    assert colleague.post(CHECK, {"_naar": "elders#veld-titel"}).status == 404
    assert colleague.post(CHECK, {"_naar": "pagina_1#//ver.invalid"}).location == (
        "/idee-insturen/pagina_1?terug=controleren"
    )


def test_what_a_resident_can_change_are_links(resident: Visitor) -> None:
    page = fill_in(resident)

    assert page.tree.xpath("//button[@name='_naar']") == []
    assert "/idee-insturen/pagina_1?terug=controleren#veld-titel" in page.links()


# ---- correcting it afterwards ---------------------------------------------------------------------------------------

ASK = "/ideeen/IDEE-2026-0001/ontvangen"


def test_staff_correct_the_day_afterwards_with_a_reason(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    asked = colleague.get(ASK)
    assert ASK in colleague.get("/ideeen/IDEE-2026-0001").links()
    assert "Nu staat er dat dit is ontvangen op 2 maart 2026." in asked.main

    page = colleague.follow(colleague.post(ASK, {"ontvangen": "27-2-2026", "reden": "Zie het stempel."}))

    assert "De termijn loopt nu tot en met 24 april 2026. De indiener krijgt bericht." in page.notices
    assert "heeft de dag van ontvangst verbeterd: 27 februari 2026. De wettelijke termijn loopt nu tot" in page.main
    assert "Zie het stempel." in page.main
    assert "Dag van ontvangst verbeterd" in page.main
    assert "Gegevens hersteld" not in page.main


def test_a_correction_that_is_refused_is_told_and_kept(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")

    unread = colleague.post(ASK, {"ontvangen": "vrijdag", "reden": ""})
    same = colleague.post(ASK, {"ontvangen": "2-3-2026", "reden": "Zie het stempel."})

    assert (unread.status, same.status) == (422, 422)
    assert unread.errors == [
        "Vul een dag in als dag-maand-jaar, bijvoorbeeld 15-5-2026.",
        "Schrijf op waarom u de dag verbetert. De indiener leest dit.",
    ]
    assert same.errors == ["Deze dag staat er al."]
    assert same.values("reden") == ["Zie het stempel."]


def test_what_cannot_be_corrected_any_more_is_said_on_its_page(staff: SignIn, idea: engine.StartedCase) -> None:
    engine.withdraw_case(idea.case_id, engine.find_user("ondersteuning"), "Niet meer nodig.")
    colleague = staff("ondersteuning")

    assert ASK not in colleague.get("/ideeen/IDEE-2026-0001").links()
    assert colleague.get(ASK).status == 409
