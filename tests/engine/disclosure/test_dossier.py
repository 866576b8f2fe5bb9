"""The dossier: everything about one case, as whoever handles it reads it, as one file for a court or an archive."""

from __future__ import annotations

import pytest

import engine
from engine.dialect.folder import from_bytes
from engine.errors import NotAllowed, NotFound
from engine.municipality import transaction
from engine.versions import definitions
from engine.views import Dossier, FileContents
from tests.conftest import TestClock
from tests.engine.attaching import attaching
from tests.engine.conftest import Deploy, People
from tests.engine.going_on import bring_to_vote, cast
from tests.engine.posting import INA, posting
from tests.engine.stories import GIVEN, idea
from tests.pictures import picture


def copied(key: str, user: engine.User) -> tuple[Dossier, list[FileContents]]:
    with engine.copy_case(key, user) as (dossier, contents):
        return dossier, list(contents)


def test_a_dossier_has_what_happened_who_did_it_and_what_the_submitter_read(
    started: engine.StartedCase, people: People
) -> None:
    told, _ = copied(started.reference, people.office)

    assert [item.kind for item in told.detail.timeline][:1] == ["case_started"]
    assert [given.by_name for given in told.detail.answers] == [GIVEN["naam"]]
    assert [(one.process_id, one.version) for one in told.processes] == [("voorbeeld", 1)]
    assert "process.bpmn" in told.processes[0].files
    assert told.retention == "unknown"


def test_the_letters_of_a_dossier_are_those_that_were_posted(deploy: Deploy, people: People) -> None:
    deploy(posting())
    started = engine.start_case("post", INA, None)
    engine.complete_task(engine.list_team_tasks(people.office).items[0].id, people.office, {})
    before, _ = copied(started.reference, people.office)
    engine.mark_letters_sent([one.id for one in engine.list_letters(people.office).items], people.office)

    after, _ = copied(started.reference, people.office)

    assert (before.letters, before.unsent_letters) == ((), 1)
    assert ([one.addressee for one in after.letters], after.unsent_letters) == (["Ina Inwoner"], 0)


def test_a_dossier_has_no_votes_while_voting_goes_on(started: engine.StartedCase, people: People) -> None:
    bring_to_vote(people)
    cast(people.members[0], "voor")

    told, _ = copied(started.reference, people.office)

    votes = [given for given in told.detail.answers if given.hidden]
    assert [(given.by_name, given.fields) for given in votes] == [(people.members[0].name, ())]


def test_the_files_of_a_dossier_are_those_that_were_sent(place: engine.Municipality, people: People) -> None:
    with transaction() as session:
        definitions.put_in_use(session, "tekening", attaching(), "systeem")
    ids = [engine.keep_start_file("tekening", None, "geheim", "bijlagen", f"{n}.jpg", picture()) for n in range(2)]
    started = engine.start_case(
        "tekening", {"titel": "Bankje", "naam": "Ina", "bijlagen": ids[:1]}, None, idempotency_key="geheim"
    )

    told, contents = copied(started.reference, people.director)

    assert [one.name for one in told.files] == ["0.jpg"]
    assert [(one.id, one.data[:2]) for one in contents] == [(told.files[0].id, b"\xff\xd8")]


def test_the_versions_of_a_dossier_are_those_that_the_case_went_along(
    started: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    newer = idea()
    diagram = newer.files["process.bpmn"].replace(b"Controleren", b"Nakijken")
    deploy(from_bytes({**newer.files, "process.bpmn": diagram}, "voorbeeld"))

    told, _ = copied(started.reference, people.office)

    assert [(one.process_id, one.version) for one in told.processes] == [("voorbeeld", 1)]


@pytest.mark.parametrize("who", ["auditor", "operator", "members"])
def test_only_those_who_handle_a_case_for_its_submitter_take_its_dossier_along(
    who: str, started: engine.StartedCase, people: People
) -> None:
    asked = getattr(people, who)
    user = asked[0] if isinstance(asked, tuple) else asked

    with pytest.raises(NotAllowed), engine.copy_case(started.reference, user):
        pass

    assert engine.list_case_viewings(started.case_id, people.auditor).items == ()


def test_that_a_dossier_was_taken_along_is_kept(started: engine.StartedCase, people: People, clock: TestClock) -> None:
    copied(started.reference, people.office)

    seen = engine.list_case_viewings(started.case_id, people.auditor).items
    assert [(one.kind, one.person_id) for one in seen] == [("case_file", people.office.id)]


def test_a_case_that_is_not_there_has_no_dossier(place: engine.Municipality, people: People) -> None:
    with pytest.raises(NotFound), engine.copy_case("VOORBEELD-2026-0404", people.office):
        pass
