"""Staying: a form stays in sight while somebody reads the file beside it, wherever all of it fits the window."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.people import Meet

FILE_OF_HEIGHT = "height => document.querySelector('#dossier').style.minHeight = `${height}px`"
TOP_OF_COLUMN = "() => document.querySelector('.smederij-two-columns__main').getBoundingClientRect().top"
STAYING = re.compile("is-staying")


def test_a_form_that_fits_the_window_stays_beside_a_long_file_and_a_taller_one_can_be_read_to_its_end(
    meet: Meet,
) -> None:
    roos = meet("roos", viewport={"width": 1280, "height": 3000})
    roos.go("/taken/team")
    roos.follow("Gesprek met de indiener voeren")
    roos.page.evaluate(FILE_OF_HEIGHT, 6000)

    roos.page.evaluate("scrollTo(0, 2000)")
    in_window = roos.page.evaluate(TOP_OF_COLUMN)
    roos.page.set_viewport_size({"width": 1280, "height": 400})
    expect(roos.page.locator(".smederij-two-columns__main")).not_to_have_class(STAYING)
    in_low_window = roos.page.evaluate(TOP_OF_COLUMN)
    roos.page.set_viewport_size({"width": 375, "height": 3000})
    expect(roos.page.locator(".smederij-two-columns__main")).to_have_class(STAYING)
    on_phone = roos.page.evaluate(TOP_OF_COLUMN)

    assert in_window == 16
    assert in_low_window < -1000
    assert on_phone < -1000
