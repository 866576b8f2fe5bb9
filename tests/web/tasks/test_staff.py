"""Staff: worklists, the page of a task, votes, and the file of an idea."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import update

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.models import Case
from engine.municipality import transaction
from tests.conftest import TestClock
from tests.web.conftest import MEMBERS, PASSWORD, SignIn, open_task
from tests.web.visitor import Page, Visitor

CHECKED = {"volledig": "true", "soort": "groen"}


def test_a_task_is_taken_done_and_gone_from_the_list(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    team = colleague.get("/taken/team")
    assert "Idee toetsen" in team.main
    assert "nog niemand" in team.main
    found = next(link for link in team.links() if link.startswith("/taken/") and "/team" not in link)
    address = found.removesuffix("#inhoud")

    page = colleague.follow(colleague.post(f"{address}/oppakken"))
    assert "U hebt deze taak opgepakt" in page.notices
    assert "Idee toetsen" in colleague.get("/taken").main
    done = colleague.follow(colleague.post(address, CHECKED))

    assert "Verstuurd" in done.notices
    assert "Idee toetsen" not in colleague.get("/taken/team").main
    assert "U hebt deze taak afgerond" in colleague.get(address).main


def test_the_form_of_a_task_stands_beside_the_file_of_the_idea(staff: SignIn, idea: engine.StartedCase) -> None:
    page = staff("ondersteuning").get(f"/taken/{open_task('ondersteuning', 'Idee toetsen')}")

    assert page.heading == "Idee toetsen"
    aside = page.tree.xpath("//aside")[0].text_content()
    assert "Bankje bij de vijver" in aside
    assert "Bewoner Een" in aside
    assert "1.250,50" in aside
    assert page.tree.xpath("//form[@data-draft-url and @data-warn-unsaved]")


def test_a_wrong_answer_keeps_what_was_typed(staff: SignIn, idea: engine.StartedCase) -> None:
    address = f"/taken/{open_task('ondersteuning', 'Idee toetsen')}"

    page = staff("ondersteuning").post(address, {"wat_ontbreekt": "Een tekening", "soort": ""})

    assert page.status == 422
    assert page.errors == ["Kies een antwoord bij ‘Soort idee’."]
    assert page.values("wat_ontbreekt") == ["Een tekening"]


def test_a_draft_is_kept_and_found_back(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    task = open_task("ondersteuning", "Idee toetsen")

    saved = colleague.follow(colleague.post(f"/taken/{task}", {"wat_ontbreekt": "Half", "_actie": "bewaren"}))

    assert "Uw concept is bewaard om 09:00" in saved.notices
    assert colleague.get(f"/taken/{task}").values("wat_ontbreekt") == ["Half"]
    assert "Half" in colleague.get("/concepten").main


def test_a_draft_is_kept_while_typing(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    task = open_task("ondersteuning", "Idee toetsen")

    page = colleague.post(f"/taken/{task}/concept", {"wat_ontbreekt": "Hal"}, headers={"X-Requested-With": "fetch"})

    assert page.status == 200
    assert page.response.json == {"saved_at": "2026-03-02T08:00:00+00:00", "time": "09:00", "too_late": ""}


def test_who_comes_second_keeps_the_text(staff: SignIn, idea: engine.StartedCase) -> None:
    task = open_task("ondersteuning", "Idee toetsen")
    second = staff("ondersteuning-2")
    second.get(f"/taken/{task}")
    staff("ondersteuning").post(f"/taken/{task}", CHECKED)

    page = second.post(f"/taken/{task}", {"wat_ontbreekt": "Mijn hele verhaal", "soort": "feest"})

    assert page.status == 409
    assert page.heading == "Deze taak is al afgerond"
    assert "Collega ondersteuning heeft deze taak afgerond (2 maart 2026, 09:00)" in page.main
    assert "Mijn hele verhaal" in page.main
    assert "Mijn hele verhaal" in second.get("/concepten").main


def test_a_task_that_a_colleague_took_says_so(staff: SignIn, idea: engine.StartedCase) -> None:
    task = open_task("ondersteuning", "Idee toetsen")
    staff("ondersteuning").post(f"/taken/{task}/oppakken")

    second = staff("ondersteuning-2")

    assert "Collega ondersteuning heeft deze taak opgepakt" in second.get(f"/taken/{task}").main
    assert second.post(f"/taken/{task}/oppakken").heading == "Deze taak is al opgepakt"


def test_the_language_can_be_changed_on_a_refusal_of_a_button(staff: SignIn, idea: engine.StartedCase) -> None:
    task = open_task("ondersteuning", "Idee toetsen")
    staff("ondersteuning").post(f"/taken/{task}/oppakken")
    second = staff("ondersteuning-2")

    refusal = second.post(f"/taken/{task}/oppakken")
    english = second.get(refusal.tree.xpath("string(//a[@hreflang='en']/@href)"))

    assert english.location == f"/taken/{task}"


def test_what_was_typed_before_a_task_is_taken_or_given_back_is_kept(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    address = f"/taken/{open_task('ondersteuning', 'Idee toetsen')}"

    taken = colleague.follow(colleague.post(f"{address}/oppakken", {"wat_ontbreekt": "Een tekening"}))
    colleague.post(f"{address}/teruggeven", {"wat_ontbreekt": "Een tekening en een begroting"})

    assert taken.values("wat_ontbreekt") == ["Een tekening"]
    assert colleague.get(address).values("wat_ontbreekt") == ["Een tekening en een begroting"]


def test_what_was_typed_in_a_task_that_a_colleague_took_is_shown_and_kept(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    address = f"/taken/{open_task('ondersteuning', 'Idee toetsen')}"
    staff("ondersteuning").post(f"{address}/oppakken")
    second = staff("ondersteuning-2")

    page = second.post(f"{address}/oppakken", {"wat_ontbreekt": "Een tekening"})

    assert page.heading == "Deze taak is al opgepakt"
    assert "Dit had u getypt" in page.main
    assert "Een tekening" in second.get("/concepten").main


def test_what_was_chosen_in_a_task_that_a_colleague_took_is_told_in_the_words_of_the_form(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    address = f"/taken/{open_task('ondersteuning', 'Idee toetsen')}"
    staff("ondersteuning").post(f"{address}/oppakken")
    second = staff("ondersteuning-2")

    page = second.post(f"{address}/oppakken", {"soort": "groen"})

    assert "Soort ideeGroen" in page.main
    assert "Groen" in second.get("/concepten").main


def test_taking_a_task_in_which_nothing_was_typed_makes_no_draft(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    address = f"/taken/{open_task('ondersteuning', 'Idee toetsen')}"
    shown = colleague.get(address)
    names = {control.get("name") for control in shown.tree.xpath("//form[@id='antwoord']//*[@name]")}

    colleague.post(f"{address}/oppakken", {name: shown.values(name) for name in names if shown.values(name)})

    assert "Idee toetsen" not in colleague.get("/concepten").main


def test_the_button_that_takes_a_task_sends_its_form_and_enter_sends_the_answer(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    page = staff("ondersteuning").get(f"/taken/{open_task('ondersteuning', 'Idee toetsen')}")

    first, second = page.tree.xpath("//button[@form='antwoord']")[:2]
    assert (first.get("value"), first.get("tabindex")) == ("versturen", "-1")
    assert second.get("formaction").endswith("/oppakken")


def test_a_task_is_given_back(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    task = open_task("ondersteuning", "Idee toetsen")
    colleague.post(f"/taken/{task}/oppakken")

    page = colleague.follow(colleague.post(f"/taken/{task}/teruggeven"))

    assert "teruggegeven" in page.notices
    assert "nog niemand" in page.main


def test_a_task_is_handed_over_to_a_colleague(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    task = open_task("ondersteuning", "Idee toetsen")
    colleague.post(f"/taken/{task}/oppakken")
    choice = colleague.get(f"/taken/{task}/overdragen")
    assert "Tweede collega" in choice.main

    assert colleague.post(f"/taken/{task}/overdragen").errors == ["Kies de collega die de taak overneemt."]
    to = choice.tree.xpath("//input[@name='collega']/@value")[0]
    colleague.post(f"/taken/{task}/overdragen", {"collega": to})

    assert "Idee toetsen" in staff("ondersteuning-2").get("/taken").main


def test_the_task_of_a_colleague_who_is_away_is_taken_over(staff: SignIn, idea: engine.StartedCase) -> None:
    task = open_task("ondersteuning", "Idee toetsen")
    staff("ondersteuning-2").post(f"/taken/{task}/oppakken")
    here = staff("ondersteuning")

    choice = here.get(f"/taken/{task}/overdragen")
    (own,) = choice.tree.xpath("//label[contains(., '(uzelf)')]/@for")
    to = choice.tree.xpath("string(//input[@id=$own]/@value)", own=own)
    page = here.follow(here.post(f"/taken/{task}/overdragen", {"collega": to}))

    assert "Tweede collega" not in choice.main
    assert "U hebt de taak overgenomen." in page.notices
    assert "Idee toetsen" in here.get("/taken").main


def test_who_has_no_task_of_their_own_goes_back_to_those_of_the_team(staff: SignIn, idea: engine.StartedCase) -> None:
    office = staff("ondersteuning")
    task = open_task("ondersteuning", "Idee toetsen")

    sent = office.post(f"/taken/{task}", CHECKED)

    assert sent.location == "/taken/team"


def test_after_a_session_ended_what_was_typed_is_back_in_the_task(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    task = open_task("ondersteuning", "Idee toetsen")
    colleague.get(f"/taken/{task}")
    engine.sign_out_everywhere(engine.find_user("ondersteuning"))

    page = colleague.post(f"/taken/{task}", {"wat_ontbreekt": "Een lang verhaal"})
    assert page.status == 401
    assert "er niets verstuurd" in page.notices
    kept = str(page.tree.xpath("//input[@name='kept']/@value")[0])
    back = colleague.post("/inloggen", {"username": "ondersteuning", "password": "een goed wachtwoord", "kept": kept})

    assert back.location == f"/taken/{task}"
    assert colleague.follow(back).values("wat_ontbreekt") == ["Een lang verhaal"]


def test_a_draft_of_a_session_that_ended_is_refused_without_sign_in(
    resident: Visitor, idea: engine.StartedCase
) -> None:
    task = open_task("ondersteuning", "Idee toetsen")

    page = resident.post(f"/taken/{task}/concept", {"a": "b"}, headers={"X-Requested-With": "fetch"})

    assert page.status == 401
    assert page.response.json == {"error": "U bent uitgelogd."}


def test_the_team_list_is_searched_and_paged(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")

    assert "1 taak" in colleague.get("/taken/team?zoek=bankje").main
    assert "geen taken die hierbij passen" in colleague.get("/taken/team?zoek=zwembad").main
    assert colleague.get("/taken/team?pagina=-3&zoek=%25%27").status == 200


def test_a_task_that_is_late_says_how_late(staff: SignIn, idea: engine.StartedCase, clock: TestClock) -> None:
    clock.turn(days=10)

    page = staff("ondersteuning").get("/taken/team")

    assert "3 dagen te laat" in page.main
    assert page.tree.xpath("//tr[@class='is-late']")


def test_a_row_that_was_written_before_is_not_shown_when_something_in_it_changed(
    staff: SignIn, idea: engine.StartedCase, clock: TestClock
) -> None:
    task = open_task("ondersteuning", "Idee toetsen")
    one, two = staff("ondersteuning"), staff("ondersteuning-2")
    seen = {reader: reader.get("/taken/team").main for reader in (one, two)}
    assert all("nog niemand" in page and "over 7 dagen" in page for page in seen.values())

    one.post(f"/taken/{task}/oppakken")
    two.post(f"/taken/{task}/concept", {"wat_ontbreekt": "Half"})
    clock.turn(days=1)  # Longer than a session lasts.
    first, second = (staff(name).get("/taken/team") for name in ("ondersteuning", "ondersteuning-2"))

    assert [cell.text_content() for cell in first.tree.xpath("//td[@data-label='Opgepakt door']")] == ["u"]
    assert second.tree.xpath("string(//td[@data-label='Opgepakt door'])") == "Collega ondersteuning"
    assert "over 6 dagen" in first.main
    assert ("concept bewaard" in first.main, "concept bewaard" in second.main) == (False, True)


def test_each_reader_has_rows_in_the_own_language(staff: SignIn, idea: engine.StartedCase) -> None:
    one, two = staff("ondersteuning"), staff("ondersteuning-2")
    two.get("/taal/en")

    pages = [reader.get("/taken/team").main for reader in (one, two, one)]

    assert ["nog niemand" in page for page in pages] == [True, False, True]
    assert ["nobody yet" in page for page in pages] == [False, True, False]


def test_a_task_becomes_late_on_the_day_itself(staff: SignIn, idea: engine.StartedCase, clock: TestClock) -> None:
    due = engine.list_team_tasks(engine.find_user("ondersteuning")).items[0].due_at
    assert due is not None

    clock.moment = due
    colleague = staff("ondersteuning")
    before = colleague.get("/taken/team").main
    clock.turn(seconds=1)
    after = colleague.get("/taken/team").main

    assert ("vandaag" in before, "te laat sinds" in before) == (True, False)
    assert ("vandaag" in after, "te laat sinds" in after) == (False, True)


def test_the_menu_and_the_list_count_alike(staff: SignIn, idea: engine.StartedCase) -> None:
    page = staff("ondersteuning").get("/taken/team?zoek=zwembad")

    assert "geen taken die hierbij passen" in page.main
    assert page.tree.xpath("string(//nav//a[@href='/taken/team']/span)") == "1"


def test_an_area_that_is_not_known_yet_is_told_to_be(staff: SignIn, idea: engine.StartedCase) -> None:
    with transaction() as session:
        session.execute(update(Case).values(area=None))
    colleague = staff("ondersteuning")

    addresses = ["/ideeen", f"/ideeen/{idea.reference}", "/taken/team"]
    said = [colleague.get(address).main.count("nog niet bekend") for address in addresses]

    assert said == [1, 1, 1]


def test_an_idea_that_ended_without_an_area_waits_for_none(staff: SignIn, idea: engine.StartedCase) -> None:
    engine.withdraw_case(idea.case_id, engine.open_secret_link(idea.secret), "")
    with transaction() as session:
        session.execute(update(Case).values(area=None))
    colleague = staff("ondersteuning")

    said = colleague.get("/ideeen").main + colleague.get(f"/ideeen/{idea.reference}").main

    assert "nog niet bekend" not in said


def test_all_ideas_are_found_by_words_and_by_filter(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("auditor")

    assert "Bankje bij de vijver" in colleague.get("/ideeen").main
    assert "1 gevonden" in colleague.get("/ideeen?zoek=0001&status=Ingestuurd&gebied=Wolfsbos&stand=running").main
    nothing = colleague.get("/ideeen?zoek=zwembad&volgorde=onzin")
    assert "Er is niets dat hierbij past" in nothing.main
    assert "/ideeen" in nothing.links()


def test_filters_that_are_folded_away_are_told_beside_the_list(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("auditor")

    told = colleague.get("/ideeen?gebied=Wolfsbos&stand=running&te-laat=ja&volgorde=reference").main

    assert "Filters en volgorde Wolfsbos · Loopt · Alleen met een taak die te laat is · Volgorde: Nummer" in told
    assert "Volgorde:" not in colleague.get("/ideeen?volgorde=onzin").main


def test_ballots_of_others_stand_in_one_row_with_who_is_still_to_vote(staff: SignIn, vote: engine.StartedCase) -> None:
    page = staff("auditor").get(f"/ideeen/{vote.reference}")

    (row,) = page.tree.xpath("//section[@aria-labelledby='nu']//tbody/tr")
    said = " ".join(row.text_content().split())
    assert said.startswith("Stem uitbrengen nog 3")
    assert "Lid 1, Lid 2, Lid 3" in said


def test_the_page_of_an_idea_tells_what_happened_and_draws_the_way(staff: SignIn, vote: engine.StartedCase) -> None:
    page = staff("auditor").get(f"/ideeen/{vote.reference}")

    assert "Bankje bij de vijver" in page.main
    assert "Collega ondersteuning heeft de taak afgerond: Idee toetsen" in page.main
    assert "De indiener ziet nu: Ingestuurd" in page.main
    assert "Er gaat een bericht uit: Ontvangst melden" in page.main
    svg = page.tree.xpath("//*[local-name()='svg']")[0]
    assert svg.xpath(".//*[@data-element='Task_Check' and contains(@class, 'is-walked')]")
    assert svg.xpath(".//*[@data-element='Task_Vote' and contains(@class, 'is-current')]")
    steps = page.tree.xpath("//*[@id='stappen-idee-Task_Check']")[0].text_content()
    assert "gedaan" in steps
    assert page.tree.xpath("//*[@id='stappen-idee-Task_Vote' and contains(@class, 'is-current')]")


def test_every_step_of_the_system_is_shown_when_asked(staff: SignIn, vote: engine.StartedCase) -> None:
    colleague = staff("auditor")
    main = colleague.get(f"/ideeen/{vote.reference}")
    everything = colleague.get(f"/ideeen/{vote.reference}?verloop=alles")

    assert "Taak klaargezet: Stem uitbrengen" not in main.main
    assert "Taak klaargezet: Stem uitbrengen" in everything.main


def test_text_of_a_resident_is_never_html(staff: SignIn, idea: engine.StartedCase) -> None:
    page = staff("ondersteuning").get(f"/ideeen/{idea.reference}")

    assert "<b>uitzicht</b>" in page.main
    assert not page.tree.xpath("//main//b")


def test_staff_withdraws_for_a_submitter_and_says_why(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    address = f"/ideeen/{idea.reference}/intrekken"
    assert address in colleague.get(f"/ideeen/{idea.reference}").links()

    assert colleague.post(address, {"reden": " "}).errors == ["Schrijf op waarom het idee wordt ingetrokken."]
    page = colleague.follow(colleague.post(address, {"reden": "De indiener belde."}))

    assert "Ingetrokken" in page.main


def ballot_of(username: str) -> str:
    ballot = engine.list_ballots(engine.find_user(username))[0]
    assert ballot.my_task is not None
    return f"/stemmen/{ballot.my_task.id}"


def test_a_member_votes_and_changes_the_vote(staff: SignIn, vote: engine.StartedCase) -> None:
    member, address = staff("stuurgroep-1"), ballot_of("stuurgroep-1")
    assert "Stem uitbrengen" in member.get("/stemmen").buttons()
    assert member.get(f"/taken/{address.split('/')[-1]}").location == address

    assert member.post(address, {"keuze": ""}).errors == ["Kies een antwoord bij ‘Wat stemt u?’."]
    done = member.follow(member.post(address, {"keuze": "voor", "reden": "Mooi plan"}))
    assert "Uw stem is geteld" in done.notices
    assert "Er is gestemd door 1 van de 3 leden" in done.main
    assert member.get(address).values("keuze") == ["voor"]
    member.post(address, {"keuze": "tegen"})

    assert member.get(address).values("keuze") == ["tegen"]


def test_nobody_sees_what_was_voted_before_it_closes(staff: SignIn, vote: engine.StartedCase) -> None:
    staff("stuurgroep-1").post(ballot_of("stuurgroep-1"), {"keuze": "voor", "reden": "Geheime reden"})

    for name in ("stuurgroep-2", "auditor", "beheerder", "gebiedsregisseur"):
        page = staff(name).get(f"/ideeen/{vote.reference}?verloop=alles")
        assert "Geheime reden" not in page.main
        assert "ziet u pas als de stemming is gesloten" in page.main


def test_a_member_with_an_interest_takes_no_part(staff: SignIn, vote: engine.StartedCase) -> None:
    member, address = staff("stuurgroep-1"), ballot_of("stuurgroep-1")
    assert f"{address}/niet-meedoen" in member.get(address).links()

    assert member.post(f"{address}/niet-meedoen").errors == ["Schrijf kort op welk belang u hebt."]
    page = member.follow(member.post(f"{address}/niet-meedoen", {"reden": "Ik woon ernaast"}))

    assert "U doet niet mee aan deze stem" in page.main
    assert member.get(address).status == 403


def test_the_result_is_shown_when_all_have_voted(staff: SignIn, vote: engine.StartedCase) -> None:
    for name, choice in zip(MEMBERS, ("voor", "voor", "tegen"), strict=True):
        staff(name).post(ballot_of(name), {"keuze": choice})

    page = staff("stuurgroep-1").get(ballot_of("stuurgroep-1"))

    assert page.title.startswith("Uitslag")
    assert page.tree.xpath("//meter/@value")[:2] == ["2", "1"]
    assert page.values("keuze") == []


def test_of_votes_that_were_erased_it_is_told_that_they_were(staff: SignIn, vote: engine.StartedCase) -> None:
    address = ballot_of("stuurgroep-1")
    for name in MEMBERS:
        staff(name).post(ballot_of(name), {"keuze": "voor"})
    engine.withdraw_case(vote.case_id, engine.find_user("ondersteuning"), "Te duur.")
    while engine.run_worker_once():
        pass
    engine.erase_case(vote.reference, engine.find_user("beheerder"), "De indiener vroeg erom.")

    page = staff("stuurgroep-1").get(address).main

    assert "De stemmen zijn gewist, daarom staat hier geen uitslag." in page
    assert "Voor" not in page


def test_the_processes_in_use_are_shown_as_picture_and_as_steps(staff: SignIn) -> None:
    colleague = staff("auditor")
    assert "Een klein idee" in colleague.get("/stappenplan").main

    page = colleague.get("/stappenplan/idee")

    assert page.heading == "Een klein idee"
    assert page.tree.xpath("//*[local-name()='svg' and @aria-describedby='stappen-idee']")
    steps = " ".join(page.tree.xpath("//*[@id='stappen-idee']")[0].text_content().split())
    assert "Keuze: Idee volledig?" in steps
    assert "antwoord nee: verder met Aanvulling gevraagd" in steps
    assert "Moment: Na 15 dagen" in steps
    assert "Ieder doet dit apart" in steps


def test_the_mails_of_the_demo_can_be_read(staff: SignIn, vote: engine.StartedCase) -> None:
    page = staff("ondersteuning").get("/berichten")

    assert "Wij kijken naar IDEE-2026-0001" in page.main


def test_the_operator_sees_how_the_system_does(staff: SignIn) -> None:
    page = staff("beheerder").get("/beheer")

    assert "Er zijn geen mislukte opdrachten" in page.main
    assert "ondersteuning-2" in page.main


def test_one_can_sign_out_on_all_devices(staff: SignIn) -> None:
    here, elsewhere = staff("ondersteuning"), staff("ondersteuning")
    assert len(here.get("/account").tree.xpath("//tbody/tr")) == 2

    here.post("/account/overal-uitloggen")

    assert elsewhere.get("/taken").location == "/inloggen?next=/taken"


def test_staff_find_in_the_menu_what_they_may_begin(staff: SignIn) -> None:
    visitor = staff("ondersteuning")

    home = visitor.get("/")
    page = visitor.get("/beginnen")

    assert "/beginnen" in home.links()
    assert "Iets anders insturen" not in home.main
    assert "/idee-insturen" in page.links()


def in_menu(page: Page) -> list[str]:
    return [" ".join(link.text_content().split()) for link in page.tree.xpath("//nav[@aria-label='Hoofdmenu']//a")]


def test_the_menu_of_an_auditor_has_nothing_that_an_auditor_does_not_do(staff: SignIn) -> None:
    assert in_menu(staff("auditor").get("/ideeen")) == [
        "Alle ideeën",
        "Stappenplan",
        "Registers",
        "Werkplaats",
        "Controle",
        "Bewaartermijnen",
    ]


def test_who_audits_and_is_in_another_group_does_no_tasks_and_is_shown_none(site: Flask) -> None:
    with transaction() as session:
        add_accounts(session, [NewAccount("beide", "Beide", PASSWORD, ("auditor", "ondersteuning", "stuurgroep"))])

    both = Visitor(site).sign_in("beide", PASSWORD).get("/ideeen")

    assert {"Mijn taken", "Teamtaken", "Stemmen", "Iets nieuws"}.isdisjoint(in_menu(both))


def test_an_auditor_begins_at_the_ideas_and_everybody_else_at_their_tasks(site: Flask) -> None:
    roles = ("auditor", "ondersteuning", "beheerder")

    begin = {name: Visitor(site).post("/inloggen", {"username": name, "password": PASSWORD}).location for name in roles}

    assert begin == {"auditor": "/ideeen", "ondersteuning": "/taken", "beheerder": "/taken"}


def test_an_auditor_is_led_to_no_list_of_tasks_from_anywhere(staff: SignIn) -> None:
    auditor = staff("auditor")

    pages = [auditor.get(address) for address in ("/", "/account", "/beheer", "/ideeen")]

    assert [page.status for page in pages] == [200, 200, 403, 200]
    assert [link for page in pages for link in page.links() if link.startswith("/taken")] == []
    assert "Bericht over uw taken" not in pages[1].main


def test_an_auditor_is_offered_nothing_to_begin(staff: SignIn) -> None:
    visitor = staff("auditor")

    page = visitor.get("/beginnen")

    assert {"/beginnen", "/idee-insturen"}.isdisjoint(visitor.get("/").links())
    assert "Er is niets dat u mag beginnen." in page.main


def test_the_link_of_an_idea_is_mailed_again_without_being_shown(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    address = f"/ideeen/{idea.reference}"
    assert "Stuur de link opnieuw" in colleague.get(address).main

    page = colleague.follow(colleague.post(f"{address}/link-sturen"))

    assert "De link gaat per e-mail naar de indiener." in page.notices
    assert "Collega ondersteuning heeft de link van de indiener opnieuw laten sturen" in page.main
    assert idea.secret not in page.text


def test_who_has_no_contact_with_the_submitter_gets_no_button_for_the_link(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    page = staff("domesta").get(f"/ideeen/{idea.reference}")

    assert "Stuur de link opnieuw" not in page.main
    assert "e-mailadres" not in page.main


def test_of_an_idea_without_an_address_the_page_says_that_the_link_cannot_be_sent(staff: SignIn) -> None:
    raw = {"titel": "Bankje", "omschrijving": "x", "smederij": "Wolfsbos", "naam": "Bewoner", "akkoord": "true"}
    started = engine.start_case("idee", raw, None)
    colleague = staff("ondersteuning")
    address = f"/ideeen/{started.reference}"
    assert "Stuur de link opnieuw" not in colleague.get(address).main

    page = colleague.follow(colleague.post(f"{address}/link-sturen"))

    assert "Er is geen e-mailadres van de indiener bekend. De link is niet gestuurd." in page.notices
