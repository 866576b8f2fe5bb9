"""Sentences on what the standard allows and Smederij does not run: what that is, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping

LIMITS: Mapping[str, tuple[str, str]] = {
    "begins_nowhere": (
        "{name} heeft geen start en geen einde. Zo'n schema voert Smederij niet uit.",
        "Voeg één startgebeurtenis toe, en laat elke weg eindigen in een eindgebeurtenis.",
    ),
    "never_reached": (
        "{name} wordt nooit bereikt: geen weg vanaf een start komt er. Smederij voert dat niet uit.",
        "Trek er een stroom naartoe vanaf een stap die wel wordt bereikt, of haal het weg.",
    ),
    "leads_to_no_end": (
        "Vanaf {name} is geen einde te bereiken. Smederij voert dat niet uit.",
        "Trek een stroom naar een eindgebeurtenis.",
    ),
    "multiple_not_run": (
        "{name} gaat over meer dan één ding, zoals een bericht en een timer. Smederij voert dat niet uit.",
        "Teken voor elk ding een eigen gebeurtenis.",
    ),
    "signal_without_name": (
        "{name} verwijst niet naar een signaal met een naam. Smederij kan het dan niet herkennen.",
        "Kies een signaal, of geef het een naam.",
    ),
    "message_unnamed": (
        "{name} verwijst niet naar een bericht met een naam. Smederij kan het dan niet herkennen.",
        "Kies een bericht, of geef het een naam.",
    ),
    "name_computed": (
        "{name} verwijst naar een naam of code die wordt berekend: '{detail}'. Smederij leest die als gewone tekst.",
        "Schrijf de naam of code zelf, zonder = ervoor.",
    ),
    "extension_not_understood": (
        "Het bestand gebruikt een uitbreiding van BPMN ({detail}) die begrepen moet worden. Smederij kent die niet.",
        "Haal de uitbreiding weg, of zet mustUnderstand uit.",
    ),
    "same_catch": (
        "{name} vangt hetzelfde op als {other}, en die gaat altijd voor. {name} gebeurt dus nooit.",
        "Haal een van beide weg, of geef elk een eigen code.",
    ),
    "edge_on_event_subprocess": (
        "{name} staat op de rand van {other}. Op de rand van een gebeurtenis-subproces voert Smederij niets uit.",
        "Zet er een subproces in, met de gebeurtenis op de rand daarvan.",
    ),
    "loop_not_over_list": (
        "Bij {name} staat wel hoe vaak het gebeurt, maar niet zoals Smederij het uitvoert: met een lijst en een naam "
        "per item.",
        "Vul de invoerlijst (inputCollection) en de naam per item (inputElement) in.",
    ),
    "more_tokens": (
        "{name} heeft {detail} = {other}. Meer dan één token tegelijk voert Smederij niet uit.",
        "Haal {detail} weg. Gebruik een parallelle gateway om op meer te wachten.",
    ),
    "calls_none": (
        "{name} roept geen stappenplan aan dat Smederij kan uitvoeren.",
        "Kies een stappenplan dat in gebruik is, of neem het mee. Een proces of taak in hetzelfde bestand "
        "(calledElement) wordt niet aangeroepen.",
    ),
}
