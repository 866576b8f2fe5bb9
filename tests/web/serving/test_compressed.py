"""Scripts and styles are sent compressed to browsers that accept that, and uncompressed to others."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from flask import Flask

DIST = Path(__file__).resolve().parents[3] / "web/static/dist"


@pytest.fixture
def script() -> str:
    return str(json.loads((DIST / "manifest.json").read_text())["main.js"])


def test_a_browser_that_takes_gzip_gets_the_same_script_smaller(site: Flask, script: str) -> None:
    with site.test_client().get(f"/static/dist/{script}", headers={"Accept-Encoding": "gzip, br"}) as answer:
        data = answer.data

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.mimetype == "text/javascript"
    assert gzip.decompress(data) == (DIST / script).read_bytes()


@pytest.mark.parametrize("takes", ["", "identity", "gzip;q=0"])
def test_who_does_not_take_gzip_gets_it_as_it_is(site: Flask, script: str, takes: str) -> None:
    with site.test_client().get(f"/static/dist/{script}", headers={"Accept-Encoding": takes}) as answer:
        data = answer.data

    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert data == (DIST / script).read_bytes()


@pytest.mark.parametrize("address", ["dist/../../compressed.py", "dist/..%2f..%2fcompressed.py", "dist/nothing.js"])
def test_nothing_outside_the_build_is_given(site: Flask, address: str) -> None:
    answer = site.test_client().get(f"/static/{address}", headers={"Accept-Encoding": "gzip"})

    assert answer.status_code == 404
