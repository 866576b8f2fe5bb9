"""The page of a vote: the information for the decision gets the room, and nothing is squeezed on a small screen."""

from __future__ import annotations

import pytest

from tests.browser.arranging import bring_to_vote
from tests.browser.people import Meet
from tests.browser.serving import Server
from tests.browser.test_accessibility import size

MEASURE = """() => {
  const box = where => document.querySelector(where).getBoundingClientRect();
  const answer = ".smederij-two-columns__aside .smederij-data-list .utrecht-data-list__item";
  const [key, value] = ["dt", "dd"].map(part => box(`${answer} ${part}`));
  return {
    ballot: box(".smederij-two-columns__main").width,
    file: box(".smederij-two-columns__aside").width,
    below: value.top >= key.bottom,
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}"""


@pytest.mark.parametrize(("width", "stacked"), [(375, True), (1280, False)], ids=["on a phone", "at a desk"])
def test_the_file_of_a_vote_has_the_room_it_needs(meet: Meet, server: Server, width: int, stacked: bool) -> None:
    reference = bring_to_vote(server, f"Stemmen met het dossier {width}").reference
    member = meet("stuurgroep-06", **size(width))

    member.waits_for("/stemmen", reference)
    member.open_ballot(reference)

    found = member.page.evaluate(MEASURE)
    assert found["sideways"] == 0
    assert found["below"] is stacked
    assert stacked or found["file"] > found["ballot"]
