"""Asides: what staff start alongside the tasks of a case, with the form of a message-started event subprocess."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import update

import engine
from engine import models
from engine.dialect.folder import ProcessFiles
from engine.municipality import transaction
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, flow, folder, form, listening, message, node, properties
from tests.engine.diagrams import start as begins
from tests.engine.diagrams import user as task
from tests.engine.proofs import prove

BEGUN = begins("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
ASKED = '<zeebe:formDefinition formId="vragen" />'
FILES = {
    "forms/begin.form": form("begin", field("titel"), field("naam", properties={"personal": "name"})),
    "forms/vragen.form": form("vragen", field("vraag", validate={"required": True}), field("notitie")),
}


def asking(*, by: str = "ondersteuning", interrupting: bool = False, process: str = "proef") -> ProcessFiles:
    """Begin → Doen → Klaar, and beside it *Om meer vragen*, which leads to a task for the submitter."""
    comes = node(
        "startEvent", "Vragen", ASKED, properties(startableBy=by), message(), isInterrupting=str(interrupting).lower()
    )
    aside = node(
        "subProcess",
        "Meer",
        comes,
        task("Antwoorden", groups="indiener"),
        end("Beantwoord"),
        chain("Vragen", "Antwoorden", "Beantwoord"),
        name="Om meer vragen",
        triggeredByEvent="true",
    )
    return folder(BEGUN, task("Doen"), end(), aside, chain("Begin", "Doen", "Klaar"), process=process, files=FILES,
                  messages={"Message_1": "meer-vragen"})  # fmt: skip


@pytest.fixture
def case(deploy: Deploy) -> engine.StartedCase:
    deploy(asking())
    return engine.start_case("proef", {"titel": "Bankje", "naam": "Ina"}, None)


def offered(case: engine.StartedCase, user: engine.User) -> list[str]:
    return [one.name for one in engine.read_case(case.case_id, user).asides]


def begin(case: engine.StartedCase, user: engine.User, key: str = "een", **raw: str) -> None:
    engine.begin_aside(case.case_id, "Vragen", user, {"vraag": "Hoe groot?", **raw}, idempotency_key=key)


def open_in(case: engine.StartedCase, people: People) -> list[str]:
    return [one.name for one in engine.read_case(case.case_id, people.office).open_tasks]


def test_who_the_diagram_names_can_begin_it_as_long_as_the_case_waits_for_it(
    case: engine.StartedCase, people: People
) -> None:
    assert offered(case, people.office) == ["Om meer vragen"]
    assert (offered(case, people.director), offered(case, people.auditor)) == ([], [])

    (doing,) = engine.read_case(case.case_id, people.office).open_tasks
    engine.complete_task(doing.id, people.office, {})

    assert offered(case, people.office) == []


def test_it_goes_on_beside_the_tasks_and_can_be_begun_again(case: engine.StartedCase, people: People) -> None:
    begin(case, people.office, "een")
    begin(case, people.colleague, "twee")

    assert open_in(case, people) == ["Doen", "Antwoorden", "Antwoorden"]


def test_one_that_interrupts_ends_what_went_on(deploy: Deploy, people: People) -> None:
    deploy(asking(interrupting=True))
    case = engine.start_case("proef", {"titel": "Bankje", "naam": "Ina"}, None)

    begin(case, people.office)

    assert (open_in(case, people), offered(case, people.office)) == (["Antwoorden"], [])


def test_what_was_filled_in_is_in_the_file_and_proved_by_the_history(case: engine.StartedCase, people: People) -> None:
    begin(case, people.office, notitie="even gebeld")

    detail = engine.read_case(case.case_id, people.office)
    given = detail.answers[-1]
    assert (given.by_name, {f.key: f.value for f in given.fields}) == (
        "Oda Office", {"vraag": "Hoe groot?", "notitie": "even gebeld"}
    )  # fmt: skip
    event = next(item for item in detail.timeline if item.kind == "aside_begun")
    assert event.facts["fields_given"] == ["notitie", "vraag"]
    assert event.element_name == offered(case, people.office)[0]
    assert prove().misfits == ()


def test_an_answer_of_it_that_is_changed_in_the_database_is_found(case: engine.StartedCase, people: People) -> None:
    begin(case, people.office)

    with transaction() as session:
        changed = update(models.Answer).where(models.Answer.element_id == "Vragen")
        session.execute(changed.values(given={"vraag": "Iets anders", "notitie": None}))

    assert [(fault.what, fault.reason) for fault in prove().misfits] == [("answer", "unproven")]


def test_the_submitter_reads_what_they_told_and_not_what_staff_wrote_there(
    case: engine.StartedCase, people: People
) -> None:
    begin(case, people.office, notitie="lastige indiener")

    own = engine.read_own_case(engine.open_secret_link(case.secret))

    assert {f.value for answer in own.answers for f in answer.fields} == {"Bankje"}
    assert [one.name for one in own.tasks] == ["Antwoorden"]


def test_a_form_that_is_not_right_begins_nothing(case: engine.StartedCase, people: People) -> None:
    with pytest.raises(engine.AnswersRefused) as refused:
        begin(case, people.office, vraag="")

    assert set(refused.value.problems) == {"vraag"}
    assert open_in(case, people) == ["Doen"]


def test_who_the_diagram_does_not_name_is_refused(case: engine.StartedCase, people: People) -> None:
    for user in (people.director, people.auditor, engine.open_secret_link(case.secret)):
        with pytest.raises(engine.NotAllowed):
            begin(case, user)
        with pytest.raises(engine.NotAllowed):
            engine.read_aside(case.case_id, "Vragen", user)

    assert open_in(case, people) == ["Doen"]


def test_what_no_diagram_offers_is_not_there(case: engine.StartedCase, people: People) -> None:
    for element in ("Doen", "Begin", "Meer", "niets"):
        with pytest.raises(engine.NotFound):
            engine.begin_aside(case.case_id, element, people.office, {"vraag": "?"}, idempotency_key="een")


def test_a_second_click_begins_nothing_more(case: engine.StartedCase, people: People) -> None:
    begin(case, people.office, "een")
    begin(case, people.office, "een")

    assert open_in(case, people) == ["Doen", "Antwoorden"]


def test_another_question_from_a_page_that_was_gone_back_to_is_no_second_click(
    case: engine.StartedCase, people: People
) -> None:
    begin(case, people.office, "een")
    begin(case, people.office, "een", vraag="En hoe hoog?")

    assert open_in(case, people) == ["Doen", "Antwoorden", "Antwoorden"]


def test_two_clicks_at_the_same_moment_begin_it_once(
    case: engine.StartedCase, people: People, place: engine.Municipality
) -> None:
    barrier = Barrier(2)

    def click(_: int) -> None:
        with engine.at(place):
            barrier.wait()
            begin(case, people.office, "een")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(click, range(2)))

    assert open_in(case, people) == ["Doen", "Antwoorden"]


def test_a_case_that_has_gone_on_says_that_it_waits_no_more(case: engine.StartedCase, people: People) -> None:
    (doing,) = engine.read_case(case.case_id, people.office).open_tasks
    engine.complete_task(doing.id, people.office, {})

    with pytest.raises(engine.CaseEnded):
        begin(case, people.office)
    assert engine.read_aside(case.case_id, "Vragen", people.office).is_open is False


def test_a_process_that_is_called_offers_what_it_has_while_it_runs(deploy: Deploy, people: People) -> None:
    inner = asking(process="binnen")
    call = node("callActivity", "Roep", '<zeebe:calledElement processId="binnen" />')
    deploy(inner, folder(BEGUN.replace("Begin", "Buiten_Begin"), call, task("Verder"), end("Uit"),
                         chain("Buiten_Begin", "Roep", "Verder", "Uit"), process="buiten", files=FILES))  # fmt: skip
    case = engine.start_case("buiten", {"titel": "Bankje", "naam": "Ina"}, None)

    begin(case, people.office)
    assert open_in(case, people) == ["Doen", "Antwoorden"]

    for name in ("Doen", "Antwoorden"):
        found = next(one for one in engine.read_case(case.case_id, people.office).open_tasks if one.name == name)
        engine.complete_task(found.id, people.office, {})
    assert (open_in(case, people), offered(case, people.office)) == (["Verder"], [])


def test_of_two_that_wait_for_messages_of_one_name_the_one_that_was_asked_for_begins(
    deploy: Deploy, people: People
) -> None:
    def one(key: str, by: str) -> str:
        comes = node("startEvent", f"{key}Komt", ASKED, properties(startableBy=by), message(), isInterrupting="false")
        return node("subProcess", key, comes, task(f"Na{key}"), end(f"Uit{key}"),
                    flow(f"{key}Komt", f"Na{key}"), flow(f"Na{key}", f"Uit{key}"), triggeredByEvent="true")  # fmt: skip

    deploy(folder(BEGUN, task("Doen"), end(), one("Eerst", "ondersteuning"), one("Later", "ondersteuning"),
                  chain("Begin", "Doen", "Klaar"), files=FILES, messages={"Message_1": "vraag"}))  # fmt: skip
    case = engine.start_case("proef", {"titel": "Bankje", "naam": "Ina"}, None)

    engine.begin_aside(case.case_id, "LaterKomt", people.office, {"vraag": "?"}, idempotency_key="een")

    assert open_in(case, people) == ["Doen", "NaLater"]


def test_an_event_subprocess_that_says_nothing_of_people_is_not_offered(deploy: Deploy, people: People) -> None:
    deploy(folder(BEGUN, task("Doen"), end(), listening("Stop", message(), end("Gestopt"), flow("StopKomt", "Gestopt")),
                  chain("Begin", "Doen", "Klaar"), files=FILES))  # fmt: skip
    case = engine.start_case("proef", {"titel": "Bankje", "naam": "Ina"}, None)

    assert offered(case, people.office) == []
