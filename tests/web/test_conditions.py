"""Conditions of questions on the page of a task: they look at what the idea has become, not at this page alone."""

from __future__ import annotations

from tests.engine.form_builders import component, form
from web.forms import show_pages

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
