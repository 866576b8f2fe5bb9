"""Quorum: who counts when the stuurgroep votes: those who were asked, but for those with an interest (Awb 2:4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from engine.dialect.folder import read_folder
from engine.workflow import Surroundings
from tests.conftest import STOCK
from tests.engine.player import Player

TEN = tuple({"id": f"lid-{n}", "rol": "inwoner" if n > 6 else "medewerker"} for n in range(1, 11))
FOLDER = read_folder(STOCK / "besluit-stuurgroep")


@dataclass
class Meeting(Player):
    """The vote on one plan, by members who may change while it is open."""

    members: tuple[dict[str, str], ...] = TEN

    def surroundings(self) -> Surroundings:
        return replace(super().surroundings(), groups={"stuurgroep": self.members})

    def open(self) -> Meeting:
        self.begin(titel="Dorpshuis", soort="lange klap", samenvatting="Goed.", eerdere_stakingen=Decimal(0))
        self.answer("Besluit_Agenderen", vergaderdatum=date(2026, 3, 12), toelichting_agenda="Goed.")
        return self

    def vote(self, choice: str, *numbers: int) -> None:
        for number in numbers:
            self.answer("Besluit_Stemmen", of=f"lid-{number}", keuze=choice, reden="Zie stukken.")

    def close(self) -> str:
        self.wait(days=20)
        return str(self.step.variables["uitslag"])


def meeting(*members: int) -> Meeting:
    asked = tuple(one for one in TEN if not members or int(one["id"][4:]) in members)
    return Meeting({"besluit-stuurgroep": FOLDER}, members=asked).open()


def test_a_member_with_an_interest_who_leaves_during_the_vote_lowers_the_quorum_once() -> None:
    vote = meeting(1, 2, 3, 4, 5, 6, 7, 8, 9)
    vote.vote("belang", 1)
    vote.vote("voor", 2, 3, 4, 7)
    vote.members = vote.members[1:]

    # Four of the eight that may vote are not more than half.
    assert vote.close() == "aanhouden"


def test_who_becomes_a_member_during_the_vote_does_not_raise_the_quorum() -> None:
    vote = meeting(1, 2, 3, 4, 5, 6, 7, 8, 9)
    vote.vote("voor", 1, 2, 3, 4, 7)
    vote.members = TEN

    assert vote.close() == "aangenomen"


def test_who_has_an_interest_takes_no_part_in_the_next_vote_on_the_same_plan_either() -> None:
    vote = meeting()
    vote.vote("belang", 1)
    vote.vote("voor", 2, 3, 4, 7)
    vote.vote("tegen", 5, 6, 8, 9)
    vote.vote("onthouden", 10)
    vote.answer("Besluit_Agenderen", vergaderdatum=date(2026, 4, 2), toelichting_agenda="Opnieuw.")
    vote.wait(days=25)

    asked = {task.instance for task in vote.step.open_tasks}
    vote.vote("voor", 2, 3, 4, 7, 10)

    assert asked == {f"lid-{number}" for number in range(2, 11)}
    assert vote.close() == "aangenomen"


def outcome(asked: int, for_it: int, against: int, abstain: int, recused: int, residents: int, ties: int) -> str:
    """The rule as the domain gives it."""
    eligible, present = asked - recused, for_it + against + abstain
    if eligible < 5 or not (present > eligible / 2 and residents):
        return "aanhouden"
    if for_it == against:
        return "verworpen" if ties else "staken"
    return "aangenomen" if for_it > against else "verworpen"


@pytest.mark.parametrize("recused", range(8))
def test_of_every_vote_of_ten_the_table_says_what_the_rule_says(recused: int) -> None:
    table = next(one for one in FOLDER.decisions.values() if "stemuitslag" in one.decisions)
    wrong = []
    for for_it, against, abstain in product(range(5), range(5), (0, 1, 3)):
        present = for_it + against + abstain
        for residents, ties in product({0, 1, present}, (0, 1, 2)):
            if present + recused > 10 or residents > present:
                continue
            choices = ["voor"] * for_it + ["tegen"] * against + ["onthouden"] * abstain
            votes = [
                {"keuze": choice, "rol": "inwoner" if n < residents else "medewerker"}
                for n, choice in enumerate(choices)
            ]
            votes += [{"keuze": "belang", "rol": "inwoner"}] * recused
            names = {
                "stemmen": votes,
                "met_belang": list[str](),
                "uitgenodigd": Decimal(10),
                "eerdere_stakingen": Decimal(ties),
            }
            told = table.evaluate("stemuitslag", names).value
            if told["uitslag"] != outcome(10, for_it, against, abstain, recused, residents, ties):
                wrong.append((for_it, against, abstain, residents, ties, told))

    assert wrong == []
