"""Sentences on the rules of the standard: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

STANDARD: Mapping[str, tuple[str, str]] = {
    "reference_unknown": (
        "{name} verwijst met {attribute} naar '{detail}'. Dat staat niet in het bestand.",
        "Kies iets dat er wel is, of haal de verwijzing weg. Schrijf het id zonder voorvoegsel.",
    ),
    "reference_of_other_kind": (
        "{name} verwijst met {attribute} naar '{detail}', maar dat is een {other}.",
        "Kies hier: {wanted}.",
    ),
    "drawn_unknown": (
        "In de tekening staat '{detail}', maar dat element is er niet.",
        "Haal het uit de tekening, of teken het element opnieuw.",
    ),
    "flow_to_other": (
        "Stroom {which} begint of eindigt bij {other} ({detail}). Daar kan geen stroom bij.",
        "Verbind de stroom met een activiteit, een gateway of een gebeurtenis, of gebruik een associatie.",
    ),
    "flow_crosses_pool": (
        "Stroom {which} gaat van het ene proces naar het andere.",
        "Gebruik een berichtenstroom tussen de twee, of zet beide in hetzelfde proces.",
    ),
    "flow_not_immediate": (
        "In stroom {which} mag er iets tussen komen (isImmediate). Dat kan niet in een proces dat wordt uitgevoerd.",
        "Haal isImmediate weg.",
    ),
    "lists_disagree": (
        "Bij {name} staat niet dezelfde stroom ({detail}) in de lijst {attribute} als er in de tekening kan {other}.",
        "Open het schema in de editor en bewaar het opnieuw, of verbeter de lijst.",
    ),
    "message_flow_to_other": (
        "De berichtenstroom {which} begint of eindigt bij {other} ({detail}). Die kan geen bericht sturen of krijgen.",
        "Verbind de berichtenstroom met een pool, een activiteit of een berichtgebeurtenis.",
    ),
    "message_flow_within_pool": (
        "De berichtenstroom {which} blijft binnen één pool.",
        "Gebruik binnen een pool een gewone stroom, of een bericht dat een gebeurtenis stuurt en een andere ontvangt.",
    ),
    "message_flow_wrong_way": (
        "De berichtenstroom {which} {detail} bij {other}, maar dat kan daar niet: "
        "een start wacht, een einde verstuurt, en een tussengebeurtenis doet een van beide.",
        "Draai de berichtenstroom om, of verbind hem met een andere gebeurtenis.",
    ),
    "message_flow_without_message": (
        "De berichtenstroom {which} hoort bij {other}, maar dat is geen berichtgebeurtenis.",
        "Maak er een berichtgebeurtenis van, of haal de berichtenstroom weg.",
    ),
    "timer_twice": (
        "De timer van {name} heeft meer dan één tijd: een datum, een duur of een herhaling.",
        "Laat er één staan.",
    ),
    "thrown_without_code": (
        "{name} verwijst naar een fout of escalatie zonder code ({detail}). Niemand kan die dan herkennen.",
        "Geef die een code.",
    ),
    "compensation_edge_goes_on": (
        "De compensatiegebeurtenis {which} staat op niet-onderbrekend. Dat betekent niets: de activiteit is al klaar.",
        'Haal cancelActivity="false" weg.',
    ),
    "link_to_other": (
        "De link '{detail}' van {name} hoort bij een link met een andere naam of een andere plek ('{other}').",
        "Geef beide dezelfde naam, in hetzelfde (sub)proces.",
    ),
    "gateway_mixed": (
        "Achter {name} wacht een ontvangsttaak én een berichtgebeurtenis. Dat mag niet naast elkaar.",
        "Gebruik alleen berichtgebeurtenissen, of alleen ontvangsttaken.",
    ),
    "gateway_task_with_edge": (
        "{name} staat op de rand van {other}, die achter een keuze op gebeurtenissen staat. Daar mag niets op de rand.",
        "Teken een gebeurtenis achter de gateway in plaats van op de rand.",
    ),
    "gateway_waits_for_all": (
        "{name} wil op alle gebeurtenissen wachten. Dat mag alleen als zij het proces begint.",
        "Haal eventGatewayType weg, of gebruik een parallelle gateway met een gebeurtenis op elke weg.",
    ),
    "gateway_does_nothing": (
        "{name} splitst niets en brengt niets samen: er komt één stroom in en er gaat er één uit.",
        "Haal de gateway weg, of teken de andere wegen.",
    ),
    "gateway_direction": (
        "{name} heeft de richting {detail}, maar de stromen zeggen iets anders ({other}).",
        "Haal gatewayDirection weg, of verbeter de stromen.",
    ),
    "quantity": (
        "{name} heeft {detail} = {other}. Minder dan één mag niet.",
        "Haal {detail} weg.",
    ),
    "loop_said_twice": (
        "Bij {name} staat meer dan één keer hoe vaak het gebeurt: een aantal en een lijst.",
        "Laat de lijst (inputCollection) staan, en haal het aantal of de andere lijst weg.",
    ),
    "loop_behaviour": (
        "Bij {name} hoort een gebeurtenis te komen als een herhaling klaar is ({detail}). Dat voert Smederij niet uit.",
        "Haal behavior weg. Gebruik een voorwaarde om te stoppen, of een gebeurtenis achter {name}.",
    ),
    "subprocess_with_data": (
        "Het subproces {which} heeft een ioSpecification. Dat mag niet bij een subproces.",
        "Haal die weg. Gebruik invoer en uitvoer (ioMapping).",
    ),
    "transaction_method": (
        "De transactie {which} gebruikt de methode {detail}. Smederij draait altijd terug met compensatie.",
        "Haal method weg, of schrijf ##Compensate.",
    ),
    "instantiates": (
        "{name} wil zelf een proces beginnen (instantiate). Dat voert Smederij niet uit.",
        "Begin het proces met een startgebeurtenis, en haal instantiate weg.",
    ),
    "task_begins_late": (
        "{name} wil zelf een proces beginnen (instantiate), maar er gaat een stroom naartoe.",
        "Haal instantiate weg.",
    ),
    "gateway_begins_late": (
        "{name} wil zelf een proces beginnen (instantiate), maar er gaat een stroom naartoe.",
        "Haal instantiate weg.",
    ),
    "script_without_format": (
        "Bij {name} staat een script, maar niet in welke taal (scriptFormat).",
        "Haal het script weg en schrijf de uitdrukking in FEEL.",
    ),
    "ad_hoc_empty": (
        "In het ad-hoc-subproces {which} staat geen activiteit.",
        "Zet er een activiteit in, of haal het subproces weg.",
    ),
    "ad_hoc_with_event": (
        "{name} staat in {other}. Een ad-hoc-subproces heeft geen start en geen einde.",
        "Haal {name} weg, of maak er een gewoon subproces van.",
    ),
    "operation_data": (
        "{name} gebruikt een dienst (operationRef), maar er staat niet precies één groep gegevens in, "
        "of meer dan één groep uit.",
        "Haal operationRef weg, of geef {name} één inputSet en hooguit één outputSet.",
    ),
    "called_without_start": (
        "{name} roept het proces {detail} aan, maar dat begint alleen met een gebeurtenis.",
        "Geef {detail} ook een gewone start, of kies een ander proces.",
    ),
    "definition_shared": (
        "{name} verwijst naar wat {other} verstuurt of afwacht. Een gebeurtenis kan dat niet met een andere delen.",
        "Geef {name} een eigen bericht, timer of signaal.",
    ),
    "mime_type": (
        "De tekst bij {name} heeft een soort ({detail}) die niet bestaat.",
        "Haal textFormat weg, of schrijf bijvoorbeeld text/plain.",
    ),
    "performer_not_read": (
        "Bij {name} staat met {detail} wie het doet. Daar doet Smederij niets mee.",
        "Haal {detail} weg. Kies een of meer groepen, of vul één persoon in.",
    ),
    "called_twice": (
        "{name} noemt twee processen die worden aangeroepen: {detail} en {other}. Smederij weet niet welk bedoeld is.",
        "Laat er één staan.",
    ),
    "data_in_no_set": (
        "Het gegeven {which} hoort bij geen enkele groep (inputSet of outputSet).",
        "Zet het in een groep, of haal het weg.",
    ),
    "data_from_several": (
        "De gegevensstroom {which} komt van meer plaatsen, en er staat niet hoe die worden samengevoegd.",
        "Teken een gegevensstroom voor elke plaats.",
    ),
    "collection_disagrees": (
        "Of {name} een lijst is (isCollection), klopt niet met de soort {detail}.",
        "Zet isCollection bij allebei op dezelfde waarde.",
    ),
    "arrow_of_other_type": (
        "De gegevensstroom {which} neemt {detail} over in {other}, maar die zijn van een verschillende soort.",
        "Geef beide dezelfde soort (itemSubjectRef), of haal de soort weg.",
    ),
    "task_data_of_other_type": (
        "Bij {name} is het gegeven {detail} van een andere soort dan het bericht {other}.",
        "Geef beide dezelfde soort, of haal de soort (itemSubjectRef) weg bij het gegeven.",
    ),
    "event_data_of_other_type": (
        "Bij {name} is het gegeven {detail} van een andere soort dan {other}, die ermee komt of gaat.",
        "Geef beide dezelfde soort, of haal de soort (itemSubjectRef) weg bij het gegeven.",
    ),
    "loop_item_of_other_type": (
        "{name} krijgt per keer het gegeven {detail}, maar dat is van een andere soort dan wat er in de lijst staat.",
        "Geef {detail} de soort van één ding uit de lijst, of haal de soort weg.",
    ),
    "other_language": (
        "Bij {name} staat een uitdrukking in een andere taal ({detail}). Smederij leest alleen FEEL.",
        "Schrijf de uitdrukking in FEEL, en haal language weg.",
    ),
    "import_not_read": (
        "Het bestand haalt een ander bestand erbij ({detail}). Dat leest Smederij niet.",
        "Zet alles in één bestand, en roep een ander proces aan met een aanroep.",
    ),
    "choreography_not_run": (
        "{name} is een choreografie. Die beschrijft afspraken tussen partijen, en Smederij voert alleen processen uit.",
        "Teken het proces van de gemeente zelf, en de anderen als lege pool.",
    ),
    "conversation_not_run": (
        "{name} is een conversatie. Die beschrijft wie met wie praat, en Smederij voert alleen processen uit.",
        "Haal haar weg. Gebruik pools met berichtenstromen.",
    ),
    "global_conversation": (
        "{name} staat in de globale conversatie {other}. Daar horen alleen partijen en berichtenstromen in.",
        "Haal {name} daar weg.",
    ),
    "choreography_in_process": (
        "{name} is een stap van een choreografie, en die hoort niet in een proces.",
        "Gebruik een taak met een berichtenstroom naar de andere pool.",
    ),
    "public_and_executable": (
        "Het proces {name} is openbaar (Public) en ook uitvoerbaar. Dat gaat niet samen.",
        "Haal processType weg, of schrijf Private.",
    ),
    "pool_multiplicity": (
        "Het aantal deelnemers van {name} klopt niet: {detail}.",
        "Vul minstens 0 en hooguit 1 of meer in, en het eerste niet hoger dan het tweede.",
    ),
    "lane_of_other_process": (
        "In baan {which} ligt {other}, maar dat hoort bij een ander proces.",
        "Haal het uit de baan, of zet het in het goede proces.",
    ),
    "node_in_two_lanes": (
        "{detail} ligt in baan {which} en ook in baan {other}.",
        "Laat het in één baan liggen.",
    ),
    "misplaced": (
        "Bij {name} staat een onderdeel ({detail}) waar dat niet mag, of er ontbreekt een onderdeel.",
        "Open het schema in de editor en bewaar het opnieuw, of haal het onderdeel weg.",
    ),
    "attribute_missing": ("Bij {name} ontbreekt {other}, en dat is verplicht.", "Vul {other} in."),
    "attribute_unknown": (
        "{name} heeft een kenmerk ({other}) dat in BPMN niet bestaat.",
        "Haal het weg. Wat van een programma is, heeft een eigen voorvoegsel.",
    ),
    "attribute_value": (
        "Bij {name} staat een waarde die daar niet kan: {other}.",
        "Kies een waarde die de standaard kent.",
    ),
}
