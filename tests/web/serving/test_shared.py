"""What applications in one server process share: each shows the same as an application that runs alone."""

from __future__ import annotations

import pytest
from flask import Flask
from jinja2 import DictLoader, Environment

import engine
from tests.web.visitor import Visitor
from web import create_app
from web.serving.shared import Templates


def test_a_second_application_compiles_no_template_that_the_first_has_shown(
    site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    Visitor(site).get("/")
    second = create_app(engine.municipality.here())

    monkeypatch.setattr(second.jinja_env, "_generate", lambda *_given, **_named: pytest.fail("compiled again"))

    assert Visitor(second).get("/").text == Visitor(site).get("/").text


def test_a_template_that_was_changed_is_compiled_anew() -> None:
    texts = {"brief.html": "Beste bewoner"}
    first = Environment(loader=DictLoader(texts), bytecode_cache=Templates(), autoescape=True)
    first.get_template("brief.html").render()
    texts["brief.html"] = "Beste {{ naam }}"

    second = Environment(loader=DictLoader(texts), bytecode_cache=Templates(), autoescape=True)

    assert second.get_template("brief.html").render(naam="Oda") == "Beste Oda"
