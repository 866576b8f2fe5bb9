"""Going on: from one task to the next, and what was kept of a finished task."""

from __future__ import annotations

from datetime import date

import engine
from engine.models import Task
from engine.municipality import transaction
from tests.web.conftest import IDEA, SignIn, open_task
from tests.web.visitor import Page

CHECKED: dict[str, str | list[str]] = {"volledig": "true", "soort": "groen"}


def focused(page: Page) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.tree.xpath("//main//*[@autofocus]")]


def hand_in_and_find(title: str, known: str) -> str:
    """The id of the task of a newly submitted idea, other than the known one."""
    hand_in(title)
    found = engine.list_team_tasks(engine.find_user("ondersteuning")).items
    return next(one.id for one in found if one.id != known)


def hand_in(title: str) -> engine.StartedCase:
    return engine.start_case("idee", {**IDEA, "titel": title}, None, idempotency_key=title)


def test_who_did_a_task_is_one_key_away_from_the_next(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    hand_in("Zandbak")

    done = office.follow(office.post(f"/taken/{task}", CHECKED))

    following = open_task("ondersteuning", "Idee toetsen")
    assert focused(done) == ["Volgende taak: Idee toetsen"]
    assert "IDEE-2026-0002 · Zandbak" in done.notices
    assert f"/taken/{following}#inhoud" in done.links()
    assert "Volgende taak" not in office.get("/taken/team").main


def test_who_did_a_task_reads_whose_turn_it_is_and_is_one_key_away_from_the_idea(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")

    done = office.follow(office.post(f"/taken/{task}", {"soort": "groen", "wat_ontbreekt": "Waar?"}))

    assert "Verstuurd: Idee toetsen bij IDEE-2026-0001. Nu aan de beurt: Indiener." in done.notices
    assert f"/ideeen/{idea.reference}" in done.links()


def test_the_next_task_is_none_that_a_colleague_has_taken(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    hand_in("Zandbak")
    (other,) = [one for one in engine.list_team_tasks(engine.find_user("ondersteuning")).items if one.id != task]
    engine.claim_task(other.id, engine.find_user("ondersteuning-2"))

    done = office.follow(office.post(f"/taken/{task}", CHECKED))

    assert focused(done) == ["Verstuurd: Idee toetsen bij IDEE-2026-0001."]


def test_the_next_task_is_none_that_is_asked_of_a_submitter(staff: SignIn, idea: engine.StartedCase) -> None:
    """Staff may do it when a submitter calls; until then there is nothing for them to do."""
    task = open_task("ondersteuning", "Idee toetsen")
    other = hand_in_and_find("Zandbak", task)
    with transaction() as session:
        session.get_one(Task, other).candidate_groups = ["indiener", "ondersteuning"]
    office = staff("ondersteuning")

    done = office.follow(office.post(f"/taken/{task}", CHECKED))

    assert "Zandbak" in done.main
    assert "Volgende taak" not in done.main


def test_who_searched_the_list_goes_on_in_what_was_found(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    hand_in("Zandbak")
    hand_in("Bankje in het park")
    office.get("/taken/team?zoek=bankje")

    sent = office.post(f"/taken/{task}", CHECKED)
    done = office.follow(sent)

    assert sent.location == "/taken/team?zoek=bankje"
    assert done.values("zoek") == ["bankje"]
    assert "Bankje in het park" in done.notices
    assert "Zandbak" not in done.main


def test_a_search_in_which_nothing_is_left_to_do_is_let_go(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    hand_in("Zandbak")
    office.get(f"/taken/team?zoek={idea.reference}")

    sent = office.post(f"/taken/{task}", CHECKED)

    assert sent.location == "/taken/team"
    assert "Zandbak" in office.follow(sent).notices


def test_a_search_that_was_cleared_does_not_come_back(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    hand_in("Bankje in het park")
    office.get("/taken/team?zoek=bankje")
    office.get("/taken/team")

    assert office.post(f"/taken/{task}", CHECKED).location == "/taken/team"


def test_who_gives_a_task_back_is_in_the_search_it_came_from(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    office.get("/taken/team?zoek=bankje")
    office.post(f"/taken/{task}/oppakken")

    assert office.post(f"/taken/{task}/teruggeven").location == "/taken/team?zoek=bankje"


def test_who_takes_a_task_in_a_list_begins_at_what_came_of_it(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")

    taken = office.follow(office.post(f"/taken/{task}/oppakken"))

    assert focused(taken) == ["U hebt deze taak opgepakt. Collega’s zien dat u ermee bezig bent."]


def test_a_list_leads_past_the_menu_of_a_task(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")

    for page in ("/taken/team", f"/ideeen/{idea.reference}"):
        assert f"/taken/{task}#inhoud" in office.get(page).links()


def test_what_is_wrong_comes_before_what_was_done_earlier(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    office.post(f"/taken/{task}/oppakken")  # In another window, so that its message is shown on the next page.

    refused = office.post(f"/taken/{task}", {})

    assert "U hebt deze taak opgepakt." in refused.notices
    assert [one.startswith("Controleer uw antwoorden") for one in focused(refused)] == [True]


def test_what_was_typed_in_a_task_that_a_colleague_did_can_be_thrown_away(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    late, task = staff("ondersteuning-2"), open_task("ondersteuning", "Idee toetsen")
    staff("ondersteuning").post(f"/taken/{task}", CHECKED)
    late.post(f"/taken/{task}", {"wat_ontbreekt": "Mijn hele verhaal"})

    kept = late.get("/concepten")
    gone = late.follow(late.post(f"/concepten/{task}/weggooien"))

    assert "Deze taak is afgerond door Collega ondersteuning op 2 maart 2026, 09:00." in kept.main
    assert "Uw concept is weggegooid." in gone.notices
    assert "U hebt geen concepten." in gone.main


def test_who_did_a_task_in_another_window_reads_so_of_themselves(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    office.post(f"/taken/{task}", CHECKED)

    again = office.post(f"/taken/{task}", {"wat_ontbreekt": "Toch nog iets"})

    assert again.heading == "U hebt deze taak zelf al afgerond"
    assert "Collega ondersteuning" not in again.main
    assert "U hebt deze taak zelf afgerond op 2 maart 2026, 09:00" in office.get("/concepten").main
    assert "U hebt deze taak afgerond op 2 maart 2026, 09:00." in office.get(f"/taken/{task}").main


def test_a_text_of_a_task_that_is_open_is_not_thrown_away_with_one_button(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    office.post(f"/taken/{task}", {"wat_ontbreekt": "Half", "_actie": "bewaren"})

    assert "Verder met deze taak" in office.get("/concepten").buttons()
    assert not any("Weggooien" in button for button in office.get("/concepten").buttons())


def test_nobody_throws_away_what_another_typed(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    office.post(f"/taken/{task}", {"wat_ontbreekt": "Half", "_actie": "bewaren"})

    staff("ondersteuning-2").post(f"/concepten/{task}/weggooien")
    refused = staff("auditor").post(f"/concepten/{task}/weggooien")

    assert refused.status == 403
    assert "Half" in office.get("/concepten").main


def test_the_task_of_a_colleague_is_taken_over_with_one_button(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    engine.claim_task(task, engine.find_user("ondersteuning-2"))
    page = office.get(f"/taken/{task}")

    (me,) = page.values("collega")
    taken = office.follow(office.post(f"/taken/{task}/overdragen", {"collega": me}))

    assert "Taak overnemen" in page.buttons()
    assert "U hebt de taak overgenomen." in taken.notices
    assert "Taak overnemen" not in taken.buttons()


def test_an_interest_that_is_chosen_on_the_ballot_is_asked_again_before_it_counts(
    staff: SignIn, vote: engine.StartedCase
) -> None:
    user, member = engine.find_user("stuurgroep-1"), staff("stuurgroep-1")
    (ballot,) = engine.list_ballots(user)
    assert ballot.my_task is not None

    asked = member.post(f"/stemmen/{ballot.my_task.id}", {"keuze": "belang", "reden": "Ik woon ernaast"})

    assert asked.heading == "Ik doe niet mee aan deze stem"
    assert asked.values("reden") == ["Ik woon ernaast"]
    assert engine.list_ballots(user)[0].recused == 0


def test_a_vote_with_the_word_interest_as_its_reason_is_a_vote(staff: SignIn, vote: engine.StartedCase) -> None:
    user, member = engine.find_user("stuurgroep-1"), staff("stuurgroep-1")
    (ballot,) = engine.list_ballots(user)
    assert ballot.my_task is not None

    member.post(f"/stemmen/{ballot.my_task.id}", {"keuze": "voor", "reden": "belang"})

    (after,) = engine.list_ballots(user)
    assert (after.voted, after.recused) == (1, 0)


def test_who_got_a_task_from_a_colleague_reads_from_whom(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    second = engine.find_user("ondersteuning-2")
    engine.claim_task(task, second)

    engine.delegate_task(task, second, engine.find_user("ondersteuning").id)
    given = office.get(f"/taken/{task}").main
    engine.release_task(task, engine.find_user("ondersteuning"))
    office.post(f"/taken/{task}/oppakken")

    assert "Deze taak kreeg u van Tweede collega, op 2 maart 2026, 09:00." in given
    assert "Deze taak kreeg u" not in office.get(f"/taken/{task}").main


def test_who_took_over_a_task_reads_nothing_of_themselves(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    engine.claim_task(task, engine.find_user("ondersteuning-2"))

    office.post(f"/taken/{task}/overdragen", {"collega": engine.find_user("ondersteuning").id})

    assert "Deze taak kreeg u" not in office.get(f"/taken/{task}").main


def test_who_replaces_somebody_reads_for_whom_they_do_a_task(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    second, me = engine.find_user("ondersteuning-2"), engine.find_user("ondersteuning")
    engine.claim_task(task, second)

    engine.plan_leave(second.id, engine.LeaveAsked(date(2026, 3, 2), date(2026, 3, 6), me.id), second)

    assert "U vervangt Tweede collega. Daarom staat deze taak op uw naam, sinds 2 maart 2026" in (
        office.get(f"/taken/{task}").main
    )


def test_the_next_task_is_found_behind_a_page_of_what_colleagues_have(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    for number in range(26):
        hand_in(f"Bankje {number}")
    me, second = engine.find_user("ondersteuning"), engine.find_user("ondersteuning-2")
    for other in engine.list_team_tasks(me, size=200).items:
        if other.id != task and other.case_title != "Bankje 25":
            engine.claim_task(other.id, second)

    done = office.follow(office.post(f"/taken/{task}", CHECKED))

    assert "Bankje 25" in done.notices
    assert focused(done) == ["Volgende taak: Idee toetsen"]


def test_who_voted_is_one_key_away_from_the_next_vote_which_comes_first(
    staff: SignIn, vote: engine.StartedCase
) -> None:
    user, member = engine.find_user("stuurgroep-1"), staff("stuurgroep-1")
    hand_in("Zandbak")
    engine.complete_task(open_task("ondersteuning", "Idee toetsen"), engine.find_user("ondersteuning"), CHECKED)
    first, second = (ballot.my_task for ballot in engine.list_ballots(user))
    assert first is not None
    assert second is not None

    voted = member.follow(member.post(f"/stemmen/{first.id}", {"keuze": "voor", "reden": ""}))

    assert focused(voted) == ["Volgende taak: Stem uitbrengen"]
    assert f"/stemmen/{second.id}#inhoud" in voted.links()
    assert [one.text_content() for one in voted.tree.xpath("//main//h3")] == [second.case_title, first.case_title]
