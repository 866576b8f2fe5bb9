"""Trying a change in the browser: starting, playing every group, moving the clock, and saving it as a scenario."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from engine.municipality import transaction
from engine.versions import definitions
from tests.engine.diagrams import chain, end, folder, node, start
from tests.web.conftest import IDEA, SignIn
from tests.web.visitor import Page, Visitor


@pytest.fixture
def owner(staff: SignIn) -> Visitor:
    return staff("proceseigenaar")


@pytest.fixture
def change(site: Flask) -> str:
    return engine.begin_change("idee", engine.find_user("proceseigenaar"), "Sneller beslissen")


@pytest.fixture
def at(change: str) -> str:
    return f"/werkplaats/wijziging/{change}/proberen"


def begin(owner: Visitor, at: str) -> Page:
    page = owner.follow(owner.get(at))
    via = page.values("_via")[0]
    return owner.follow(owner.post(f"{at}/begin", {**IDEA, "_via": via}))


def do(owner: Visitor, at: str, place: int, typed: dict[str, str]) -> Page:
    page = owner.get(f"{at}/taak/{place}")
    return owner.follow(owner.post(f"{at}/taak/{place}", {**typed, "_stap": page.values("_stap")[0]}))


def test_without_a_trial_the_start_form_is_shown(owner: Visitor, at: str) -> None:
    page = owner.follow(owner.get(at))

    assert page.heading == "Probeer uw wijziging"
    assert page.values("titel") == [""]


def test_a_trial_shows_picture_tasks_clock_mails_and_data(owner: Visitor, at: str) -> None:
    page = begin(owner, at)

    assert "De proef is begonnen." in page.notices
    assert page.tree.xpath("//svg[@role='img']")
    assert "Doen als Ondersteuning" in page.main
    assert "Het is nu 2 maart 2026, 09:00" in page.main
    assert "Bankje bij de vijver" in page.main


def test_what_is_missing_in_the_start_form_is_told_and_what_was_typed_stays(owner: Visitor, at: str) -> None:
    via = owner.follow(owner.get(at)).values("_via")[0]

    page = owner.post(f"{at}/begin", {**IDEA, "titel": "", "_via": via})

    assert page.status == 422
    assert len(page.errors) == 1
    assert page.values("naam") == ["Bewoner Een"]


def test_a_task_is_done_with_the_form_that_staff_will_see(owner: Visitor, at: str) -> None:
    begin(owner, at)

    page = do(owner, at, 0, {"soort": "groen"})

    assert "Doen als Indiener" in page.main
    assert "Idee aanvullen" in page.main


def test_a_mail_is_there_to_be_read(owner: Visitor, at: str) -> None:
    begin(owner, at)

    page = do(owner, at, 0, {"soort": "groen", "volledig": "true"})

    assert "Aan bewoner@voorbeeld.invalid" in page.main


def test_a_wrong_answer_is_told_at_its_question(owner: Visitor, at: str) -> None:
    begin(owner, at)
    do(owner, at, 0, {"soort": "groen"})
    step = owner.get(f"{at}/taak/0").values("_stap")[0]

    page = owner.post(f"{at}/taak/0", {"_stap": step})

    assert page.status == 422
    assert page.errors


def test_a_task_that_has_gone_leads_back_to_the_trial(owner: Visitor, at: str) -> None:
    begin(owner, at)

    page = owner.follow(owner.get(f"{at}/taak/7"))

    assert "Deze taak staat niet meer open." in page.notices


def test_the_clock_goes_on_by_button_and_by_day(owner: Visitor, at: str) -> None:
    begin(owner, at)

    by_button = owner.follow(owner.post(f"{at}/klok", {"naar": "P7D"}))
    by_day = owner.follow(owner.post(f"{at}/klok", {"datum": "31-3-2026"}))

    assert "Het is nu 9 maart 2026, 09:00" in by_button.main
    assert "Het is nu 31 maart 2026, 23:59" in by_day.main


def test_the_clock_is_only_offered_to_go_to_a_deadline_that_is_still_to_come(owner: Visitor, at: str) -> None:
    begin(owner, at)
    offer = "//button[@name='naar'][@value='next']"
    ahead = owner.get(at)

    late = owner.follow(owner.post(f"{at}/klok", {"datum": "31-12-2026"}))
    refused = owner.follow(owner.post(f"{at}/klok", {"naar": "next"}))

    assert ahead.tree.xpath(offer)
    assert not late.tree.xpath(offer)
    assert "Dit had al klaar moeten zijn" in late.main
    assert "Er loopt geen termijn meer" in refused.notices


@pytest.mark.parametrize("day", ["", "overmorgen", "1-1-2020", "1-1-9999"])
def test_a_day_that_cannot_be_is_told_at_its_field(owner: Visitor, at: str, day: str) -> None:
    begin(owner, at)

    page = owner.post(f"{at}/klok", {"datum": day})

    assert page.status == 422
    assert page.tree.xpath("//input[@name='datum'][@aria-invalid='true']")


def test_the_last_step_goes_back(owner: Visitor, at: str) -> None:
    begin(owner, at)
    do(owner, at, 0, {"soort": "groen"})

    page = owner.follow(owner.post(f"{at}/terug"))

    assert "Doen als Ondersteuning" in page.main


def test_withdrawing_ends_the_story(owner: Visitor, at: str) -> None:
    begin(owner, at)

    page = owner.follow(owner.post(f"{at}/intrekken", {"reden": "Toch niet"}))

    assert "Dit verhaal is afgelopen. Uitkomst: ingetrokken." in page.main


def test_beginning_again_has_what_was_typed_before(owner: Visitor, at: str) -> None:
    begin(owner, at)

    page = owner.get(f"{at}/begin")

    assert page.values("titel") == ["Bankje bij de vijver"]
    assert page.values("naam") == ["Bewoner Een"]


def test_what_was_played_is_kept_and_found_among_the_scenarios(owner: Visitor, at: str) -> None:
    begin(owner, at)
    owner.post(f"{at}/intrekken", {"reden": "Toch niet"})

    kept = owner.follow(owner.post(f"{at}/verhaal", {"naam": "Meteen ingetrokken"}))
    told = owner.get(at.replace("proberen", "verhalen"))

    assert "Bewaard als verhaal ‘Meteen ingetrokken’." in kept.notices
    assert "Meteen ingetrokkenZoals verwacht" in told.main


def test_keeping_without_a_name_is_told(owner: Visitor, at: str) -> None:
    begin(owner, at)

    page = owner.post(f"{at}/verhaal", {"naam": ""})

    assert page.errors == ["Geef het verhaal een naam."]


def test_a_scenario_for_which_there_is_no_room_is_told(owner: Visitor, at: str, change: str) -> None:
    user = engine.find_user("proceseigenaar")
    part = engine.read_part(change, "idee", user)
    more = {f"bijlage-{number}.txt": b"x" for number in range(300 - len(part.files))}
    engine.save_part(change, "idee", part.revision, more, user)
    begin(owner, at)

    page = owner.post(f"{at}/verhaal", {"naam": "Een te veel"})

    assert page.status == 422
    assert len(page.errors) == 1
    assert "300" in page.errors[0]
    assert page.values("naam") == ["Een te veel"]


def test_errors_in_the_change_are_shown_before_anything_begins(owner: Visitor, at: str, change: str) -> None:
    _break(change, b'formId="besluit"', b'formId="weg"')

    page = owner.get(f"{at}/begin")

    assert "Herstel eerst deze fouten" in page.main
    assert "Besluit vastleggen" in page.main


def test_a_trial_of_a_change_that_was_saved_since_says_so(owner: Visitor, at: str, change: str) -> None:
    begin(owner, at)
    _break(change, b"Idee toetsen", b"Idee nakijken")

    page = owner.get(at)

    assert "De wijziging is veranderd nadat deze proef begon." in page.main
    assert "Idee toetsen" in page.main


def _break(change: str, old: bytes, new: bytes) -> None:
    user = engine.find_user("proceseigenaar")
    part = engine.read_part(change, "idee", user)
    files = {"process.bpmn": part.files["process.bpmn"].replace(old, new)}
    engine.save_part(change, "idee", part.revision, files, user)


# ---- scenarios --------------------------------------------------------------------------------------------------


def test_without_scenarios_everything_is_never_reached_with_a_way_to_try_it(owner: Visitor, at: str) -> None:
    page = owner.get(at.replace("proberen", "verhalen"))

    assert "Er is nog geen verhaal." in page.main
    assert "De verhalen bereiken 0 %" in page.main
    assert page.tree.xpath("//main//a[contains(@href, 'naar=idee/End_Decided')]")
    assert page.tree.xpath("//svg//*[contains(@class, 'is-missed')]")


def test_the_way_to_an_aim_is_looked_for_until_it_is_reached(owner: Visitor, at: str) -> None:
    start = owner.get(f"{at}/begin?naar=idee/End_Withdrawn")
    typed = {**IDEA, "_via": start.values("_via")[0], "_naar": start.values("_naar")[0]}

    before = owner.follow(owner.post(f"{at}/begin", typed))
    after = owner.follow(owner.post(f"{at}/intrekken", {"reden": "Toch niet"}))

    assert "U zoekt de weg naar ‘Idee is ingetrokken’." in before.main
    assert before.tree.xpath("//svg//*[@data-element='End_Withdrawn'][contains(@class, 'is-missed')]")
    assert "U bent langs ‘Idee is ingetrokken’ gekomen." in after.main


def test_a_scenario_that_goes_otherwise_is_told_in_dutch(owner: Visitor, at: str, change: str) -> None:
    user = engine.find_user("proceseigenaar")
    told = b"name: Verkeerd verhaal\nnow: 2026-03-02T09:00\nstart: {titel: x}\nsteps:\n- task: Task_Decide\n"
    engine.save_part(change, "idee", 1, {"scenarios/01-fout.yaml": told}, user)

    page = owner.get(at.replace("proberen", "verhalen"))

    assert "1 verhaal gaat anders dan is opgeschreven." in page.main
    assert "Verkeerd verhaalAnders dan verwachtDe antwoorden passen niet bij het formulier" in page.main


def test_a_story_of_another_process_is_told_anew_once_that_is_brought_along(owner: Visitor, at: str) -> None:
    caller = folder(
        start("Begin"),
        node("callActivity", "Doorlopen", '<zeebe:calledElement processId="idee" />'),
        end(),
        chain("Begin", "Doorlopen", "Klaar"),
        process="beller",
        files={"scenarios/01-oud.yaml": b"name: Oud\nnow: 2026-03-02T09:00\nexpect: {end: Klaar}\n"},
    )
    with transaction() as session:
        definitions.put_in_use(session, "beller", caller, "systeem")
    stories = at.replace("proberen", "verhalen")
    again = f"{stories}/opnieuw?verhaal=beller/scenarios/01-oud.yaml"

    before = owner.get(stories)
    after = owner.follow(owner.post(f"{stories}/meenemen", {"process_id": "beller"}))

    assert "1 verhaal hiervan hoort bij een stappenplan dat niet in deze wijziging zit." in before.main
    assert again not in before.links()
    assert again in after.links()
    assert "niet in deze wijziging zit" not in after.main


def test_a_story_goes_only_after_a_page_that_asks_it(owner: Visitor, at: str) -> None:
    change, user = at.split("/")[3], engine.find_user("proceseigenaar")
    engine.save_part(change, "idee", 1, {"scenarios/01-oud.yaml": OLD}, user)
    stories = at.replace("proberen", "verhalen")
    address = f"{stories}/weghalen?verhaal=idee/scenarios/01-oud.yaml"

    listed = owner.get(stories)
    asked = owner.get(address)
    owner.post(f"{stories}/weghalen", {"verhaal": "idee/scenarios/01-oud.yaml"})

    assert address in listed.links()
    assert not listed.tree.xpath("//form[contains(@action, 'weghalen')]")
    assert "Dit kan niet ongedaan worden gemaakt." in asked.main
    assert "scenarios/01-oud.yaml" not in engine.read_part(change, "idee", user).files


def test_an_auditor_reads_the_scenarios_and_is_offered_no_trial(staff: SignIn, at: str) -> None:
    page = staff("auditor").get(at.replace("proberen", "verhalen"))

    assert page.status == 200
    assert "Probeer deze weg" not in page.main


def test_words_of_a_scenario_do_nothing_on_the_page(owner: Visitor, at: str, change: str) -> None:
    user = engine.find_user("proceseigenaar")
    told = b"name: <script>alert(1)</script>\nnow: 2026-03-02T09:00\nsteps:\n- task: '<img src=x onerror=alert(1)>'\n"
    engine.save_part(change, "idee", 1, {"scenarios/01-fout.yaml": told}, user)

    page = owner.get(at.replace("proberen", "verhalen"))

    assert not page.tree.xpath("//main//script | //main//img")


# ---- playing a story again ------------------------------------------------------------------------------------------

OLD = (
    b"name: Wordt getoetst\nnow: 2026-03-02T09:00\nstart: {titel: Bankje, omschrijving: Een bank, smederij: Wolfsbos,"
    b" bedrag: 100, klaar_op: 2026-09-01, hulp: [geld], naam: B, email: b@voorbeeld.invalid, akkoord: true}\n"
    b"expect: {status: Klaar, waiting: [Elders]}\n"
)


@pytest.fixture
def again(at: str, change: str) -> str:
    """The address of the page that replays an old story."""
    user = engine.find_user("proceseigenaar")
    engine.save_part(change, "idee", 1, {"scenarios/01-oud.yaml": OLD}, user)
    return at.replace("proberen", "verhalen/opnieuw?verhaal=idee/scenarios/01-oud.yaml")


def hidden(page: Page) -> dict[str, str]:
    return {name: page.values(name)[0] for name in ("revision", "zegel", "verhaal")}


def test_a_story_that_fails_is_played_again_and_shows_what_differs(owner: Visitor, at: str, again: str) -> None:
    listed = owner.get(at.replace("proberen", "verhalen"))

    page = owner.get(again)

    assert again in listed.links()
    assert page.heading.startswith("Wordt getoetst")
    assert "was: - Eldersis nu: - Task_Check" in page.main


def test_a_story_is_replaced_after_it_was_shown(owner: Visitor, at: str, again: str, change: str) -> None:
    page = owner.follow(owner.post(again.partition("?")[0], hidden(owner.get(again))))

    part = engine.read_part(change, "idee", engine.find_user("proceseigenaar"))
    assert "Het verhaal is vervangen." in page.notices
    assert "Zoals verwacht" in page.main
    assert b"Task_Check" in part.files["scenarios/01-oud.yaml"]


def test_who_replaces_a_story_over_a_later_save_is_told_who_saved(owner: Visitor, again: str, change: str) -> None:
    shown = hidden(owner.get(again))
    engine.save_part(change, "idee", 2, {"mails/extra.md": b"onderwerp: x\n\nx"}, engine.find_user("proceseigenaar"))

    page = owner.post(again.partition("?")[0], shown)

    part = engine.read_part(change, "idee", engine.find_user("proceseigenaar"))
    assert page.status == 409
    assert part.files["scenarios/01-oud.yaml"] == OLD


def test_what_was_not_shown_is_not_put_in_place(owner: Visitor, again: str, change: str) -> None:
    shown = hidden(owner.get(again))

    page = owner.post(again.partition("?")[0], {**shown, "zegel": "0" * 64})

    part = engine.read_part(change, "idee", engine.find_user("proceseigenaar"))
    assert page.status == 422
    assert "Het verhaal gaat nu weer anders dan u zag." in page.main
    assert part.files["scenarios/01-oud.yaml"] == OLD


@pytest.fixture
def several(at: str, change: str) -> str:
    """The address of the page that replays all stories: two old ones, and one that cannot be played by itself."""
    stuck = b"name: Vast\nnow: 2026-03-02T09:00\nstart: {titel: x}\nsteps:\n- message: niets\n"
    files = {"scenarios/01-oud.yaml": OLD, "scenarios/02-oud.yaml": OLD, "scenarios/03-vast.yaml": stuck}
    engine.save_part(change, "idee", 1, files, engine.find_user("proceseigenaar"))
    return at.replace("proberen", "verhalen/opnieuw/alle")


def sealed(page: Page) -> dict[str, str | list[str]]:
    return {name: page.values(name) for name in ("revision-idee", "zegel", "verhaal")}


def test_all_stories_that_fail_are_shown_and_replaced_at_once(owner: Visitor, several: str, change: str) -> None:
    listed = owner.get(several.removesuffix("/opnieuw/alle"))
    shown = owner.get(several)

    page = owner.follow(owner.post(several, sealed(shown)))

    files = engine.read_part(change, "idee", engine.find_user("proceseigenaar")).files
    assert several in listed.links()
    assert shown.main.count("was: - Eldersis nu: - Task_Check") == 2
    assert "1 verhaal kunnen wij niet vanzelf opnieuw spelen." in shown.main
    assert "Er zijn 2 verhalen vervangen." in page.notices
    assert all(b"Task_Check" in files[f"scenarios/0{number}-oud.yaml"] for number in (1, 2))


def test_of_several_stories_none_is_replaced_when_one_goes_otherwise_than_was_shown(
    owner: Visitor, several: str, change: str
) -> None:
    shown = sealed(owner.get(several))

    page = owner.post(several, {**shown, "zegel": [shown["zegel"][0], "0" * 64]})

    files = engine.read_part(change, "idee", engine.find_user("proceseigenaar")).files
    assert page.status == 422
    assert "Het verhaal gaat nu weer anders dan u zag." in page.main
    assert files["scenarios/01-oud.yaml"] == files["scenarios/02-oud.yaml"] == OLD


def test_who_replaces_several_stories_over_a_later_save_is_told_who_saved(
    owner: Visitor, several: str, change: str
) -> None:
    shown = sealed(owner.get(several))
    engine.save_part(change, "idee", 2, {"mails/extra.md": b"onderwerp: x\n\nx"}, engine.find_user("proceseigenaar"))

    page = owner.post(several, shown)

    files = engine.read_part(change, "idee", engine.find_user("proceseigenaar")).files
    assert page.status == 409
    assert files["scenarios/01-oud.yaml"] == OLD


def test_a_story_that_cannot_be_played_again_leads_to_the_trial(owner: Visitor, at: str, change: str) -> None:
    told = b"name: Vast\nnow: 2026-03-02T09:00\nstart: {titel: x}\nsteps:\n- message: niets\n"
    engine.save_part(change, "idee", 1, {"scenarios/01-oud.yaml": told}, engine.find_user("proceseigenaar"))

    page = owner.get(at.replace("proberen", "verhalen/opnieuw?verhaal=idee/scenarios/01-oud.yaml"))

    assert "Dit verhaal kunnen wij niet vanzelf opnieuw spelen." in page.main
    assert at in page.links()


def test_a_vote_is_changed_from_the_page_of_the_trial(owner: Visitor, at: str) -> None:
    page = begin(owner, at)
    while "Doen als Stuurgroep" not in page.main:
        page = do(owner, at, 0, {"soort": "groen", "volledig": "true"})
    do(owner, at, 0, {"keuze": "voor"})
    asked = owner.get(f"{at}/stem/0")

    page = owner.follow(owner.post(f"{at}/stem/0", {"keuze": "tegen", "_stap": asked.values("_stap")[0]}))

    assert "U verandert een stem die is uitgebracht." in asked.main
    assert "Stem veranderen als Stuurgroep" in page.main
    assert owner.get(f"{at}/stem/0").values("keuze") == ["tegen"]
    assert owner.get(f"{at}/stem/1").status == 303


def test_a_story_is_played_up_to_the_step_that_one_wants_to_try(owner: Visitor, at: str) -> None:
    begin(owner, at)
    do(owner, at, 0, {"soort": "groen", "volledig": "true"})
    owner.post(f"{at}/verhaal", {"naam": "Tot het advies"})
    place = engine.read_trial(at.split("/")[3], engine.find_user("proceseigenaar")).tasks[0]
    page = owner.get(f"{at}/begin?naar={place.process_id}/{place.element_id}")
    sent = {name: page.values(name) for name in ("_via", "_naar", "_verhaal", *IDEA) if page.values(name)}

    page = owner.follow(owner.post(f"{at}/begin", {**sent, "_speel": "1"}))

    assert f"U bent bij ‘{place.name}’. Doe de taak hieronder." in page.main
    assert "Speel het verhaal verder" in page.main


def test_where_a_story_is_over_one_goes_on_oneself(owner: Visitor, at: str) -> None:
    begin(owner, at)
    do(owner, at, 0, {"soort": "groen", "volledig": "true"})
    owner.post(f"{at}/verhaal", {"naam": "Tot het advies"})
    page = owner.get(f"{at}/begin?naar=idee/End_Decided")
    sent = {name: page.values(name) for name in ("_via", "_naar", "_verhaal", *IDEA) if page.values(name)}

    page = owner.follow(owner.post(f"{at}/begin", {**sent, "_speel": "1"}))

    assert "Zo ver gaat het verhaal. Speel hieronder zelf verder." in page.notices
