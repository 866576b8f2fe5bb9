"""Offers: what one button can do about a drawing from elsewhere, and what an offer is. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.checking import Finding
from engine.dialect.elements import Process
from engine.dialect.folder import ProcessFiles
from engine.workshop.settling import UNDONE

MOST_POOLS = 12
"""Of how many processes in a drawing one can be chosen with a button."""


@dataclass(frozen=True, slots=True)
class Fix:
    """What can be done about a finding. `key` identifies it within the files in which it was found."""

    key: str
    label: str


Offer = Callable[[Finding, Mapping[str, bytes], ProcessFiles | None], Iterator[Fix]]


def offer_to(kind: str, label: str) -> Offer:
    """The only thing that can be meant, applied to the element of the finding."""

    def offer(finding: Finding, _files: Mapping[str, bytes], _read: ProcessFiles | None) -> Iterator[Fix]:
        yield Fix(f"{kind}:{finding.element_id}", label)

    return offer


def offer_pools(processes: Sequence[Process], here: str) -> Iterator[Fix]:
    """Where several pools are drawn and it is not marked which one runs: any of them."""
    if len(processes) > 1 and sum(one.executable for one in processes) != 1:
        for one in processes[:MOST_POOLS]:
            yield Fix(f"kies:{here}:{one.id}", f"Dit stappenplan is ‘{one.name or one.id}’")


def _offer_people(finding: Finding, _files: Mapping[str, bytes], read: ProcessFiles | None) -> Iterator[Fix]:
    """A task as most programs draw it, of which it is not said who does it."""
    yield Fix(f"mensentaak:{finding.element_id}", "Maak er een taak voor een mens van")
    if read is not None and (count := sum(one.kind in UNDONE for one in read.process.elements.values())) > 1:
        yield Fix(f"mensentaak:{read.process.id}", f"Doe dat bij alle {count} zulke taken")


OFFERS_ELSEWHERE: Mapping[str, Offer] = {
    "passes_by_itself": _offer_people,
    "unknown_extension": offer_to("instelling", "Haal weg waar Smederij niets mee doet"),
    "candidate_users": offer_to("personen", "Haal de losse personen weg"),
    "message_flow_without_message": offer_to("berichtpijl", "Haal de berichtenstroom weg"),
    "misplaced": offer_to("uitleg-vooraan", "Zet de uitleg op haar plaats"),
    "foreign_setting": offer_to("vreemd", "Haal weg wat een ander programma moest weten"),
}
"""By the code of a finding."""
