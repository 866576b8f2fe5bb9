"""What people answered: all who were asked the same at once are read side by side, and what is empty is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import lxml.html
import pytest
from flask import Flask, render_template_string

import engine
from web.forms.answered import gather, questions_of

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
ADVICE = engine.Field("advies", "Wat is uw advies?", "Positief")
MONEY = engine.Field("geld", "Wat kost het?", None)
LIST = engine.Field("lijst", "Wat is er nodig?", None, rows=())


def advice(of: str, *fields: engine.Field, together: str | None = "ronde 1") -> engine.GivenAnswers:
    return engine.GivenAnswers(
        f"Advies geven ({of})",
        "Task_Advice",
        f"Iemand van {of}",
        AT,
        fields or (ADVICE,),
        asked_of=of,
        together=together,
    )


def read(site: Flask, *given: engine.GivenAnswers) -> lxml.html.HtmlElement:
    with site.test_request_context():
        page = render_template_string(
            '{% import "components.html" as ui with context %}{% import "story.html" as story with context %}'
            "{{ story.answers(gather(given)) }}",
            given=given,
        )
    return lxml.html.fromstring(page)


@pytest.mark.parametrize(
    ("given", "groups"),
    [
        ([advice("A"), advice("B")], [2]),
        ([advice("A"), advice("B", ADVICE, MONEY)], [2]),
        ([advice("A"), advice("B", together="ronde 2")], [1, 1]),
        ([advice("A"), advice("B", together=None)], [1, 1]),
        ([advice("A"), advice("B", LIST)], [1, 1]),
        ([advice("A"), replace(advice("B"), hidden=True, awaits="Controleren")], [1, 1]),
    ],
    ids=["at once", "with other questions", "in another round", "not together", "with a list", "not to be seen yet"],
)
def test_who_were_asked_the_same_at_once_are_read_side_by_side(
    given: list[engine.GivenAnswers], groups: list[int]
) -> None:
    assert [len(group) for group in gather(given)] == groups


def test_every_question_that_somebody_was_asked_is_in_the_table_once() -> None:
    assert questions_of([advice("A"), advice("B", ADVICE, MONEY)]) == {
        "advies": "Wat is uw advies?",
        "geld": "Wat kost het?",
    }


def test_each_row_of_the_table_says_for_whom_by_whom_and_when(site: Flask) -> None:
    page = read(site, advice("Domesta"), advice("Politie", ADVICE, MONEY))

    rows = [[cell.text_content().strip() for cell in row] for row in page.findall(".//tbody/tr")]

    assert [heading.text_content() for heading in page.iter("h3")] == ["Advies geven"]
    assert [cell.text_content() for cell in page.findall(".//thead//th")] == ["Wie", ADVICE.label, MONEY.label]
    assert rows == [
        ["DomestaIemand van Domesta, 2 maart 2026, 09:00", "Positief", ""],
        ["PolitieIemand van Politie, 2 maart 2026, 09:00", "Positief", "Niet ingevuld"],
    ]


def test_what_one_person_left_empty_is_named_in_one_line(site: Flask) -> None:
    page = read(site, advice("Domesta", ADVICE, MONEY, replace(MONEY, key="hulp", label="Waarmee helpt u?")))

    assert [heading.text_content() for heading in page.iter("h3")] == ["Advies geven (Domesta)"]
    assert [term.text_content() for term in page.iter("dt")] == [ADVICE.label]
    assert page.findall(".//p")[-1].text_content() == "Niet ingevuld: Wat kost het? · Waarmee helpt u?"
