"""Scopes: where a variable is seen, set and forgotten."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from engine.workflow.scopes import COUNTER, ROOT, Scopes


@pytest.fixture
def scopes() -> Scopes:
    """The case, a subprocess in it and an instance in that."""
    made = Scopes()
    made.open("deel", ROOT, {"naam": "deel", "leeg": None})
    made.open("keer", "deel", {"naam": "keer", COUNTER: Decimal(1)})
    made.own(ROOT).update(naam="zaak", bedrag=Decimal(5))
    return made


def put_away(scopes: Scopes) -> Scopes:
    return Scopes.from_json(json.loads(json.dumps(scopes.to_json())))


@pytest.mark.parametrize("again", [False, True], ids=["as it was made", "read again"])
def test_a_nearer_variable_hides_a_farther_one(scopes: Scopes, again: bool) -> None:
    seen = put_away(scopes) if again else scopes

    assert [seen.visible(key)["naam"] for key in (ROOT, "deel", "keer")] == ["zaak", "deel", "keer"]
    assert [seen.visible(key)["bedrag"] for key in (ROOT, "deel", "keer")] == [Decimal(5)] * 3


def test_a_variable_is_set_where_it_is_and_a_new_one_at_the_case(scopes: Scopes) -> None:
    scopes.assign("deel", "naam", "ander deel")
    scopes.assign("deel", "bedrag", Decimal(6))
    scopes.assign("deel", "nieuw", "van de zaak")

    assert scopes.own(ROOT) == {"naam": "zaak", "bedrag": Decimal(6), "nieuw": "van de zaak"}
    assert scopes.own("deel") == {"naam": "ander deel", "leeg": None}


def test_a_new_variable_stays_inside_an_instance(scopes: Scopes) -> None:
    scopes.assign("keer", "nieuw", "van deze keer")

    assert "nieuw" not in scopes.visible("deel")
    assert scopes.own("keer")["nieuw"] == "van deze keer"


def test_with_a_scope_goes_all_that_is_inside_it(scopes: Scopes) -> None:
    scopes.close("deel")

    assert [key in scopes for key in (ROOT, "deel", "keer")] == [True, False, False]
    assert list(put_away(scopes).to_json()) == [ROOT]


@pytest.mark.parametrize("again", [False, True], ids=["as it was made", "read again"])
def test_a_variable_is_found_in_the_outermost_scope_where_it_is_not_null(scopes: Scopes, again: bool) -> None:
    scopes.own("keer")["leeg"] = "gevuld"
    seen = put_away(scopes) if again else scopes

    assert [seen.find(name) for name in ("naam", "leeg", "nergens")] == ["zaak", "gevuld", None]
