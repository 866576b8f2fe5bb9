"""Addresses: templates get the same addresses that Flask builds, whatever was asked before."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, render_template_string, url_for

ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("home.show", {}),
    ("tasks.show", {"task_id": "a/b é"}),
    ("tasks.list_team", {"groep": "kernteam", "pagina": 1}),
    ("tasks.list_team", {"groep": "kernteam", "pagina": True}),
    ("tasks.list_team", {"groep": None, "pagina": 1}),
    ("cases.list_all", {"stand": ["nieuw", "klaar"]}),
    ("tasks.list_team", {"_anchor": "inhoud"}),
    ("static", {"filename": "icon.svg"}),
)


@pytest.mark.parametrize("root", ["", "/smederij"])
@pytest.mark.parametrize(("endpoint", "values"), ASKED)
def test_a_template_gets_the_address_that_flask_makes(
    site: Flask, root: str, endpoint: str, values: dict[str, Any]
) -> None:
    for elsewhere in ("/anders", root, root):
        with site.test_request_context("/taken", environ_overrides={"SCRIPT_NAME": elsewhere}):
            told = render_template_string("{{ url_for(endpoint, **values) }}", endpoint=endpoint, values=values)
            expected = render_template_string("{{ address }}", address=url_for(endpoint, **values))

            assert told == expected
            assert told.startswith(elsewhere + "/")
