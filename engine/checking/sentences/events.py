"""Sentences on events: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

EVENTS: Mapping[str, tuple[str, str]] = {
    "event_not_run": (
        "{name} is een gebeurtenis van de soort '{detail}'. Die kan op deze plek niet.",
        "Gebruik een van deze soorten: {other}.",
    ),
    "event_without_kind": ("{name} wacht nergens op.", "Kies een bericht, een timer, een signaal of een voorwaarde."),
    "event_without_name": (
        "{name} is een gebeurtenis van de soort '{detail}', maar heeft geen naam waaraan die te herkennen is.",
        "Kies bij de gebeurtenis een naam of code.",
    ),
    "error_not_caught": (
        "Niemand in dit proces vangt de fout '{detail}' van {name} op. De zaak stopt daar dan met een storing.",
        "Zet een foutgebeurtenis op de rand van het subproces, of gebruik een gewoon einde.",
    ),
    "error_goes_on": (
        "{name} vangt een fout op zonder te onderbreken. Dat kan niet: na een fout gaat een activiteit niet verder.",
        "Maak de gebeurtenis onderbrekend, of gebruik een escalatie.",
    ),
    "nothing_thrown_inside": (
        "{name} vangt een gebeurtenis van de soort '{detail}' op, maar in Smederij kan die in {other} niet ontstaan.",
        "Zet de gebeurtenis op een subproces of een aanroep.",
    ),
    "condition_never_changes": (
        "De voorwaarde van {name} leest geen gegevens. Zij is altijd waar, of nooit.",
        "Schrijf een voorwaarde met een gegeven dat kan veranderen.",
    ),
    "link_leads_nowhere": (
        "De link '{detail}' van {name} leidt naar {other} plaatsen. Het moet er precies één zijn.",
        "Kies in de Stappenlijst bij {name} bij *Verder bij* waar het verdergaat. In de tekening: maak in hetzelfde "
        "(sub)proces één ontvangende link met deze naam.",
    ),
    "link_from_nowhere": (
        "Naar de link '{detail}' van {name} verwijst niemand.",
        "Maak een verwijzende link met deze naam, of haal {name} weg.",
    ),
    "link_with_flow": (
        "Er gaat een stroom {detail} bij de link {name}. Een link vervangt die stroom.",
        "Haal de stroom weg.",
    ),
    "gateway_without_events": (
        "{name} wacht op het eerste van meer gebeurtenissen, maar er gaan geen twee stromen uit.",
        "Teken er minstens twee gebeurtenissen achter.",
    ),
    "gateway_to_other": (
        "Achter {name} staat {other}. Daar kan alleen iets staan dat wacht.",
        "Zet er een bericht, timer, signaal, voorwaarde of ontvangsttaak.",
    ),
    "gateway_event_shared": (
        "Naar {name} leidt ook een andere stroom. Een gebeurtenis achter een keuze hoort bij die keuze alleen.",
        "Haal de andere stroom weg, of teken er een eigen gebeurtenis voor.",
    ),
    "event_subprocess_start": (
        "Het gebeurtenis-subproces {which} begint niet met één gebeurtenis.",
        "Begin het met één bericht, timer, signaal, fout, escalatie of voorwaarde.",
    ),
    "timer_cycle_once": (
        "{name} herhaalt zich ({detail}), maar onderbreekt: dan gebeurt het maar één keer.",
        "Gebruik een duur, of maak de gebeurtenis niet-onderbrekend.",
    ),
    "timer_cycle_value": (
        "De herhaling van {name}, '{detail}', is niet te lezen.",
        "Schrijf bijvoorbeeld R3/P7D: drie keer, om de zeven dagen.",
    ),
    "passes_by_itself": (
        "Bij {name} krijgt niemand een taak: het proces gaat er vanzelf voorbij.",
        "Gebruik een gebruikerstaak als iemand iets moet doen of vastleggen.",
    ),
    "loop_without_limit": (
        "De lus om {name} heeft geen voorwaarde en geen maximum, of een maximum dat Smederij te hoog is.",
        "Vul een voorwaarde in, of een maximum tot {detail}.",
    ),
}
