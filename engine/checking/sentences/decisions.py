"""Sentences on decision tables: what is wrong, and what to do. Dutch, level B1."""

from __future__ import annotations

from collections.abc import Mapping

DECISIONS: Mapping[str, tuple[str, str]] = {
    # code: (what is wrong, what to do)
    "decision_finding": ("De beslissing {name}{other} klopt niet: {detail}.", "Verbeter de beslissing."),
    "duplicate_decision": (
        "De beslissing {detail} staat in {name} en in {other}.",
        "Geef elke beslissing een eigen id.",
    ),
    "table_not_written": (
        "In tabel {name} staat bij regel {detail} nog wat u moest invullen.",
        'Kies waar de tabel naar kijkt, en schrijf op die plaats de uitkomst, zoals "toegekend".',
    ),
    "table_gap": (
        "In tabel {name} past geen regel bij {example}{more}. De beslissing heeft dan geen uitkomst.",
        "Voeg een regel toe voor dit geval, of geef elke uitkomst een standaardwaarde.",
    ),
    "table_gap_doubtful": (
        "In tabel {name} past geen regel bij {example}{more}. De beslissing heeft dan geen uitkomst.",
        "Kan dit voorkomen? Voeg dan een regel toe. Kan het niet? Vul dan de toegestane waarden van de kolom in.",
    ),
    "table_overlap": (
        "In tabel {name} passen regel {first} en regel {second} allebei bij {example}{more}. "
        "De beslissing heeft dan geen uitkomst.",
        "Maak een van de regels smaller, of kies FIRST: dan geldt de bovenste regel.",
    ),
    "table_contradiction": (
        "In tabel {name} passen regel {first} en regel {second} allebei bij {example}{more}, "
        "met een andere uitkomst. De beslissing heeft dan geen uitkomst.",
        "Geef beide regels dezelfde uitkomst, of maak een van de regels smaller.",
    ),
    "cell_means_else": (
        "Regel {detail} van tabel {name} betekent in kolom '{other}' waarschijnlijk iets anders dan u bedoelt: {way}.",
        "Verbeter de cel.",
    ),
    "table_without_order": (
        "Tabel {name} kiest naar de volgorde van een lijst van uitkomsten, maar kolom '{other}' heeft die niet.",
        "Kies de bovenste regel die past (First), en zet boven wat voorgaat. Of geef de kolom in de tekening haar "
        "toegestane waarden, in volgorde.",
    ),
    "table_hidden": (
        "Regel {detail} van tabel {name} wordt nooit gebruikt: de regels erboven gaan altijd voor.",
        "Zet de regel hoger, of haal die weg.",
    ),
    "table_impossible": (
        "Regel {detail} van tabel {name} past nooit: kolom '{other}' heeft nooit zo'n waarde.",
        "Verbeter de cel in die kolom, of haal de regel weg.",
    ),
    "table_too_large": (
        "Tabel {name} is zo groot dat niet alles is nagekeken: er kunnen regels ontbreken of botsen.",
        "Splits de tabel in kleinere tabellen.",
    ),
}
