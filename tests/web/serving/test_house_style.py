"""House style: a municipality shows its own colours and logo, from its own folder, and nothing else in that folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

import engine
from tests.web.visitor import Visitor
from web import create_app

STYLE = ".smederij-brand__mark { background-image: url(logo.svg); }"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture
def styled(site: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The pages of a municipality with its own style."""
    folder = tmp_path / "stijl"
    folder.mkdir()
    (folder / "stijl.css").write_text(STYLE)
    (folder / "logo.svg").write_text(LOGO)
    (folder / "aantekening.txt").write_text("niet voor bezoekers")
    (tmp_path / "buiten.css").write_text("niet voor bezoekers")
    here = engine.here()
    settings = here.settings.model_copy(update={"house_style": folder})
    place = engine.open_municipality(settings, here.clock)
    with engine.at(place):
        yield create_app(place)
    place.close()


def test_every_page_takes_the_style_after_ours(styled: Flask) -> None:
    sheets = Visitor(styled).get("/").tree.xpath("//link[@rel='stylesheet']/@href")

    assert sheets[-1] == "/huisstijl/stijl.css"
    assert len(sheets) == 2


def test_without_a_style_there_is_ours_alone(resident: Visitor) -> None:
    assert len(resident.get("/").tree.xpath("//link[@rel='stylesheet']")) == 1


@pytest.mark.parametrize(("name", "said"), [("stijl.css", STYLE), ("logo.svg", LOGO)])
def test_what_the_style_needs_is_shown_and_may_be_kept_for_an_hour(styled: Flask, name: str, said: str) -> None:
    with styled.test_client().get(f"/huisstijl/{name}") as response:
        assert (response.status_code, response.get_data(as_text=True)) == (200, said)
        assert "max-age=3600" in response.headers["Cache-Control"]
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["aantekening.txt", "../buiten.css", "..%2fbuiten.css", "weg.css"])
def test_nothing_else_is_shown(styled: Flask, name: str) -> None:
    response = styled.test_client().get(f"/huisstijl/{name}")

    assert response.status_code == 404
    assert "niet voor bezoekers" not in response.text


def test_a_folder_without_a_style_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(engine.ConfigurationRefused, match=r"house_style .* moet een map zijn met stijl.css erin"):
        engine.load_settings({"SMEDERIJ_HOUSE_STYLE": str(tmp_path)})
