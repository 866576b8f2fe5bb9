"""What a newcomer to the drawing editor does, and expects to see happen."""

from __future__ import annotations

import re

import pytest

from tests.browser.drawing import Drawer, read_files


@pytest.mark.parametrize("written", ['="snel"', '= "snel"', '"snel"'])
@pytest.mark.parametrize("way", ["type", "insert_text"])
def test_the_equals_sign_before_an_expression_is_written_once(eva: Drawer, written: str, way: str) -> None:
    eva.choose("Beh_Buiten")
    eva.group("Berekening").locator(".cm-content").first.click()
    eva.page.keyboard.press("Control+a")

    getattr(eva.page.keyboard, way)(written)
    eva.page.keyboard.press("Tab")
    eva.expect_saved()

    saved = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"].decode()
    assert re.search(r"""<zeebe:script expression=(?:"= ?&#34;snel&#34;"|'= ?"snel"')""", saved)
