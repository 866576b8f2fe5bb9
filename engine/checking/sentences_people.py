"""Sentences on people: what owners read about votes, and about tasks that two different people must do."""

from __future__ import annotations

from collections.abc import Mapping

PEOPLE: Mapping[str, tuple[str, str]] = {
    "ballot_without_loop": (
        "{name} is een stemming, maar wordt niet per persoon herhaald.",
        "Maak er een parallelle meervoudige taak van, met een persoon per item.",
    ),
    "ballot_without_person": (
        "{name} is een stemming, maar er staat niet wie er stemt.",
        "Vul bij ‘Eén persoon’ in voor wie elk stembiljet is, bijvoorbeeld =lid.id.",
    ),
    "four_eyes_unknown": (
        "{name} moet door iemand anders worden gedaan dan ‘{detail}’, maar die taak is er niet.",
        "Kies een andere taak voor een mens uit dit stappenplan, of laat het leeg.",
    ),
    "four_eyes_self": (
        "{name} moet door iemand anders worden gedaan dan {name} zelf.",
        "Kies de andere taak van de twee, of laat het leeg.",
    ),
    "four_eyes_repeated": (
        "{name} en {other} moeten twee mensen doen, maar {detail} wordt herhaald.",
        "Haal de herhaling weg, of laat ‘Door iemand anders dan’ leeg.",
    ),
    "four_eyes_assigned": (
        "{name} en {other} moeten twee mensen doen, maar {detail} is voor één persoon.",
        "Geef de taak een groep in plaats van één persoon, of laat ‘Door iemand anders dan’ leeg.",
    ),
}
