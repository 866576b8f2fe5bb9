"""Filling: the texts of a form show data of the case, and nothing in an answer is treated as FEEL."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.errors import DiagramRefused
from engine.forms import Form, fill_in
from tests.engine.checking.judging import judge
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, folder, properties, start, user
from tests.engine.diagrams import form as form_file
from tests.engine.form_builders import component, form, number

VOTES = number("stemmen", label="Stemmen op {{ plannen[1].naam }}")
PLANS = {"plannen": [{"naam": "Speeltuin", "bedrag": Decimal(1250)}]}


def label_of(read: Form) -> str:
    return read.fields[0].label


def test_a_label_says_what_the_case_knows() -> None:
    assert label_of(fill_in(form(VOTES), PLANS)) == "Stemmen op Speeltuin"


def test_a_text_says_it_too_with_the_lines_that_are_computed() -> None:
    told = {
        "type": "text",
        "id": "Uitleg",
        "text": 'Uitslag:\n{{ string join(for p in plannen return p.naam, "\\n") }}',
    }
    plans = {"plannen": [{"naam": "Speeltuin"}, {"naam": "Bankje"}]}

    filled = fill_in(form(told, component(key="a")), plans)

    assert filled.pages[0].fields[0].text == "Uitslag:\nSpeeltuin\nBankje"


def test_numbers_are_written_as_people_write_them() -> None:
    asked = component(key="a", label="Er is {{ plannen[1].bedrag }} euro gevraagd")

    assert label_of(fill_in(form(asked), PLANS)) == "Er is 1.250 euro gevraagd"


@pytest.mark.parametrize("variables", [{}, {"plannen": None}, {"plannen": []}, {"plannen": [{"naam": None}]}])
def test_what_is_not_known_is_left_open(variables: dict[str, object]) -> None:
    assert label_of(fill_in(form(VOTES), variables)) == "Stemmen op"


@given(st.text(max_size=200))
def test_whatever_stands_in_an_answer_is_shown_and_not_computed(name: str) -> None:
    filled = fill_in(form(VOTES), {"plannen": [{"naam": name}]})

    assert label_of(filled) == " ".join(f"Stemmen op {name}".split())


def test_an_answer_that_looks_like_an_expression_stays_what_it_is() -> None:
    filled = fill_in(form(VOTES), {"plannen": [{"naam": "{{ geheim }}"}], "geheim": "12"})

    assert label_of(filled) == "Stemmen op {{ geheim }}"


def test_a_label_never_grows_beyond_what_a_label_may_be() -> None:
    assert len(label_of(fill_in(form(VOTES), {"plannen": [{"naam": "a" * 2_000}]}))) == 500


def test_a_form_that_says_nothing_of_the_case_stays_the_same() -> None:
    plain = form(component(key="a"))

    assert fill_in(plain, PLANS) is plain


def test_what_is_no_feel_is_refused_when_the_form_is_read() -> None:
    with pytest.raises(DiagramRefused, match="plan"):
        form(component(key="a", label="Stemmen op {{ plan[ }}"))


def test_a_name_that_nothing_gives_a_value_is_found_by_the_check() -> None:
    files = {"forms/telling.form": form_file("telling", field("stemmen", label="Stemmen op {{ plaan }}"))}

    begin = start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen"))
    kept = end("Klaar", properties(retentionClass="6.3", legalEffect="geen"))
    found = judge(begin, user("Tellen", form="telling"), kept, chain("Begin", "Tellen", "Klaar"), files=files)

    assert found == [("unknown_variable", "Tellen")]


# ---- through the whole engine -----------------------------------------------------------------------------------

FILES = {
    "forms/begin.form": form_file("begin", field("plan")),
    "forms/telling.form": form_file(
        "telling",
        field("stemmen", label="Stemmen op {{ plan }}"),
        field("reden", conditional={"hide": '=plan = "Bankje"'}),
    ),
}


@pytest.fixture
def task(deploy: Deploy, people: People) -> engine.TaskView:
    begin = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
    after = user("Kijken", groups="gebiedsregisseur")
    deploy(folder(begin, user("Tellen", form="telling"), after, end(), chain("Begin", "Tellen", "Kijken", "Klaar"),
                  files=FILES))  # fmt: skip
    engine.start_case("proef", {"plan": "Speeltuin"}, None)
    return engine.list_team_tasks(people.office).items[0]


def test_who_does_a_task_reads_its_form_filled_in(task: engine.TaskView, people: People) -> None:
    assert label_of(engine.read_task(task.id, people.office).form) == "Stemmen op Speeltuin"


def test_the_file_of_the_case_tells_the_answer_under_the_same_words(task: engine.TaskView, people: People) -> None:
    engine.complete_task(task.id, people.office, {"stemmen": "12"})

    answers = engine.read_case(task.case_id, people.director).answers

    assert answers[-1].fields[0].label == "Stemmen op Speeltuin"


def test_a_draft_is_found_back_under_the_same_words(task: engine.TaskView, people: People) -> None:
    engine.save_draft(task.id, people.office, {"stemmen": "1"})

    assert engine.list_drafts(people.office)[0].fields[0].label == "Stemmen op Speeltuin"


def test_the_page_of_a_task_is_told_what_its_conditions_read_and_nothing_else(
    task: engine.TaskView, people: People
) -> None:
    assert engine.read_task(task.id, people.office).known == {"plan": "Speeltuin"}


def test_a_text_of_nothing_but_beginnings_is_read_at_once() -> None:
    """Searching for an end after each of them would take a while."""
    told = {"type": "text", "id": "Uitleg", "text": "{{" * 2_500}

    assert fill_in(form(told, component(key="a")), {}).pages[0].fields[0].text == "{{" * 2_500
