"""Sentences: what owners read about a process: what is wrong, and what to do. Dutch, level B1.

Those on expressions and on decision tables stand in tables of their own.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.checking.sentences_decisions import DECISIONS
from engine.checking.sentences_events import EVENTS
from engine.checking.sentences_expressions import EXPRESSIONS
from engine.checking.sentences_standard import STANDARD
from engine.checking.sentences_starts import STARTS
from engine.checking.sentences_undoing import UNDOING

SENTENCES: Mapping[str, tuple[str, str]] = {
    # code: (what is wrong, what to do)
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
    "boundary_never": (
        "{name} gaat nooit af: {other} is meteen klaar.",
        "Zet de gebeurtenis op een taak voor mensen, een subproces of een aanroep.",
    ),
    "no_start": ("{name} heeft geen startgebeurtenis.", "Voeg één startgebeurtenis toe."),
    "several_starts": (
        "{name} heeft {detail} startgebeurtenissen; alleen de eerste zou beginnen.",
        "Laat er één staan.",
    ),
    "no_end": ("{name} heeft geen eindgebeurtenis.", "Laat elke weg eindigen in een eindgebeurtenis."),
    "event_subprocess_flow": (
        "Het gebeurtenis-subproces {which} heeft een stroom naar binnen of naar buiten.",
        "Haal die stroom weg: een gebeurtenis-subproces staat los.",
    ),
    "loop_not_run": (
        "De herhaling op {name} wordt niet uitgevoerd: zij past niet bij dit element.",
        "Zet de herhaling op een taak, een subproces of een aanroep.",
    ),
    "loop_without_collection": (
        "{name} wordt herhaald, maar er staat niet voor welke lijst.",
        "Vul de invoerlijst (inputCollection) en de naam per item (inputElement) in.",
    ),
    "loop_without_output": (
        "{name} heeft een uitvoerlijst zonder uitvoerwaarde, of andersom.",
        "Vul beide in, of geen van beide.",
    ),
    "unreachable": ("{name} wordt nooit bereikt.", "Trek er een stroom naartoe, of haal het weg."),
    "no_way_to_end": ("Vanaf {name} is geen einde te bereiken.", "Trek een stroom naar een eindgebeurtenis."),
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
    "flow_without_condition": (
        "Stroom {which} heeft geen voorwaarde en is niet de standaardstroom.",
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
        "Kies een standaardstroom voor als geen enkele voorwaarde klopt. Zonder stopt een idee dan met een storing.",
    ),
    "condition_elsewhere": (
        "Stroom {which} heeft een voorwaarde, maar komt niet uit een keuze.",
        "Zet er een exclusieve of inclusieve gateway voor, of haal de voorwaarde weg.",
    ),
    "several_ways_out": (
        "Uit {name} gaan {detail} stromen.",
        "Zet er een gateway achter: een keuze, of een splitsing.",
    ),
    "two_at_once": (
        "{name} kan twee keer tegelijk gebeuren: er komen wegen los van elkaar samen. Zo gaat dat: {way}.",
        "Breng de wegen eerst samen met een parallelle gateway.",
    ),
    "never_ends": (
        "Als een idee bij {name} komt, is geen einde meer te bereiken, wat er ook gebeurt. Zo komt het er: {way}.",
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
    "message_without_name": (
        "{name} verwijst niet naar een bericht met een naam.",
        "Kies een bericht, of geef het een naam.",
    ),
    "same_message": (
        "{name} wacht op het bericht '{detail}', maar dat gaat altijd naar {other}.",
        "Geef elk een eigen bericht, of haal er een weg.",
    ),
    "no_form": ("{name} heeft geen formulier.", "Kies een formulier, of maak een nieuw formulier."),
    "unknown_form": (
        "Het formulier {detail} van {name} bestaat niet.",
        "Maak forms/{detail}.form, of kies een ander formulier.",
    ),
    "nobody_starts": (
        "{name} heeft een formulier, maar er staat niet wie ermee mag beginnen.",
        "Kies wie dit mag beginnen: een of meer groepen, of iedereen.",
    ),
    "no_group": (
        "{name} is voor niemand: er is geen groep en geen persoon.",
        "Kies een of meer groepen, of vul één persoon in.",
    ),
    "unknown_group": ("De groep {detail} van {name} is onbekend.", "Kies een van: {other}."),
    "candidate_users": (
        "{name} noemt losse personen (candidateUsers). Daar doet Smederij niets mee.",
        "Kies een of meer groepen, of vul één persoon in.",
    ),
    "priority_value": (
        "De prioriteit '{detail}' van {name} is geen heel getal van 0 tot en met 100.",
        "Schrijf bijvoorbeeld 50.",
    ),
    "unknown_decision": (
        "De beslissing {detail} van {name} bestaat niet.",
        "Maak een beslistabel met dit id, of kies een andere.",
    ),
    "no_result": ("De uitkomst van {name} wordt nergens bewaard.", "Vul de naam van de uitkomst in."),
    "unknown_process": (
        "Het proces {detail} dat {name} aanroept, bestaat niet.",
        "Kies een proces dat in gebruik is, of neem het mee.",
    ),
    "recursive_call": ("{name} roept via {detail} zichzelf aan. Dat eindigt nooit.", "Haal een van de aanroepen weg."),
    "unknown_job": (
        "{name} vraagt om werk van de soort '{detail}'. Dat kent het systeem niet.",
        "Kies wat het systeem doet: {other}.",
    ),
    "no_job": ("Bij {name} is niet gekozen wat het systeem doet.", "Kies een van: {other}."),
    "unknown_mail": (
        "Het bericht {detail} van {name} bestaat niet.",
        "Maak mails/{detail}.md, of kies een ander bericht.",
    ),
    "mail_computed": (
        "Het bericht van {name} wordt uitgerekend ({detail}). Zo is niet zeker dat het bestaat.",
        "Kies een vast bericht. Gebruik een keuze in het schema als er meer berichten zijn.",
    ),
    "unknown_letter": (
        "De brief {detail} van {name} bestaat niet.",
        "Maak letters/{detail}.md, of kies een andere brief.",
    ),
    "letter_computed": (
        "De brief van {name} wordt uitgerekend ({detail}). Zo is niet zeker dat die bestaat.",
        "Kies een vaste brief. Gebruik een keuze in het schema als er meer brieven zijn.",
    ),
    "letter_link": (
        "De brief {detail} van {name} gebruikt link. In een brief blijft die leeg, want de link is geheim.",
        "Haal link weg. Noem wat er te doen is, of hoe mensen contact opnemen.",
    ),
    "letter_subject": (
        "Het onderwerp van de brief {detail} van {name} gebruikt {other}. Een onderwerp is één regel, en die lezen "
        "ook medewerkers die niet mogen zien voor wie de brief is.",
        "Haal {other} uit het onderwerp. In de tekst van de brief mag {other} wel staan.",
    ),
    "no_address": (
        "De brief van {name} gaat naar iemand van wie geen adres bekend is.",
        "Vul het postadres in, of kies aan wie de brief gaat: {other}.",
    ),
    "address_not_asked": (
        "De brief van {name} gaat naar de indiener, maar geen formulier vraagt naar het adres.",
        "Kies bij de vraag naar het adres in een formulier: Is dit iets van de indiener zelf? Postadres. "
        "Of vul in deze stap een ander postadres in.",
    ),
    "unknown_register": (
        "Het register '{detail}' van {name} bestaat niet.",
        "Kies een van: {other}.",
    ),
    "empty_entry": (
        "Bij {name} staat niet wat er in het register komt.",
        "Vul bij de invoer per kolom een naam en een uitdrukking in, zoals besluit = uitkomst.",
    ),
    "typed_entry": (
        "Bij {name} komt in de kolom '{detail}' wat iemand zelf typt bij '{other}'. Daar kan een naam of adres in "
        "staan, en wat in een register staat, blijft.",
        "Zet in die kolom een keuze, een bedrag of een datum. De tekst zelf blijft bij het idee.",
    ),
    "no_header": ("Bij {name} ontbreekt {detail}.", "Vul dit in bij wat het systeem doet."),
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
    "form_refused": ("Een formulier kan niet worden gebruikt: {detail}.", "Verbeter het formulier."),
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
    "ballot_without_loop": (
        "{name} is een stemming, maar wordt niet per persoon herhaald.",
        "Maak er een parallelle meervoudige taak van, met een persoon per item.",
    ),
    "ballot_without_person": (
        "{name} is een stemming, maar er staat niet wie er stemt.",
        "Vul bij ‘Eén persoon’ in voor wie elk stembiljet is, bijvoorbeeld =lid.id.",
    ),
    "internal_to_submitter": (
        "Veld {detail} van {name} is intern, maar dit formulier is voor de indiener.",
        "Haal 'internal' weg, of zet het veld op een ander formulier.",
    ),
    "mapping_unused": (
        "{name} heeft {detail} die niet wordt uitgevoerd.",
        "Haal die weg, of zet een rekentaak ervoor of erna.",
    ),
    **EXPRESSIONS,
    **DECISIONS,
    **EVENTS,
    **STANDARD,
    **STARTS,
    **UNDOING,
}
