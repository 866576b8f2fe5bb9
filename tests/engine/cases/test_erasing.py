"""Erasing: what people entered is erased and the history says so; data missing without such an event is found out."""

from __future__ import annotations

import zlib
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

import engine
from engine import history, models
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.municipality import reading, transaction
from engine.proving import Misfit
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, folder, message, node, properties, start
from tests.engine.diagrams import end as closing
from tests.engine.going_on import bring_to_vote, cast, open_task
from tests.engine.posting import INA, posting
from tests.engine.proofs import command, prove
from tests.engine.stories import GIVEN as VOTED
from tests.engine.stories import idea

WHY = "De indiener vroeg erom."
GIVEN = {**INA, "mail": "ina@voorbeeld.invalid"}


@pytest.fixture
def ended(deploy: Deploy, people: People) -> engine.StartedCase:
    """A case that ended, with answers, a letter and a register entry."""
    deploy(posting(registers=("besluitenregister",)))
    started = begin(people)
    end(started, people)
    return started


def begin(people: People) -> engine.StartedCase:
    return engine.start_case("post", GIVEN, None)


def end(started: engine.StartedCase, people: People) -> None:
    for _ in range(2):
        (task,) = engine.list_team_tasks(people.office, search=started.reference).items
        engine.complete_task(task.id, people.office, {})
    engine.mark_letters_sent([letter.id for letter in engine.list_letters(people.office).items], people.office)


def erase(started: engine.StartedCase, people: People) -> engine.Erased:
    return engine.erase_case(started.reference, people.operator, WHY)


def test_nothing_that_the_submitter_gave_is_left(ended: engine.StartedCase, people: People) -> None:
    done = erase(ended, people)

    detail = engine.read_case(ended.reference, people.office)
    with reading() as session:
        person = session.scalars(select(models.Person).where(models.Person.name == "Onbekend")).one()
        states = session.scalar(select(func.count()).select_from(models.CaseState))
    assert (done.answers, done.explanations, done.letters) == (3, 0, 1)
    assert (detail.answers, detail.letters, detail.case.title) == ((), (), "post")
    assert (detail.submitter_name, detail.submitter_contact) == ("Onbekend", {})
    assert (person.email, person.phone, person.address, states) == (None, None, None, 0)


def test_no_row_of_any_table_has_a_word_left_of_what_was_typed(deploy: Deploy, people: People) -> None:
    deploy(idea())
    word = "kwagga"
    given = {"titel": f"Een {word}", "naam": f"Ina {word}", "mail": f"{word}@voorbeeld.invalid"}
    started = engine.start_case("voorbeeld", given, None)
    other = engine.start_case("voorbeeld", VOTED, None)
    noted = {"volledig": "true", "notitie": f"Over de {word}"}
    (check,) = engine.list_team_tasks(people.office, search=started.reference).items
    deploy(renamed(idea()))
    engine.start_migration("voorbeeld", people.operator, "Een betere naam.")
    engine.run_worker_once()
    engine.extend_term(started.case_id, people.office, 2, f"De {word} is nog niet geteld.")
    engine.complete_task(check.id, people.office, noted)
    for member in people.members[:2]:
        mine = engine.list_ballots(member)[0].my_task
        assert mine is not None
        engine.complete_task(mine.id, member, {"keuze": "voor", "reden": f"Voor de {word}"})
    last = engine.list_ballots(people.members[2])[0].my_task
    assert last is not None
    engine.save_draft(last.id, people.members[2], {"reden": f"Nog over de {word}"})
    engine.recuse(last.id, people.members[2], f"Het is mijn {word}")
    (publish,) = engine.list_team_tasks(people.office, search=started.reference).items
    engine.save_draft(publish.id, people.colleague, noted)
    engine.complete_task(publish.id, people.office, noted)
    engine.run_worker_once()
    before = rows_with(word)
    of_other = rows_with(other.case_id)

    erase(started, people)

    assert {"answers", "cases", "drafts", "jobs", "persons", "publications"} <= before.keys()
    assert rows_with(word) == {}
    assert rows_with(other.case_id) == of_other


def renamed(files: ProcessFiles) -> ProcessFiles:
    drawn = files.files["process.bpmn"].replace(b'name="Controleren"', b'name="Nakijken"')
    return from_bytes({**files.files, "process.bpmn": drawn}, source="voorbeeld")


def rows_with(word: str) -> dict[str, list[str]]:
    """All rows that contain a word anywhere, in any case, by table."""
    found: dict[str, list[str]] = {}
    with reading() as session:
        for table in models.Base.metadata.sorted_tables:
            told = [" ".join(map(_read, row)) for row in session.execute(select(table))]
            if rows := sorted(row for row in told if word in row.casefold()):
                found[table.name] = rows
    return found


def _read(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    with suppress(zlib.error):
        value = zlib.decompress(value)
    return value.decode(errors="replace")


def test_a_message_that_others_could_still_get_goes_with_the_case_that_had_it(deploy: Deploy, people: People) -> None:
    begun = node("startEvent", "Gemeld", message("melding"))
    deploy(folder(begun, closing(), chain("Gemeld", "Klaar"), messages={"melding": "melding"}))
    bring = {"plaats": "Kwaggastraat"}
    mine = engine.correlate_message("melding", "1", bring, people.operator, time_to_live=timedelta(days=9))
    other = engine.correlate_message("melding", "2", bring, people.operator, time_to_live=timedelta(days=9))
    with reading() as session:
        reference = session.get_one(models.Case, mine.case_ids[0]).reference

    engine.erase_case(reference, people.operator, WHY)

    with reading() as session:
        kept = [session.get_one(models.Message, one.id).payload is not None for one in (mine, other)]
    assert kept == [False, True]


def test_a_case_of_nobody_is_erased(deploy: Deploy, people: People) -> None:
    deploy(folder(
        start("Begin", properties(startableBy="ondersteuning"), '<zeebe:formDefinition formId="leeg" />'),
        closing(), chain("Begin", "Klaar"),
    ))  # fmt: skip
    started = engine.start_case("proef", {}, people.office)
    assert engine.read_case(started.case_id, people.office).submitter_name is None

    erase(started, people)

    assert prove().misfits == ()


def test_a_page_that_still_stands_open_brings_nothing_back(deploy: Deploy, people: People) -> None:
    deploy(idea())
    started = engine.start_case("voorbeeld", VOTED, None)
    task = open_task(people.office, "Controleren").id
    engine.withdraw_case(started.case_id, people.office, "Het gaat niet door.")
    engine.run_worker_once()
    erase(started, people)

    with pytest.raises(engine.CaseEnded):
        engine.save_draft(task, people.office, {"notitie": "Ina woont op nummer 7."})

    with reading() as session:
        assert session.scalars(select(models.Draft)).all() == []


def test_the_link_of_an_erased_case_opens_nothing(ended: engine.StartedCase, people: People) -> None:
    opened = engine.open_secret_link(ended.secret or "")
    erase(ended, people)

    assert opened.case_id == ended.case_id
    with pytest.raises(engine.NotFound):
        engine.open_secret_link(ended.secret or "")


def test_an_operator_is_told_of_entries_that_still_stand(ended: engine.StartedCase, people: People) -> None:
    before = erase(ended, people)
    engine.empty_entry("besluitenregister", "2026-0001", people.operator, WHY)

    assert before.entries == (("besluitenregister", "2026-0001"),)
    assert erase(ended, people).entries == ()


def test_the_history_says_who_erased_what_and_why_and_stays_whole(ended: engine.StartedCase, people: People) -> None:
    with reading() as session:
        letter = session.scalars(select(models.Letter.id)).one()

    erase(ended, people)

    with reading() as session:
        *_, last = history.read(session, ended.case_id)
        assert history.verify(session) > 0
    assert (last.kind, last.person_id, last.facts["reason"]) == ("case_erased", people.operator.id, WHY)
    assert letter in last.facts["erased"]
    assert len(last.facts["erased"]) == 4


def test_what_was_erased_fits_the_history(ended: engine.StartedCase, people: People) -> None:
    erase(ended, people)

    proof = prove()

    assert (proof.answers, proof.erased_answers, proof.letters, proof.erased_letters) == (0, 3, 0, 1)
    assert (proof.unexplained, proof.misfits) == (0, ())


def test_erasing_what_somebody_had_removed_does_not_hide_it(ended: engine.StartedCase, people: People) -> None:
    with transaction() as session:
        session.execute(text("DELETE FROM letters"))
    erase(ended, people)

    assert prove().misfits == (Misfit("letter", f"{ended.case_id}-1", ended.reference, "missing"),)


def test_erasing_what_somebody_had_changed_does_not_hide_it(ended: engine.StartedCase, people: People) -> None:
    with transaction() as session:
        session.execute(text('UPDATE answers SET given = \'{"titel": "Brug"}\' WHERE task_id IS NULL'))
    erase(ended, people)

    (misfit,) = prove().misfits
    assert (misfit.what, misfit.reason) == ("answer", "missing")


def test_a_letter_that_stands_again_after_it_was_erased_is_found_out(ended: engine.StartedCase, people: People) -> None:
    with transaction() as session:
        kept = session.execute(select(models.Letter.__table__)).mappings().one()
    erase(ended, people)
    with transaction() as session:
        session.execute(models.Letter.__table__.insert().values(**kept))  # type: ignore[attr-defined]

    assert prove().misfits == (Misfit("letter", f"{ended.case_id}-1", ended.reference, "refilled"),)


def test_an_answer_that_stands_again_after_it_was_erased_is_found_out(
    ended: engine.StartedCase, people: People
) -> None:
    table = models.Answer.__table__
    with transaction() as session:
        kept = session.execute(select(table).where(table.c.task_id.is_(None))).mappings().one()
    erase(ended, people)
    with transaction() as session:
        session.execute(table.insert().values(**kept))  # type: ignore[attr-defined]

    assert prove().misfits == (Misfit("answer", str(kept["id"]), ended.reference, "refilled"),)


def test_erasing_twice_does_no_harm_and_is_told_once(ended: engine.StartedCase, people: People) -> None:
    erase(ended, people)
    again = erase(ended, people)

    with reading() as session:
        kinds = [event.kind for event in history.read(session, ended.case_id)]
    assert (again.answers, again.letters, kinds.count("case_erased")) == (0, 0, 1)


def test_another_case_keeps_what_was_given_in_it(ended: engine.StartedCase, people: People) -> None:
    other = begin(people)

    erase(ended, people)

    detail = engine.read_case(other.reference, people.office)
    assert (detail.case.title, detail.submitter_name, len(detail.answers)) == ("Bankje", "Ina Inwoner", 1)


def test_a_vote_in_another_case_goes_on_with_what_was_typed_on_its_papers(
    ended: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(idea())
    other = engine.start_case("voorbeeld", VOTED, None)
    bring_to_vote(people)
    (ballot,) = engine.list_ballots(people.members[0])
    assert ballot.my_task is not None
    engine.save_draft(ballot.my_task.id, people.members[0], {"reden": "Nog over de wombat"})
    before = rows_with("wombat"), rows_with(other.case_id)

    erase(ended, people)

    assert before[0].keys() == {"drafts"}
    assert (rows_with("wombat"), rows_with(other.case_id)) == before


def test_who_has_another_case_keeps_a_name_until_that_is_erased_too(ended: engine.StartedCase, people: People) -> None:
    other = begin(people)
    end(other, people)
    with transaction() as session:
        first, second = (session.get_one(models.Case, case.case_id) for case in (ended, other))
        second.submitter_id = first.submitter_id

    before, after = erase(ended, people), erase(other, people)

    assert (before.shared_with, after.shared_with) == ((other.reference,), ())
    assert engine.read_case(ended.reference, people.office).submitter_name == "Onbekend"


def test_a_case_that_still_runs_is_not_erased(deploy: Deploy, people: People) -> None:
    deploy(posting())
    started = begin(people)

    with pytest.raises(engine.ErasureRefused) as refused:
        erase(started, people)

    assert refused.value.reason == "running"
    assert len(engine.read_case(started.reference, people.office).answers) == 1


def test_a_case_with_work_to_be_done_is_not_erased_yet(ended: engine.StartedCase, people: People) -> None:
    engine.resend_link(ended.case_id, people.office)

    with pytest.raises(engine.ErasureRefused) as refused:
        erase(ended, people)
    engine.run_worker_once()

    assert refused.value.reason == "busy"
    assert erase(ended, people).answers == 3


def test_a_decision_that_lies_waiting_to_be_posted_is_not_erased_before(deploy: Deploy, people: People) -> None:
    deploy(posting())
    started = begin(people)
    for _ in range(2):
        (task,) = engine.list_team_tasks(people.office, search=started.reference).items
        engine.complete_task(task.id, people.office, {})
    (letter,) = engine.list_letters(people.office).items

    with pytest.raises(engine.ErasureRefused) as refused:
        erase(started, people)
    engine.mark_letters_sent([letter.id], people.office)

    assert refused.value.reason == "unsent"
    assert erase(started, people).letters == 1


def test_only_an_operator_erases(ended: engine.StartedCase, people: People) -> None:
    with pytest.raises(engine.NotAllowed):
        engine.erase_case(ended.reference, people.office, WHY)


def test_a_reason_is_needed(ended: engine.StartedCase, people: People) -> None:
    with pytest.raises(engine.RepairRefused):
        engine.erase_case(ended.reference, people.operator, "  ")


def test_of_votes_that_were_erased_no_outcome_is_told(deploy: Deploy, people: People) -> None:
    deploy(idea())
    started = engine.start_case("voorbeeld", VOTED, None)
    bring_to_vote(people)
    for member in people.members:
        cast(member, "voor")
    engine.complete_task(open_task(people.office, "Publiceren").id, people.office, {"notitie": "ja"})
    engine.run_worker_once()
    before = engine.list_ballots(people.members[0])[0]

    erase(started, people)

    after = engine.list_ballots(people.members[0])[0]
    assert (before.voted, sum((before.tally or {}).values())) == (3, 3)
    assert (after.voted, after.tally, after.my_vote) == (3, None, None)


# ---- the command ------------------------------------------------------------------------------------------------


def test_the_command_says_what_went_and_what_is_still_to_be_looked_at(
    ended: engine.StartedCase, place: engine.Municipality
) -> None:
    done = command(place, "erase", ended.reference, "--reason", WHY, "--by", "beheerder")
    proof = command(place, "verify")

    assert done.exit_code == 0, done.output
    assert f"{ended.reference}: 3 antwoorden, 0 keer uitleg, 1 brieven en 0 bestanden gewist" in done.output
    assert "smederij empty-entry besluitenregister 2026-0001 --reason … --by beheerder" in done.output
    assert proof.exit_code == 0, proof.output
    assert "0 antwoorden en 0 keer uitleg van een besluit gecontroleerd, 3 gewist" in proof.output


def test_the_command_says_that_it_stays_who_looked(
    ended: engine.StartedCase, place: engine.Municipality, people: People
) -> None:
    engine.keep_viewing("case", [ended.case_id], people.office)

    done = command(place, "erase", ended.reference, "--reason", WHY, "--by", "beheerder")

    assert "Wie haar bekeek, blijft staan (1 keer)" in done.output


@pytest.mark.parametrize(
    ("reference", "options", "told"),
    [
        ("POST-2026-0001", ("--reason", " ", "--by", "beheerder"), "Schrijf bij --reason op waarom u dit doet."),
        ("POST-2026-0001", ("--reason", WHY, "--by", "kantoor"), "kantoor is geen beheerder."),
        ("POST-2026-0009", ("--reason", WHY, "--by", "beheerder"), "Er is geen zaak POST-2026-0009."),
    ],
    ids=["no reason", "no operator", "no case"],
)
def test_what_cannot_be_erased_is_told_in_dutch(
    ended: engine.StartedCase, place: engine.Municipality, reference: str, options: tuple[str, ...], told: str
) -> None:
    refused = command(place, "erase", reference, *options)

    assert refused.exit_code == 1
    assert f"Niet gewist. {told}" in refused.output


def test_a_case_that_still_runs_is_refused_with_the_remedy(
    deploy: Deploy, people: People, place: engine.Municipality
) -> None:
    deploy(posting())
    started = begin(people)

    refused = command(place, "erase", started.reference, "--reason", WHY, "--by", "beheerder")

    assert "Niet gewist. De zaak loopt nog. Trek haar eerst in, of wacht tot zij klaar is." in refused.output
