"""Sentences on ids, names, files and properties: how things are called, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping

NAMING: Mapping[str, tuple[str, str]] = {
    "duplicate_id": ("Het id {detail} komt meer dan één keer voor.", "Geef elk element een eigen id."),
    "shared_id": (
        "Het id {detail} wordt ook gebruikt in {other}.",
        "Geef elk element een id dat nergens anders voorkomt.",
    ),
    "misnamed": (
        "Het proces in de tekening heeft het id {detail}, maar het is een wijziging van {other}.",
        "Geef het proces weer het id {other}.",
    ),
    "reserved_id": (
        "Het id {detail} kan het systeem niet gebruiken.",
        "Begin met een letter, gebruik letters, cijfers, _ en -, en niet Start of End.",
    ),
    "not_run": ("{kind} {which} wordt door Smederij niet uitgevoerd.", "{detail}"),
    "no_id": (
        "Er staat een element ({detail}) zonder id in het schema. Het wordt niet uitgevoerd.",
        "Geef het element een id, of haal het weg.",
    ),
    "unknown_extension": (
        "{name} heeft een instelling ({detail}) waar Smederij niets mee doet.",
        "Haal die instelling weg.",
    ),
    "foreign_setting": (
        "Bij {name} staat nog wat een ander programma moest weten: {detail}. Smederij doet daar niets mee.",
        "Kijk of u er iets van nodig hebt, vul dat hier in, en haal het andere weg.",
    ),
    "unknown_status": ("De status '{detail}' van {name} bestaat niet.", "Kies een van: {other}."),
    "unknown_effect": ("Het rechtsgevolg '{detail}' van {name} bestaat niet.", "Kies advies, beschikking of geen."),
    "no_effect": (
        "Bij het einde {which} staat niet of het een advies of een beschikking is.",
        "Kies bij dit einde het rechtsgevolg: advies, beschikking of geen.",
    ),
    "retention_class": (
        "De bewaartermijn '{detail}' van {name} is geen nummer uit de selectielijst.",
        "Kies de bewaartermijn, bijvoorbeeld 6.1.9 of 6.3.",
    ),
    "retention_not_in_table": (
        "De bewaartermijn '{detail}' van {name} staat niet in de tabel van het stappenplan *Bewaartermijn*. Wat hier "
        "eindigt, wordt dan nooit vernietigd.",
        "Zet {detail} in die tabel, of kies een klasse die erin staat.",
    ),
    "no_retention": (
        "Het einde {which} heeft geen bewaartermijn.",
        "Kies de bewaartermijn, bijvoorbeeld 6.1.9 of 6.3.",
    ),
    "unknown_property": ("De eigenschap '{detail}' van {name} is onbekend.", "Haal die weg, of kies een van: {other}."),
    "property_elsewhere": (
        "De eigenschap '{detail}' doet niets op {name}.",
        "Haal die weg, of zet die op een element van de soort: {other}.",
    ),
    "property_value": (
        "De waarde '{other}' van de eigenschap '{detail}' van {name} betekent niets.",
        "Zet dit aan of uit (true of false).",
    ),
    "text_without_status": (
        "{name} heeft een tekst voor de indiener, maar geen status. Niemand leest die tekst.",
        "Kies ook een status voor de indiener, of haal de tekst weg.",
    ),
    "reference_prefix": (
        "Het begin van het nummer, '{detail}', kan niet.",
        "Gebruik 2 tot 12 hoofdletters, zoals IDEE.",
    ),
    "shared_prefix": (
        "Het nummer van dit stappenplan begint met {detail}, net als dat van {other}.",
        "Geef elk stappenplan een eigen begin van het nummer, zodat mensen ze uit elkaar houden.",
    ),
    "noun": (
        "Dit kan niet: {detail}.",
        "Gebruik letters en cijfers, met een spatie, een streepje of een apostrof ertussen: hooguit {other} tekens, "
        "zoals aanvraag.",
    ),
    "noun_article": (
        "Bij het woord voor één zaak hoort de of het, en er staat iets anders.",
        "Kies de of het, zoals bij de aanvraag en het idee.",
    ),
    "half_a_noun": (
        "Het stappenplan zegt maar half hoe een zaak heet. Dit ontbreekt: {detail}.",
        "Vul het aan, of haal alle woorden voor een zaak weg.",
    ),
    "statutory_term": (
        "De wettelijke termijn '{detail}' van {name} is geen termijn.",
        "Kies een termijn in één eenheid, zoals 8 weken (P8W).",
    ),
    "decision_without_term": (
        "Dit kan eindigen met een beschikking ({detail}), maar het begin {name} heeft geen wettelijke termijn.",
        "Kies bij dit begin de wettelijke termijn, zoals 8 weken (artikel 4:13 Awb).",
    ),
    "term_without_decision": (
        "Het begin {name} heeft een wettelijke termijn, maar geen einde is een beschikking.",
        "Haal de termijn weg, of kies bij een einde het rechtsgevolg beschikking.",
    ),
    "form_file": (
        "In {detail} staat het formulier '{other}'.",
        "Zet elk formulier in forms/<id>.form, met hetzelfde id in het bestand.",
    ),
    "mail_file": (
        "Het bericht {detail} staat niet in de map mails zelf.",
        "Zet het direct in de map mails, met een eigen naam.",
    ),
    "letter_file": (
        "De brief {detail} staat niet in de map letters zelf.",
        "Zet die direct in de map letters, met een eigen naam.",
    ),
    "unreadable": ("{name} kan niet worden gelezen: {detail}.", "Herstel het bestand, of haal het weg."),
    "no_shape": ("{name} is niet getekend.", "Teken het element, anders is het in geen plaatje te zien."),
    "no_process_name": ("Het proces {detail} heeft geen naam.", "Geef het een naam die iedereen herkent."),
    "no_name": ("{kind} {which} heeft geen naam.", "Geef een naam, zodat iedereen de stap herkent."),
}
