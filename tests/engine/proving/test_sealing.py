"""Sealing: what was sealed elsewhere is still there, or what is missing is reported, whoever had database access."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

import engine
from engine import history
from engine.models import HistoryEvent
from engine.municipality import reading, transaction
from engine.proving import Misfit, seals
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.proofs import command
from tests.engine.stories import GIVEN, idea
from tests.engine.tampering import lift_guards, retell, take_out_case, take_out_events

Ideas = tuple[engine.StartedCase, ...]
DIGEST = st.text("0123456789abcdef", min_size=64, max_size=64)
HEADS = st.lists(
    st.builds(seals.Head, st.text(), st.text(), st.integers(1, 2**53), DIGEST), unique_by=lambda one: one.case_id
)


@pytest.fixture
def ideas(deploy: Deploy, people: People) -> Ideas:
    deploy(idea())
    return tuple(engine.start_case("voorbeeld", GIVEN, None) for _ in range(2))


@pytest.fixture
def seal(ideas: Ideas, people: People, clock: TestClock) -> bytes:
    """A seal of yesterday; since then all ideas have continued."""
    _, data = engine.make_seal(people.auditor)
    clock.turn(days=1)
    for started in ideas:
        (check,) = engine.list_team_tasks(people.office, search=started.reference).items
        engine.complete_task(check.id, people.office, {"notitie": "Waar?"})
    return data


def prove(people: People, seal: bytes | None = None) -> tuple[Misfit, ...]:
    return engine.prove_history(people.auditor, seal).misfits


def test_what_only_went_on_is_as_the_seal_says(seal: bytes, people: People) -> None:
    proof = engine.prove_history(people.auditor, seal)

    assert proof.misfits == ()
    assert proof.seal is not None
    assert proof.events > proof.seal.events > 0


def test_that_a_seal_was_made_the_history_tells(seal: bytes, people: People) -> None:
    (made,) = engine.list_seals(people.operator)

    assert (made.by, made.mark) == ("Ada Audit", json.loads(seal)["kenmerk"])
    with reading() as session:
        assert history.verify(session) > 0


def test_a_seal_names_nobody_and_says_nothing_that_was_answered(seal: bytes) -> None:
    said = seal.decode()

    assert "VOORBEELD-2026-0001" in said
    assert not any(word in said for word in (*GIVEN.values(), "Ada", "Oda", "notitie"))


def test_only_who_audits_or_manages_makes_and_asks_for_proof(seal: bytes, people: People) -> None:
    for act in (engine.make_seal, engine.prove_history, engine.list_seals):
        with pytest.raises(engine.NotAllowed):
            act(people.office)


# ---- what somebody with the keys of the database does -----------------------------------------------------------


def test_last_events_that_were_taken_out_are_missed(seal: bytes, ideas: Ideas, people: People) -> None:
    with reading() as session:
        since = history.count(session, ideas[0].case_id)[0]
    take_out_events(ideas[0].case_id, since - 1)

    assert Misfit("chain", ideas[0].reference, ideas[0].reference, "cut") in prove(people, seal)


def test_a_case_that_was_taken_out_is_missed_also_where_its_number_is_hidden(
    seal: bytes, ideas: Ideas, people: People
) -> None:
    take_out_case(ideas[1].case_id)
    with transaction() as session:
        session.execute(text("UPDATE counters SET value = 1 WHERE name = 'VOORBEELD-2026'"))

    assert prove(people) == ()
    assert prove(people, seal) == (Misfit("chain", ideas[1].reference, "", "missing"),)


def test_a_case_that_was_told_anew_with_digests_that_fit_is_found_out(
    seal: bytes, ideas: Ideas, people: People
) -> None:
    # The third event of the process: nothing else is held against it.
    retell(ideas[0].case_id, 2, element_id="Elders")

    assert prove(people) == ()
    assert prove(people, seal) == (Misfit("chain", ideas[0].reference, ideas[0].reference, "retold"),)


def test_what_came_after_the_seal_can_be_told_anew_unseen(seal: bytes, ideas: Ideas, people: People) -> None:
    with reading() as session:
        last = history.count(session, ideas[0].case_id)[0] - 1
    retell(ideas[0].case_id, last, element_id="Elders")

    assert prove(people, seal) == ()


def test_an_older_copy_of_the_database_is_found_out(seal: bytes, ideas: Ideas, people: People) -> None:
    take_out_events(None, 1)

    assert prove(people, seal) == (Misfit("seal", json.loads(seal)["kenmerk"], "", "forgotten"),)


def test_the_history_of_the_municipality_is_held_against_it_too(seal: bytes, ideas: Ideas, people: People) -> None:
    take_out_events(None, 2)

    assert Misfit("chain", "", "", "cut") in prove(people, seal)


def test_events_that_were_put_in_and_say_that_they_were_before_are_found_out(
    seal: bytes, ideas: Ideas, people: People
) -> None:
    with transaction() as session:
        lift_guards(session)
        newest = session.scalars(
            select(HistoryEvent)
            .where(HistoryEvent.case_id == ideas[0].case_id)
            .order_by(HistoryEvent.sequence.desc())
            .limit(1)
        ).one()
        forged = engine_event(newest)
        session.add(forged)

    proof = engine.prove_history(people.auditor, seal)

    assert proof.misfits == (Misfit("chain", ideas[0].case_id, ideas[0].reference, "backdated"),)
    assert proof.backwards[1:] == (1,)


def engine_event(after: HistoryEvent) -> HistoryEvent:
    """An event that follows another in the chain, and claims to be from two days earlier."""
    said = {
        "case_id": after.case_id,
        "kind": "element_completed",
        "person_id": "systeem",
        "process_id": after.process_id,
    }
    event = HistoryEvent(
        at=after.at - timedelta(days=2),
        definition_id=after.definition_id,
        element_id="Elders",
        facts={},
        previous=after.digest,
        **said,
    )
    event.digest = history.digest_of(event)
    return event


# ---- the file ---------------------------------------------------------------------------------------------------


@given(HEADS, st.text(max_size=20))
def test_a_seal_comes_back_from_its_file_as_it_was(heads: list[seals.Head], municipality: str) -> None:
    made = seals.Seal(municipality, datetime(2026, 3, 2, 8, tzinfo=UTC), tuple(heads))

    assert seals.read(seals.write(made)) == made


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda told: {**told, "gemeente": "Elders"}, "altered"),
        (lambda told: {**told, "kenmerk": "0" * 64}, "altered"),
        (lambda told: {**told, "gemaakt": "2020-01-01T00:00:00+00:00"}, "altered"),
        (lambda told: {**told, "ketens": told["ketens"][1:]}, "altered"),
        (lambda told: {**told, "ketens": [*told["ketens"], told["ketens"][0]]}, "altered"),
        (lambda told: {**told, "bewijs": 2}, "newer"),
        (lambda told: {**told, "gemaakt": "gisteren"}, "unreadable"),
        (lambda told: {**told, "gemaakt": "2026-03-02T08:00:00"}, "unreadable"),
        (lambda told: {**told, "gemaakt": None}, "unreadable"),
        (lambda told: {**told, "ketens": {"a": 1}}, "unreadable"),
        (lambda told: {**told, "ketens": [["", "", True, "0" * 64]]}, "unreadable"),
        (lambda told: {**told, "ketens": [["", "", 0, "0" * 64]]}, "unreadable"),
        (lambda told: {**told, "ketens": [["", "", 1, "kort"]]}, "unreadable"),
        (lambda told: {**told, "ketens": [["", "", 1]]}, "unreadable"),
        (lambda told: {}, "unreadable"),
        (lambda told: [], "unreadable"),
        (lambda told: "bewijs", "unreadable"),
    ],
)
def test_a_file_that_is_no_seal_any_more_is_refused(
    seal: bytes, people: People, change: Callable[[dict[str, object]], object], reason: str
) -> None:
    data = json.dumps(change(json.loads(seal))).encode()

    with pytest.raises(engine.SealRefused) as refused:
        prove(people, data)

    assert refused.value.reason == reason


@pytest.mark.parametrize("made_at", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_seal_of_a_moment_that_no_clock_here_can_tell_is_refused(made_at: str) -> None:
    forged = seals.Seal("Elders", datetime.fromisoformat(made_at), (seals.Head("", "", 1, "0" * 64),))

    with pytest.raises(engine.SealRefused) as refused:
        seals.read(seals.write(forged))

    assert refused.value.reason == "unreadable"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[" * 100_000, b"PK\x03\x04", b'{"bewijs": 1e999}'])
def test_what_is_no_seal_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(engine.SealRefused) as refused:
        seals.read(data)

    assert refused.value.reason == "unreadable"


# ---- the commands -----------------------------------------------------------------------------------------------


def test_a_seal_is_made_and_held_against_the_history_on_the_command_line(
    ideas: Ideas, place: engine.Municipality, tmp_path: Path
) -> None:
    path = tmp_path / "bewijs.json"

    made = command(place, "seal", str(path))
    whole = command(place, "verify", "--against", str(path))
    retell(ideas[0].case_id, 2, element_id="Elders")
    broken = command(place, "verify", "--against", str(path))

    assert (made.exit_code, whole.exit_code, broken.exit_code) == (0, 0, 1), (made.output, whole.output, broken.output)
    assert "alles ervan is er nog, onveranderd" in whole.output
    assert f"FOUT geschiedenis {ideas[0].reference}: Dit zijn andere gebeurtenissen dan toen" in broken.output


def test_a_seal_goes_to_the_output_where_no_file_is_named(ideas: Ideas, place: engine.Municipality) -> None:
    made = command(place, "seal")

    assert seals.read(made.stdout_bytes).events > 0


def test_a_file_that_is_no_seal_is_told_on_the_command_line(
    ideas: Ideas, place: engine.Municipality, tmp_path: Path
) -> None:
    path = tmp_path / "geen.json"
    path.write_text("{}")

    done = command(place, "verify", "--against", str(path))

    assert done.exit_code == 1
    assert f"{path} is geen bewijs van Smederij, of niet heel" in done.output


def test_a_name_in_a_forged_seal_cannot_hide_what_is_told_on_the_screen(
    ideas: Ideas, place: engine.Municipality, tmp_path: Path
) -> None:
    forged = seals.Seal(
        "Elders", datetime(2026, 3, 1, tzinfo=UTC), (seals.Head("x", "\x1b[2J\x1b[HAlles", 1, "0" * 64),)
    )
    path = tmp_path / "bewijs.json"
    path.write_bytes(seals.write(forged))

    done = command(place, "verify", "--against", str(path))

    assert (done.exit_code, "\x1b" in done.output) == (1, False)
    assert "FOUT geschiedenis ?[2J?[HAlles: Dit is weggehaald" in done.output


def test_an_event_that_does_not_hold_is_named_with_its_case(ideas: Ideas, place: engine.Municipality) -> None:
    with transaction() as session:
        lift_guards(session)
        last = session.scalars(select(HistoryEvent).order_by(HistoryEvent.sequence.desc()).limit(1)).one()
        last.person_id = "iemand-anders"

    done = command(place, "verify")

    assert done.exit_code == 1
    assert done.output == (
        f"FOUT gebeurtenis {last.sequence} ({ideas[1].reference}): Deze gebeurtenis is veranderd."
        " De rest is niet gecontroleerd.\n"
    )
