"""Finding: one thing that is wrong with a process, and the one table of sentences that owners read about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.dialect.elements import Element

ERROR = "error"
WARNING = "warning"

SENTENCES: Mapping[str, tuple[str, str]] = {
    # code: (what is wrong, what to do)
    "duplicate_id": ("Het id {detail} komt meer dan één keer voor.", "Geef elk element een eigen id."),
    "shared_id": (
        "Het id {detail} wordt ook gebruikt in {other}.",
        "Geef elk element een id dat nergens anders voorkomt.",
    ),
    "reserved_id": (
        "Het id {detail} kan het systeem niet gebruiken.",
        "Begin met een letter, gebruik letters, cijfers, _ en -, en niet Start of End.",
    ),
    "not_run": ("{kind} {name} wordt door Smederij niet uitgevoerd.", "{detail}"),
    "event_not_run": (
        "{name} is een gebeurtenis van de soort '{detail}'. Die wordt niet uitgevoerd.",
        "Gebruik een bericht of een timer, of een gewone start of einde.",
    ),
    "event_without_kind": ("{name} wacht nergens op.", "Kies een bericht of een timer."),
    "start_with_event": (
        "Het proces begint met {name}, een start van de soort '{detail}'.",
        "Gebruik een gewone start. Alleen een gebeurtenis-subproces begint met een bericht.",
    ),
    "no_start": ("{name} heeft geen startgebeurtenis.", "Voeg één startgebeurtenis toe."),
    "several_starts": (
        "{name} heeft {detail} startgebeurtenissen; alleen de eerste zou beginnen.",
        "Laat er één staan.",
    ),
    "no_end": ("{name} heeft geen eindgebeurtenis.", "Laat elke weg eindigen in een eindgebeurtenis."),
    "event_subprocess_start": (
        "Het gebeurtenis-subproces {name} begint niet met één bericht dat onderbreekt.",
        "Begin het met één onderbrekende berichtstart.",
    ),
    "event_subprocess_flow": (
        "Het gebeurtenis-subproces {name} heeft een stroom naar binnen of naar buiten.",
        "Haal die stroom weg: een gebeurtenis-subproces staat los.",
    ),
    "loop_not_run": (
        "De herhaling op {name} ({detail}) wordt niet uitgevoerd.",
        "Gebruik een parallelle meervoudige gebruikerstaak, of teken de lus met een keuze.",
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
    "dangling_flow": (
        "Stroom {name} begint of eindigt nergens.",
        "Verbind beide kanten met een element van hetzelfde proces.",
    ),
    "flow_crosses_scope": (
        "Stroom {name} gaat door de rand van een subproces.",
        "Laat de stroom binnen het subproces blijven, of verbind het subproces zelf.",
    ),
    "flow_into_start": (
        "Er loopt een stroom naar de start {name}.",
        "Een startgebeurtenis heeft alleen stromen naar buiten.",
    ),
    "flow_out_of_end": (
        "Er loopt een stroom uit het einde {name}.",
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
        "Stroom {name} heeft geen voorwaarde en is niet de standaardstroom.",
        "Geef een voorwaarde, of maak deze stroom de standaard.",
    ),
    "default_with_condition": (
        "Stroom {name} is de standaardstroom en heeft ook een voorwaarde.",
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
        "Stroom {name} heeft een voorwaarde, maar komt niet uit een keuze.",
        "Zet er een exclusieve gateway voor, of haal de voorwaarde weg.",
    ),
    "several_ways_out": (
        "Uit {name} gaan {detail} stromen.",
        "Zet er een gateway achter: een keuze, of een splitsing.",
    ),
    "join_without_split": (
        "{name} wacht op {detail} wegen, maar die komen niet uit één splitsing.",
        "Gebruik een parallelle gateway alleen om wegen samen te brengen die een parallelle gateway heeft gesplitst.",
    ),
    "not_feel": ("{attribute} van {name} is geen geldige FEEL: {detail}.", "Verbeter de uitdrukking."),
    "condition_not_feel": (
        "De voorwaarde van {name} begint niet met =.",
        "Schrijf een FEEL-uitdrukking, zoals =bedrag > 5000.",
    ),
    "no_expression": ("{name} heeft geen {detail}.", "Vul die in."),
    "timer_value": (
        "De timer van {name} is geen datum, duur of FEEL: {detail}.",
        "Schrijf bijvoorbeeld P14D, of =werkdagen(5).",
    ),
    "timer_cycle": ("De timer van {name} herhaalt zich. Dat wordt niet uitgevoerd.", "Gebruik een datum of een duur."),
    "message_without_name": (
        "{name} verwijst niet naar een bericht met een naam.",
        "Kies een bericht, of geef het een naam.",
    ),
    "no_form": ("{name} heeft geen formulier.", "Koppel een formulier (formId)."),
    "unknown_form": (
        "Het formulier {detail} van {name} bestaat niet.",
        "Maak forms/{detail}.form, of kies een ander formulier.",
    ),
    "no_group": (
        "{name} is voor niemand: er is geen groep en geen persoon.",
        "Vul een groep (candidateGroups) of persoon (assignee) in.",
    ),
    "unknown_group": ("De groep {detail} van {name} is onbekend.", "Kies een van: {other}."),
    "unknown_decision": (
        "De beslissing {detail} van {name} bestaat niet.",
        "Maak een beslistabel met dit id, of kies een andere.",
    ),
    "no_result": ("De uitkomst van {name} wordt nergens bewaard.", "Vul de naam van de uitkomst (resultVariable) in."),
    "unknown_process": (
        "Het proces {detail} dat {name} aanroept, bestaat niet.",
        "Kies een proces dat in gebruik is, of neem het mee.",
    ),
    "recursive_call": ("{name} roept via {detail} zichzelf aan. Dat eindigt nooit.", "Haal een van de aanroepen weg."),
    "unknown_job": (
        "{name} vraagt om werk van de soort '{detail}'. Dat kent het systeem niet.",
        "Kies een van: {other}.",
    ),
    "unknown_mail": (
        "Het bericht {detail} van {name} bestaat niet.",
        "Maak mails/{detail}.md, of kies een ander bericht.",
    ),
    "no_header": ("Bij {name} ontbreekt '{detail}'.", "Vul die in bij de kopregels (taskHeaders)."),
    "unknown_status": ("De status '{detail}' van {name} bestaat niet.", "Kies een van: {other}."),
    "unknown_effect": ("Het rechtsgevolg '{detail}' van {name} bestaat niet.", "Kies advies, beschikking of geen."),
    "no_retention": ("Het einde {name} heeft geen bewaartermijn.", "Vul retentionClass in, bijvoorbeeld 6.1.9 of 6.3."),
    "unknown_property": ("De eigenschap '{detail}' van {name} is onbekend.", "Haal die weg, of kies een van: {other}."),
    "statutory_term": (
        "De wettelijke termijn '{detail}' van {name} is geen termijn.",
        "Schrijf een termijn in één eenheid, zoals P8W.",
    ),
    "form_refused": ("Een formulier kan niet worden gebruikt: {detail}.", "Verbeter het formulier."),
    "decision_finding": ("Een beslistabel klopt niet: {detail}.", "Verbeter de tabel."),
    "no_shape": ("{name} is niet getekend.", "Teken het element, anders is het in geen plaatje te zien."),
    "no_name": ("{kind} {name} heeft geen naam.", "Geef een naam, zodat iedereen de stap herkent."),
    "ballot_without_loop": (
        "{name} is een stemming, maar wordt niet per persoon herhaald.",
        "Maak er een parallelle meervoudige taak van, met een persoon per item.",
    ),
    "ballot_without_person": (
        "{name} is een stemming, maar er staat niet wie er stemt.",
        "Vul bij de persoon (assignee) in voor wie elk stembiljet is, bijvoorbeeld =lid.id.",
    ),
    "internal_to_submitter": (
        "Veld {detail} van {name} is intern, maar dit formulier is voor de indiener.",
        "Haal 'internal' weg, of zet het veld op een ander formulier.",
    ),
    "reserved_variable": ("{name} schrijft naar '{detail}'. Die naam is van het systeem.", "Kies een andere naam."),
}

KINDS: Mapping[str, str] = {
    "adHocSubProcess": "Het ad-hoc-subproces",
    "boundaryEvent": "De randgebeurtenis",
    "businessRuleTask": "De beslistaak",
    "callActivity": "De aanroep",
    "complexGateway": "De complexe gateway",
    "dataObjectReference": "Het gegevensobject",
    "endEvent": "Het einde",
    "eventBasedGateway": "De gebeurtenisgateway",
    "exclusiveGateway": "De keuze",
    "inclusiveGateway": "De inclusieve gateway",
    "intermediateCatchEvent": "De tussengebeurtenis",
    "intermediateThrowEvent": "De mijlpaal",
    "manualTask": "De handmatige taak",
    "parallelGateway": "De splitsing",
    "receiveTask": "De ontvangtaak",
    "scriptTask": "De rekentaak",
    "sendTask": "De verzendtaak",
    "sequenceFlow": "De stroom",
    "serviceTask": "De servicetaak",
    "startEvent": "De start",
    "subProcess": "Het subproces",
    "transaction": "De transactie",
    "userTask": "De taak",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, why, and what to do. `code` stays the same when sentences are rewritten."""

    code: str
    severity: str
    file: str
    element_id: str
    element_name: str
    reason: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        word = "Fout" if self.severity == ERROR else "Let op"
        where = ", ".join(part for part in (self.element_id, self.file) if part)
        line = f", regel {self.line}" if self.line else ""
        return f"{word}: {self.reason} {self.remedy} ({where}{line})"


def make(
    code: str, file: str, element: Element | None = None, *, severity: str = ERROR, name: str = "", **words: object
) -> Finding:
    """A finding on an element, or on a file for None."""
    shown = name or (f"*{element.name or element.id}*" if element is not None else f"*{file}*")
    kind = KINDS.get(element.kind, element.kind) if element is not None else ""
    values = {"detail": "", "other": "", "attribute": "", **words, "name": shown, "kind": kind}
    reason, remedy = (sentence.format_map(values) for sentence in SENTENCES[code])
    return Finding(
        code,
        severity,
        file,
        element.id if element is not None else "",
        element.name if element is not None else "",
        reason,
        remedy,
        element.line if element is not None else None,
    )
