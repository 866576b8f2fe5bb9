"""Mistyped: whoever wrote the name of a mail provider wrongly is asked about it before sending."""

from __future__ import annotations

import pytest

from tests.web.conftest import IDEA
from tests.web.visitor import Visitor
from web.ideas.mistyped import likely_meant

PAGES = (("titel", "omschrijving", "smederij"), ("bedrag", "klaar_op", "hulp"), ("naam", "email", "akkoord"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jan@gmial.com", "jan@gmail.com"),
        ("Jan.de.Vries@hotmail.con", "jan.de.vries@hotmail.com"),
        ("jan@zigo.nl", "jan@ziggo.nl"),
        ("jan@outlok.com", "jan@outlook.com"),
    ],
)
def test_a_typing_error_in_the_name_of_a_provider_is_noticed(typed: str, meant: str) -> None:
    assert likely_meant(typed) == meant


@pytest.mark.parametrize(
    "typed", ["jan@gmail.com", "jan@mail.com", "jan@voorbeeld.nl", "Mail naar jan@gmial.com", "geen", "", "@", "jan@"]
)
def test_other_addresses_and_texts_are_left_alone(typed: str) -> None:
    assert likely_meant(typed) == ""


def test_who_checks_the_answers_is_asked_whether_the_address_is_right(resident: Visitor) -> None:
    for number, keys in enumerate(PAGES, 1):
        typed = {**{key: IDEA[key] for key in keys}, **({"email": "jan@gmial.com"} if "email" in keys else {})}
        resident.post(f"/idee-insturen/pagina_{number}", typed)

    page = resident.get("/idee-insturen/controleren")

    assert "Let op: bedoelt u jan@gmail.com?" in page.main
    assert resident.post("/idee-insturen/controleren").status == 303
