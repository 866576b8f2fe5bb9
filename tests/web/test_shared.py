"""What applications of one process of the computer share: each shows and leads to the same as one that is alone."""

from __future__ import annotations

import pytest
from flask import Flask
from jinja2 import DictLoader, Environment
from werkzeug.routing import AnyConverter, BaseConverter, Map, Rule
from werkzeug.routing.converters import NumberConverter

import engine
from tests.web.visitor import Visitor
from web import create_app
from web.shared import Address, Templates


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


def test_every_address_is_written_as_werkzeug_writes_it(site: Flask) -> None:
    ours = [rule for rule in site.url_map.iter_rules() if isinstance(rule, Address)]
    plain = [Rule(rule.rule, endpoint=rule.endpoint, defaults=rule.defaults) for rule in ours]
    Map(plain, converters=site.url_map.converters)

    def write(rule: Rule, append_unknown: bool) -> object:
        values = {name: _fill_in(converter) for name, converter in rule._converters.items()}
        return rule.build({**values, "rule": "a/b", "vraag": ["één", "twee"]}, append_unknown)

    written = [(write(rule, True), write(rule, False)) for rule in ours]

    assert written == [(write(rule, True), write(rule, False)) for rule in plain]


def _fill_in(converter: BaseConverter) -> object:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 7 if isinstance(converter, NumberConverter) else "een woord/én meer"
