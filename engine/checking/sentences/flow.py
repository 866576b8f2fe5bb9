"""Sentences on flows and gateways, and on what tokens cannot reach or leave: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

FLOW: Mapping[str, tuple[str, str]] = {
    "no_start": ("{name} heeft een einde, maar geen startgebeurtenis.", "Voeg één startgebeurtenis toe."),
    "several_starts": (
        "{name} heeft {detail} startgebeurtenissen; alleen de eerste zou beginnen.",
        "Laat er één staan.",
    ),
    "no_end": ("{name} heeft een start, maar geen eindgebeurtenis.", "Laat elke weg eindigen in een eindgebeurtenis."),
    "unreachable": (
        "Naar {name} gaat geen stroom, terwijl er wel een start is. Het wordt nooit bereikt.",
        "Trek er een stroom naartoe, of haal het weg.",
    ),
    "no_way_to_end": (
        "Uit {name} gaat geen stroom, terwijl er wel een einde is.",
        "Trek een stroom verder, of naar een eindgebeurtenis.",
    ),
    "loop_without_choice": (
        "Vanaf {name} komt het proces altijd weer bij {name} terug: er zit geen keuze in de lus.",
        "Zet een keuze (exclusief) in de lus, met een weg eruit.",
    ),
    "dangling_flow": (
        "Stroom {which} begint of eindigt nergens.",
        "Verbind beide kanten met een element van hetzelfde proces.",
    ),
    "flow_crosses_scope": (
        "Stroom {which} gaat door de rand van een subproces.",
        "Laat de stroom binnen het subproces blijven, of verbind het subproces zelf.",
    ),
    "flow_into_start": (
        "Er loopt een stroom naar de start {which}.",
        "Een startgebeurtenis heeft alleen stromen naar buiten.",
    ),
    "flow_out_of_end": (
        "Er loopt een stroom uit het einde {which}.",
        "Een eindgebeurtenis heeft alleen stromen naar binnen.",
    ),
    "flow_into_boundary": (
        "Er loopt een stroom naar {name}, die op de rand van een taak staat.",
        "Een randgebeurtenis heeft alleen stromen naar buiten.",
    ),
    "boundary_host": (
        "{name} staat niet op de rand van een activiteit.",
        "Plaats de gebeurtenis op een taak, subproces of aanroep.",
    ),
    "boundary_never": (
        "{name} gaat nooit af: {other} is meteen klaar.",
        "Zet de gebeurtenis op een taak voor mensen, een subproces of een aanroep.",
    ),
    "event_subprocess_flow": (
        "Het gebeurtenis-subproces {which} heeft een stroom naar binnen of naar buiten.",
        "Haal die stroom weg: een gebeurtenis-subproces staat los.",
    ),
    "flow_without_condition": (
        "Stroom {which} heeft geen voorwaarde en is niet de standaardstroom. Smederij weet niet wanneer die geldt.",
        "Geef een voorwaarde, of maak deze stroom de standaard.",
    ),
    "default_with_condition": (
        "Stroom {which} is de standaardstroom en heeft ook een voorwaarde.",
        "Haal de voorwaarde weg, of kies een andere standaardstroom.",
    ),
    "default_unknown": (
        "De standaardstroom van {name} bestaat niet of hoort niet bij dit element.",
        "Kies een van de stromen die eruit gaan.",
    ),
    "no_default": (
        "{name} heeft geen standaardstroom.",
        "Kies een standaardstroom voor als geen enkele voorwaarde klopt. Zonder stopt de zaak dan met een storing.",
    ),
    "condition_elsewhere": (
        "Stroom {which} heeft een voorwaarde, maar er valt daar niets te kiezen.",
        "Zet er een exclusieve of inclusieve gateway voor, of haal de voorwaarde weg.",
    ),
    "several_ways_out": (
        "Uit {name} gaan {detail} stromen. Zonder gateway voert Smederij dat niet uit.",
        "Zet er een gateway achter: een keuze, of een splitsing.",
    ),
    "two_at_once": (
        "{name} kan twee keer tegelijk gebeuren: er komen wegen los van elkaar samen. Zo gaat dat: {way}.",
        "Breng de wegen eerst samen met een parallelle gateway.",
    ),
    "never_ends": (
        "Als een zaak bij {name} komt, is geen einde meer te bereiken, wat er ook gebeurt. Zo komt zij er: {way}.",
        "Maak een weg naar een eindgebeurtenis die echt genomen kan worden.",
    ),
    "never_joined": (
        "Bij {name} komen nooit alle {detail} wegen aan. Wat erna komt, wordt dus nooit bereikt.",
        "Laat alleen wegen samenkomen die ook samen worden gelopen.",
    ),
    "too_entangled": (
        "{name} heeft zo veel wegen naast elkaar dat niet te controleren is of ze samenkomen.",
        "Maak het schema eenvoudiger, bijvoorbeeld met een subproces.",
    ),
    "join_without_split": (
        "{name} wacht op {detail} wegen, maar die komen niet altijd alle {detail} aan. Dan staat het voor "
        "altijd stil. Zo gaat dat: {way}.",
        "Gebruik een parallelle gateway alleen om wegen samen te brengen die een parallelle gateway heeft gesplitst.",
    ),
}
