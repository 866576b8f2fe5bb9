"""Sentences on how processes begin, on messages between them and on data objects: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

STARTS: Mapping[str, tuple[str, str]] = {
    "several_plain_starts": (
        "Het proces heeft {detail} gewone starts. Bij {name} is niet duidelijk wie er begint.",
        "Geef elke gewone start een formulier en kies wie ermee mag beginnen, of laat er één staan.",
    ),
    "start_with_event": (
        "Het proces begint met {name}, een start van de soort '{detail}'. Zoiets gebeurt alleen in een proces dat al "
        "loopt (BPMN 10.5.2).",
        "Gebruik een gewone start, een bericht, een timer of een signaal.",
    ),
    "start_by_condition": (
        "Het proces begint met {name}, zodra een voorwaarde waar wordt. Voor er een zaak is, zijn er nog geen gegevens "
        "om naar te kijken.",
        "Gebruik een timer met een beslissing erachter, of laat een ander proces een bericht of signaal versturen.",
    ),
    "start_in_part": (
        "Het subproces begint met {name}, een start van de soort '{detail}'. Een subproces begint als het aan de beurt "
        "is (BPMN 10.5.2).",
        "Gebruik een gewone start, of maak er een gebeurtenis-subproces van.",
    ),
    "start_asks_nobody": (
        "{name} begint vanzelf (soort '{detail}'), maar heeft een formulier, of zegt wie ermee mag beginnen.",
        "Haal die weg, of teken er een gewone start bij.",
    ),
    "aside_for_outsiders": (
        "Met {name} mag '{detail}' beginnen. Dat gaat met een knop op de pagina van de zaak, en die is niet voor "
        "'{detail}'.",
        "Kies groepen die aan de zaak werken.",
    ),
    "aside_asks": (
        "Het formulier van {name} vraagt of toont iets wat daar niet kan: {detail}. Met dit formulier begint iemand "
        "iets naast de taken.",
        "Vraag geen bestanden en geen gegevens van de indiener, en gebruik alleen antwoorden van dit formulier zelf. "
        "Vraag de rest in een taak erachter.",
    ),
    "start_by_duration": (
        "De timer van {name} is een duur ({detail}). Er is nog niets vanaf wanneer die kan lopen.",
        "Kies een datum, of een herhaling zoals R/P7D.",
    ),
    "start_reads": (
        "De timer van {name} leest {detail}. Voor er een zaak is, zijn er nog geen gegevens.",
        "Schrijf een vast moment, of reken met vandaag of nu.",
    ),
    "same_start": (
        "{name} begint met '{detail}', net als {other}. Eén bericht of signaal zou op twee plaatsen beginnen.",
        "Laat er één staan, met een splitsing of keuze erachter.",
    ),
    "begins_itself": (
        "Het proces begint met het signaal '{detail}' van {name}, en verstuurt dat ook zelf. Dat kan eindeloos "
        "doorgaan.",
        "Gebruik een eigen naam voor het signaal dat het proces verstuurt.",
    ),
    "unclear_start": (
        "{name} begint het proces {detail}, maar dat heeft {other} gewone starts.",
        "Geef dat proces precies één gewone start.",
    ),
    "heard_by_nobody": (
        "{name} verstuurt het bericht '{detail}', maar geen proces wacht daarop.",
        "Kies een bericht waarop een ander proces wacht of waarmee het begint.",
    ),
    "sent_without_key": (
        "{name} verstuurt het bericht '{detail}' zonder sleutel. {other} wacht erop, maar is zo niet te vinden.",
        "Vul de kopregel key in, met dezelfde waarde als de sleutel van wie wacht.",
    ),
    "waits_without_key": (
        "{name} verstuurt het bericht '{detail}'. {other} wacht daarop zonder sleutel, en is zo niet te vinden.",
        "Vul bij het bericht van wie wacht een sleutel in (correlationKey).",
    ),
    "store_with_variable": (
        "{name} staat voor gegevens buiten het proces. Smederij leest of schrijft daar niets.",
        "Haal 'variable' weg, of gebruik een gegevensobject.",
    ),
    "data_two_variables": (
        "{name} staat voor het gegeven '{detail}', maar hetzelfde gegevensobject staat elders voor '{other}'.",
        "Kies één naam.",
    ),
    "data_never_given": (
        "{name} staat voor het gegeven '{detail}', maar geen stap waar het te zien is, vult dat in.",
        "Vraag het in een formulier, laat een stap het uitrekenen, of haal 'variable' weg.",
    ),
    "arrow_computes": (
        "Bij de gegevensstroom van {name} staat een berekening ({detail}). Die wordt niet uitgevoerd.",
        "Haal die weg, en reken in een rekentaak of in de invoer en uitvoer van de stap.",
    ),
    "arrow_to_nothing": (
        "De gegevensstroom van {name} begint of eindigt niet bij een gegevensobject (BPMN 10.4.1).",
        "Trek de pijl naar een gegevensobject of gegevensopslag, of haal hem weg.",
    ),
    "data_out_of_sight": (
        "{name} gebruikt {other}, maar dat hoort bij een subproces waar deze stap niet in ligt (BPMN 10.4.1).",
        "Teken het gegevensobject in het proces of subproces dat om alle stappen heen ligt die het gebruiken.",
    ),
    "data_not_given": (
        "Volgens de pijl vult {name} {other} in, maar deze stap geeft het gegeven '{detail}' niet.",
        "Vraag het in het formulier van de stap, of haal de pijl weg.",
    ),
    "message_life": (
        "{name} bewaart het bericht '{detail}'. Dat is geen duur.",
        "Schrijf bij timeToLive bijvoorbeeld PT1H of P7D.",
    ),
}
