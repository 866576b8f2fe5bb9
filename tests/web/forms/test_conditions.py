"""Conditions of questions on the page of a task: they read the current data of the idea, not this page alone."""

from __future__ import annotations

from tests.engine.form_builders import component, form, group
from web.forms.fields import show_pages

DECIDED = form(
    component("textarea", "motivering"),
    component("checkbox", "voorwaarden_nodig", conditional={"hide": '=uitslag != "aangenomen"'}),
)


def asked(known: dict[str, str]) -> list[str]:
    return [field.key for page in show_pages(DECIDED, {}, known=known) for field in page.fields]


def test_a_question_that_depends_on_the_idea_is_asked_where_it_applies() -> None:
    assert asked({"uitslag": "aangenomen"}) == ["motivering", "voorwaarden_nodig"]


def test_it_is_not_asked_where_it_does_not_apply() -> None:
    assert asked({"uitslag": "verworpen"}) == ["motivering"]


def test_a_page_that_does_not_apply_is_not_shown_for_the_questions_on_it_that_depend_on_each_other() -> None:
    more = group(
        "Meer plannen",
        component(key="plan_2"),
        component(key="bedrag_2", conditional={"hide": "=plan_2 = null"}),
        conditional={"hide": "=plan_1 = null"},
    )
    plans = form(group("Een plan", component(key="plan_1")), more)

    assert [page.label for page in show_pages(plans, {"plan_1": ""})] == ["Een plan"]
    assert [page.label for page in show_pages(plans, {"plan_1": "Bankje"})] == ["Een plan", "Meer plannen"]
