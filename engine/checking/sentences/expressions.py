"""Sentences on expressions and on the variables that they read and write. Dutch, level B1."""

from __future__ import annotations

from collections.abc import Mapping

EXPRESSIONS: Mapping[str, tuple[str, str]] = {
    # code: (what is wrong, what to do)
    "not_feel": (
        "{attribute} van {name} is geen geldige FEEL ({detail}).",
        "Verbeter de uitdrukking.",
    ),
    "means_else": (
        "{attribute} van {name} betekent waarschijnlijk iets anders dan u bedoelt: {detail}.",
        "Verbeter de uitdrukking.",
    ),
    "needs_feel": (
        "{attribute} van {name} is vaste tekst: {detail}. Die wordt niet uitgerekend.",
        "Schrijf een FEEL-uitdrukking. Die begint met =, zoals =bedrag > 5000.",
    ),
    "no_expression": ("{name} heeft geen {detail}.", "Vul die in."),
    "timer_value": (
        "De timer van {name} is geen datum, duur of FEEL: {detail}.",
        "Schrijf bijvoorbeeld P14D, of =werkdagen(5).",
    ),
    "variable_name": (
        "{name} gebruikt de naam '{detail}'. Een uitdrukking kan die naam niet lezen.",
        "Gebruik kleine letters, cijfers en _, zoals totaal_bedrag, en geen woord uit de taal FEEL zelf.",
    ),
    "variable_style": (
        "{name} gebruikt de naam '{detail}'. Onze namen hebben alleen kleine letters, cijfers en _.",
        "Schrijf bijvoorbeeld totaal_bedrag, en overal dezelfde naam.",
    ),
    "reserved_variable": ("{name} schrijft naar '{detail}'. Die naam is van het systeem.", "Kies een andere naam."),
    "unknown_variable": ("{attribute} van {name} leest '{other}', maar niets geeft die naam een waarde.", "{detail}"),
    "foreign_variable": (
        "{attribute} van {name} leest '{other}'. Die naam krijgt in dit proces nergens een waarde.",
        "{detail} Geeft een ander proces de waarde? Neem dat dan mee in de controle.",
    ),
    "call_without_input": (
        "{name} geeft niet mee wat *{other}* leest: {detail}. Daar komt dan een storing.",
        "Kies *Aanpassen* en geef elke naam een waarde bij *Wat gaat erin?*, zoals {example} = {example}. Is het een "
        "vraag in het formulier waarmee *{other}* begint? Bij een aanroep ziet niemand dat formulier.",
    ),
    "unknown_column": (
        "{attribute} van {name} leest '{other}', maar dat wordt in de regels van die lijst niet gevraagd.",
        "{detail}",
    ),
    "unknown_of_file": (
        "{attribute} van {name} leest '{other}', maar zo heet niets van een bestand.",
        "{detail}",
    ),
    "compared_types": (
        "{attribute} van {name} vergelijkt '{subject}' met {other}. Maar '{subject}' is {is}, en {other} is "
        "{is_other}. Die zijn niet te vergelijken.",
        "Vergelijk '{subject}' met {is}.",
    ),
    "compared_list": (
        "{attribute} van {name} vergelijkt '{subject}' met {other}. Maar de een is een lijst en de ander niet. "
        "Die zijn niet te vergelijken.",
        "Gebruik list contains om te kijken of iets in een lijst staat.",
    ),
    "bare_test": (
        "{attribute} van {name} zegt '{test}' zonder iets ervoor. Er is dan niets om te vergelijken.",
        "Schrijf ervoor wat u vergelijkt. Of haal de spatie weg: '>=' is één teken.",
    ),
    "unknown_option": (
        "{attribute} van {name} vergelijkt '{subject}' met {other}. Dat kan '{subject}' nooit zijn.",
        "{detail}",
    ),
    "gateway_gap": (
        "Bij {example} klopt geen van de voorwaarden uit {name}. De zaak stopt dan met een storing.",
        "Kies een standaardstroom, of maak een van de voorwaarden ruimer.",
    ),
    "gateway_overlap": (
        "Bij {example} kloppen twee voorwaarden uit {name}: {first} en {second}. Alleen de eerste telt dan.",
        "Maak een van de voorwaarden smaller, zodat er altijd één klopt.",
    ),
}
