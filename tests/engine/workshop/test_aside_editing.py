"""Aside editing: an owner puts a button, or what a time or event begins, beside the steps, without a drawing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import engine
from engine.checking import check_folder
from engine.dialect.asides import asides_of
from engine.dialect.compensation import read_compensation
from engine.dialect.elements import Process
from engine.dialect.folder import DIAGRAM, from_bytes
from engine.editing import read_source, set_extension, set_property
from engine.errors import FieldsRefused
from engine.workshop.asideplans import FOLLOWS
from engine.workshop.blank import draw_blank
from engine.workshop.desk import Desk, PartEdit, process_in
from engine.workshop.partediting import apply_edit
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, folder, form, properties, start, user
from tests.engine.editing.seeing import faults
from tests.engine.editing.stock import folders

ASKING: Mapping[str, str] = {
    "kind": "button", "name": "Om foto’s vragen", "groups": "gebiedsregisseur,ondersteuning", "form": "+",
    "then": "question", "days": "14", "remind": "7", "stops": "false",
}  # fmt: skip
BLANK: Mapping[str, bytes] = {DIAGRAM: draw_blank("feest", "Buurtfeest")}


def put(told: Mapping[str, str], files: Mapping[str, bytes] = BLANK, process: str = "feest") -> dict[str, bytes]:
    written = apply_edit(process, files, folders, PartEdit("aside", process, told))
    return {**files, **written.files}


def process_of(files: Mapping[str, bytes], process: str = "feest") -> Process:
    return process_in(files[DIAGRAM], process)


def findings(files: Mapping[str, bytes], process: str = "feest") -> set[tuple[str, str]]:
    found = from_bytes(files, process)
    return {(one.code, one.element_id) for one in check_folder(found, {**folders(), process: found})}


def test_a_question_to_the_submitter_is_made_with_its_reminder_deadline_forms_and_mails() -> None:
    files = put(ASKING)

    (button,) = asides_of(process_of(files))
    assert button.properties["startableBy"] == "gebiedsregisseur,ondersteuning"
    assert not button.interrupting
    assert findings(files) == findings(BLANK)
    assert faults(files[DIAGRAM]) == set()
    named = {one.name: one for one in process_of(files).elements.values()}
    assert named["Vraag beantwoorden"].candidate_groups == "indiener"
    assert named["Vraag beantwoorden"].properties["suspendsTerm"] == "true"
    assert not named["7 dagen voorbij"].interrupting
    assert named["14 dagen voorbij"].interrupting
    mails = [text.decode() for name, text in files.items() if name.startswith("mails/")]
    assert any('duration("P14D")' in mail and "{{ gevraagd }}" in mail for mail in mails)
    assert any("tot en met {{ antwoorden_tot }}" in mail for mail in mails)
    (kept,) = process_of(files).elements[button.parent].inputs
    assert (kept.source, kept.target) == ('=vandaag + duration("P14D")', "antwoorden_tot")


@pytest.mark.parametrize("process", ["korte-klap", "heroverweging", "uitvoering", "wijkverkiezing"])
@pytest.mark.parametrize("then", FOLLOWS)
def test_whatever_follows_it_fits_in_every_drawing_of_ours_and_nothing_is_wrong_with_it(
    process: str, then: str
) -> None:
    files = dict(folders()[process].files)
    told = {**ASKING, "then": then, "task_name": "Foto bekijken", "task_groups": "ondersteuning", "due": "5 werkdagen"}

    after = put(told, files, process)

    assert faults(after[DIAGRAM]) == set()
    new = findings(after, process) - findings(files, process)
    # To whom a mail goes is for the owner to say.
    assert {code for code, _ in new} <= ({"no_header", "text_not_written"} if then == "mail" else set())
    lanes = {lane.name for lane in process_of(after, process).lanes}
    (around,) = (one for one in process_of(after, process).elements.values() if one.name == "Om foto’s vragen")
    assert around.lane == next(name for name in ("Gebiedsregisseur", "Ondersteuning") if name in lanes)


def test_a_second_button_keeps_its_answers_apart_from_the_first() -> None:
    files = put({**ASKING, "name": "Nog iets vragen"}, put(ASKING))

    first, second = asides_of(process_of(files))
    assert first.event is not None
    assert second.event is not None
    assert first.event.reference != second.event.reference
    assert first.form_id != second.form_id
    assert b'"gevraagd_2"' in files[f"forms/{second.form_id}.form"]
    assert findings(files) == findings(BLANK)


def test_a_button_with_the_same_name_is_another_button() -> None:
    first, second = asides_of(process_of(put(ASKING, put(ASKING))))

    assert first.event is not None
    assert second.event is not None
    assert first.event.reference != second.event.reference


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [("timer", "30 dagen", "P30D"), ("signal", "storm", "storm"), ("conditional", "aantal > 3", "=aantal > 3")],
)
def test_what_a_time_or_event_begins_is_put_there_as_well(kind: str, value: str, told: str) -> None:
    files = put({"kind": kind, "value": value, "name": "Ingrijpen", "then": "nothing", "stops": "true"})

    (begins,) = (one for one in process_of(files).elements.values() if one.kind == "startEvent" and one.event)
    assert begins.event is not None
    assert (begins.event.kind, begins.event.expression or begins.event.reference) == (kind, told)
    assert begins.interrupting
    assert faults(files[DIAGRAM]) == set()


def test_one_day_is_told_as_one_and_blanks_around_what_was_typed_count_for_nothing() -> None:
    files = put({**ASKING, "name": "  Om foto’s vragen ", "days": " 02 ", "remind": "1"})

    named = {one.name for one in process_of(files).elements.values()}
    assert {"1 dag voorbij", "2 dagen voorbij", "Om foto’s vragen"} <= named
    assert "forms/om-fotos-vragen-beantwoorden.form" in files
    (button,) = asides_of(process_of(files))
    assert "kan 2 dagen antwoorden" in (button.documentation or "")


@pytest.mark.parametrize(
    ("told", "field_key", "code"),
    [
        ({"name": " "}, "name", "required"),
        ({"groups": ""}, "groups", "required"),
        ({"groups": "indiener"}, "groups", "not_an_option"),
        ({"groups": "geheim"}, "groups", "not_an_option"),
        ({"kind": "toverstaf"}, "kind", "not_an_option"),
        ({"then": "feest"}, "then", "not_an_option"),
        ({"kind": "timer", "value": "5 dagen"}, "then", "asks_by_button"),
        ({"kind": "timer", "value": "", "then": "nothing"}, "value", "required"),
        ({"days": "0"}, "days", "not_days"),
        ({"days": "9999999999"}, "days", "not_days"),
        ({"days": "0366000"}, "days", "not_days"),
        ({"remind": "14"}, "remind", "remind_late"),
        ({"then": "task"}, "task_name", "required"),
    ],
)
def test_what_cannot_be_is_told_where_it_was_typed(told: Mapping[str, str], field_key: str, code: str) -> None:
    with pytest.raises(FieldsRefused) as refused:
        put({**ASKING, **told})

    assert refused.value.problems[field_key].code == code


def test_a_form_without_a_question_in_words_cannot_ask_the_submitter() -> None:
    files = {**BLANK, "forms/aantal.form": form("aantal", {"type": "number", "key": "aantal", "label": "Aantal"})}

    with pytest.raises(FieldsRefused) as refused:
        put({**ASKING, "form": "aantal"}, files)

    assert refused.value.problems["form"].code == "asks_nothing"


def test_a_button_that_was_made_is_pressed_and_answered(deploy: Deploy, people: People) -> None:
    begins = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
    files = {"forms/begin.form": form("begin", field("titel"), field("mail", properties={"personal": "email"}))}
    plain = folder(begins, user("Doen"), end(), chain("Begin", "Doen", "Klaar"), process="proef", files=files)
    made = put(ASKING, plain.files, "proef")
    deploy(from_bytes(made, "proef"))
    case = engine.start_case("proef", {"titel": "Bankje", "mail": "ina@voorbeeld.invalid"}, None)
    (button,) = engine.read_case(case.case_id, people.office).asides

    engine.begin_aside(case.case_id, button.element_id, people.office, {"gevraagd": "Hoe?"}, idempotency_key="een")
    own = engine.open_secret_link(case.secret)
    (task,) = engine.read_own_case(own).tasks
    engine.complete_task(task.id, own, {"antwoord_indiener": "Zo."})

    assert button.name == "Om foto’s vragen"
    assert task.name == "Vraag beantwoorden"
    assert [one.name for one in engine.read_case(case.case_id, people.office).open_tasks] == ["Doen", "Antwoord lezen"]


def test_it_is_taken_away_whole() -> None:
    files = put(ASKING)
    (around,) = (one for one in process_of(files).elements.values() if one.name == "Om foto’s vragen")

    written = apply_edit("feest", files, folders, PartEdit("remove", around.id))

    assert set(process_in(written.files[DIAGRAM], "feest").elements) == set(process_of(BLANK).elements)
    assert isinstance(Desk("feest", {**files, **written.files}, folders).process, Process)


@pytest.mark.parametrize("then", FOLLOWS)
def test_it_fits_beside_the_steps_of_a_part_with_terms_on_its_edge(then: str) -> None:
    files = dict(folders()["uitvoering"].files)
    told = {**ASKING, "then": then, "task_name": "Foto bekijken", "task_groups": "ondersteuning"}

    after = put({**told, "within": "Uitv_Werken"}, files, "uitvoering")

    assert faults(after[DIAGRAM]) == set()
    new = findings(after, "uitvoering") - findings(files, "uitvoering")
    assert {code for code, _ in new} <= ({"no_header", "text_not_written"} if then == "mail" else set())
    (around,) = (one for one in process_of(after, "uitvoering").elements.values() if one.name == "Om foto’s vragen")
    assert around.parent == "Uitv_Werken"


def test_only_a_part_that_is_there_can_be_told() -> None:
    with pytest.raises(FieldsRefused) as refused:
        put({**ASKING, "within": "Beh_Intrekken"}, folders()["behandeling"].files, "behandeling")

    assert refused.value.problems["within"].code == "not_an_option"


def with_a_part() -> dict[str, bytes]:
    """Begin → a part with Doen and Nakijken → Afronden → Klaar, each of the office."""
    source = read_source(draw_blank("proef", "Proef"), DIAGRAM)
    named = {one.kind: one.id for one in process_of({DIAGRAM: source.encode()}, "proef").elements.values()}
    source = set_extension(source, named["startEvent"], "formDefinition", "formId", "begin").source
    source = set_property(source, named["startEvent"], "startableBy", "iedereen").source
    asked = form("begin", field("titel"), field("mail", properties={"personal": "email"}))
    files = {DIAGRAM: source.encode(), "forms/begin.form": asked}
    office = {"kind": "userTask", "groups": "ondersteuning", "form": "+"}
    done = named["userTask"]
    told = {"name": "Doen", "assignmentDefinition.candidateGroups": "ondersteuning", "formDefinition.formId": "+"}
    for edit in (
        PartEdit("step", done, told),
        PartEdit("add", done, {**office, "name": "Afronden"}),
        PartEdit("add", done, {**office, "name": "Nakijken"}),
    ):
        files |= apply_edit("proef", files, folders, edit).files
    last = next(one.id for one in process_of(files, "proef").elements.values() if one.name == "Nakijken")
    return files | dict(
        apply_edit("proef", files, folders, PartEdit("enclose", done, {"last": last, "name": "Deel"})).files
    )


def test_a_button_of_a_part_can_be_pressed_while_the_part_goes_on_and_stops_that_alone(
    deploy: Deploy, people: People
) -> None:
    files = with_a_part()
    (part,) = (one for one in process_of(files, "proef").elements.values() if one.name == "Deel")
    told = {**ASKING, "then": "nothing", "stops": "true", "within": part.id}
    deploy(from_bytes(put(told, files, "proef"), "proef"))
    case = engine.start_case("proef", {"titel": "Bankje", "mail": "ina@voorbeeld.invalid"}, None)
    (button,) = engine.read_case(case.case_id, people.office).asides

    engine.begin_aside(case.case_id, button.element_id, people.office, {}, idempotency_key="een")

    seen = engine.read_case(case.case_id, people.office)
    assert [one.name for one in seen.open_tasks] == ["Afronden"]
    assert seen.asides == ()


UNDOING: Mapping[str, str] = {
    "kind": "undoing", "name": "Deel terugdraaien", "then": "task", "task_name": "Afzeggen",
    "task_groups": "ondersteuning", "stops": "false",
}  # fmt: skip


def test_a_part_says_in_itself_how_it_is_undone() -> None:
    files = with_a_part()
    (part,) = (one for one in process_of(files, "proef").elements.values() if one.name == "Deel")

    after = put({**UNDOING, "within": part.id}, files, "proef")

    (around,) = (one for one in process_of(after, "proef").elements.values() if one.name == "Deel terugdraaien")
    assert read_compensation(process_of(after, "proef")).own == {part.id: around.id}
    assert findings(after, "proef") == findings(files, "proef")
    assert faults(after[DIAGRAM]) == set()


def test_only_a_part_says_how_it_is_undone_and_says_it_once() -> None:
    files = with_a_part()
    (part,) = (one for one in process_of(files, "proef").elements.values() if one.name == "Deel")
    after = put({**UNDOING, "within": part.id}, files, "proef")

    with pytest.raises(FieldsRefused) as everything:
        put(UNDOING, files, "proef")
    with pytest.raises(FieldsRefused) as twice:
        put({**UNDOING, "within": part.id}, after, "proef")

    assert everything.value.problems["within"].code == "undone_part"
    assert twice.value.problems["within"].code == "undone_twice"
