"""Rules on the file itself, and on activities and gateways."""

from __future__ import annotations

import re

from tests.engine.conformance.rules.telling import BASE, Rule, around, through
from tests.engine.conformance.telling import gateway
from tests.engine.diagrams import (
    FORMAL,
    catch,
    chain,
    each,
    end,
    flow,
    listening,
    message,
    node,
    signal,
    start,
    throw,
    timer,
    user,
)

EXPRESSION = f"<bpmn:loopCardinality {FORMAL}>3</bpmn:loopCardinality>"
COLLECTION = "<bpmn:loopDataInputRef>Lijst</bpmn:loopDataInputRef>"
MULTIPLE = each("=[1, 2]", "ding")
SET = "<bpmn:inputSet>{}</bpmn:inputSet><bpmn:outputSet />"
INPUT = '<bpmn:dataInput id="Gegeven" name="Gegeven" />'
ARROW = '<bpmn:dataInputAssociation id="Pijl">{}<bpmn:targetRef>Gegeven</bpmn:targetRef></bpmn:dataInputAssociation>'


def data(sets: str) -> str:
    return f"<bpmn:ioSpecification>{INPUT}{SET.format(sets)}</bpmn:ioSpecification>"


def looped(*said: str, **attributes: str) -> str:
    """A task for each item of a list, with more details."""
    told = "".join(f' {name}="{value}"' for name, value in attributes.items())
    written = MULTIPLE.replace("Characteristics>", f"Characteristics{told}>", 1)
    return user("Taak", written.replace("</bpmn:extensionElements>", "</bpmn:extensionElements>" + "".join(said)))


def inner(*inside: str, kind: str = "subProcess", **attributes: str) -> tuple[str, ...]:
    body = (*inside, start("Erin"), user("Binnen"), end("Eruit"), chain("Erin", "Binnen", "Eruit"))
    return through(node(kind, "Deel", *body, **attributes))


def marked(task: str, **attributes: str) -> str:
    told = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return re.sub(r'( id="[^"]*")', rf"\1{told}", task, count=1)


def race(first: str, second: str, **attributes: str) -> tuple[str, ...]:
    """A gateway that waits for the first of two."""
    keys = [part.split('id="', 1)[1].split('"', 1)[0] for part in (first, second)]
    choice = node("eventBasedGateway", "Wacht", **attributes)
    ways = "".join(chain("Wacht", key, "Klaar") for key in keys)
    return (start(), choice, first, second, end(), chain("Begin", "Wacht"), ways)


def choice(kind: str = "exclusive", **attributes: str) -> tuple[str, ...]:
    made = marked(gateway("Goed", kind, default="Nee"), **attributes)
    return (start(), made, end("Ja"), end("Weg"), flow("Begin", "Goed"), flow("Goed", "Ja", "=goed"),
            flow("Goed", "Weg", key="Nee"))  # fmt: skip


def prefixed(namespace: str) -> tuple[str, ...]:
    """An event and flows that are referred to by names with a prefix for this namespace."""
    come, go = "<bpmn:incoming>x:Begin_to_Wacht</bpmn:incoming>", "<bpmn:outgoing>x:Wacht_to_Klaar</bpmn:outgoing>"
    waits = node("intermediateCatchEvent", "Wacht", come, go, message("x:bericht"), **{"xmlns:x": namespace})
    begin = node("startEvent", "Begin", "<bpmn:outgoing>Begin_to_Wacht</bpmn:outgoing>")
    done = node("endEvent", "Klaar", "<bpmn:incoming>Wacht_to_Klaar</bpmn:incoming>")
    return (begin, waits, done, chain("Begin", "Wacht", "Klaar"))


PUBLISH = '<zeebe:taskDefinition type="publish" />'
SERVICE = (
    '<bpmn:interface id="Loket" name="Loket"><bpmn:operation id="Dienst" name="Dienst">'
    "<bpmn:inMessageRef>bericht</bpmn:inMessageRef></bpmn:operation></bpmn:interface>"
)
CALL = through(node("callActivity", "Roept", '<zeebe:calledElement processId="ander" />'))
LATER = catch("Later", timer("Duration", "P1D"))
COMES = catch("Komt", message("bericht"))
RECEIVE = node("receiveTask", "Krijgt", messageRef="antwoord")
FILE = (
    Rule("Elk id komt één keer voor", "duplicate_id", around(user("Taak"))),
    Rule(
        "Een verwijzing leidt naar iets dat er is",
        "reference_unknown",
        through(catch("Wacht", '<bpmn:messageEventDefinition messageRef="weg" />')),
        through(catch("Wacht", message("bericht"))),
    ),
    Rule(
        "Een verwijzing leidt naar de soort die er hoort: een bericht is geen signaal",
        "reference_of_other_kind",
        through(catch("Wacht", '<bpmn:signalEventDefinition signalRef="bericht" />')),
        through(catch("Wacht", signal())),
    ),
    Rule(
        "Een voorvoegsel bij een verwijzing is dat van het bestand zelf",
        "reference_unknown",
        prefixed("http://vreemd.invalid"), prefixed("http://smederij.invalid"),
    ),
    Rule(
        "Een gegevenssoort (itemDefinition) waarnaar iets verwijst, is er",
        "reference_unknown", BASE, BASE,
        beside=('<bpmn:message id="Brief" name="brief" itemRef="Soort" />',
                '<bpmn:itemDefinition id="Soort" /><bpmn:message id="Brief" name="brief" itemRef="Soort" />'),
    ),
    Rule(
        "Een groep verwijst naar een categorie die er is",
        "reference_unknown",
        around('<bpmn:group id="Groep" categoryValueRef="Weg" />'),
        around('<bpmn:group id="Groep" categoryValueRef="Waarde" />'),
        beside=("", '<bpmn:category id="Soort"><bpmn:categoryValue id="Waarde" value="w" /></bpmn:category>'),
    ),
    Rule(
        "Een associatie verbindt dingen die er zijn",
        "reference_unknown",
        around('<bpmn:association id="Bij" sourceRef="Taak" targetRef="Weg" />'),
        around('<bpmn:association id="Bij" sourceRef="Taak" targetRef="Klaar" />'),
    ),
    Rule(
        "Een dienst (operation) waarnaar een taak verwijst, is er",
        "reference_unknown",
        through(node("sendTask", "Sturen", '<zeebe:taskDefinition type="publish" />', operationRef="weg")),
        through(node("sendTask", "Sturen", '<zeebe:taskDefinition type="publish" />')),
    ),
    Rule(
        "Wat getekend is, bestaat", "drawn_unknown", BASE, changed=('bpmnElement="Taak"', 'bpmnElement="Weg"'),
    ),
    Rule(
        "Een opmerking heeft een soort tekst die bestaat (MIME)",
        "mime_type",
        around('<bpmn:textAnnotation id="Let" textFormat="tekst"><bpmn:text>op</bpmn:text></bpmn:textAnnotation>'),
        around('<bpmn:textAnnotation id="Let" textFormat="text/plain"><bpmn:text>op</bpmn:text></bpmn:textAnnotation>'),
    ),
    Rule(
        "Een onderdeel staat waar het schema dat toelaat",
        "misplaced", through(user("Taak", "<bpmn:script>1</bpmn:script>")),
    ),
    Rule(
        "Wat het schema verplicht, is ingevuld",
        "attribute_missing",
        around('<bpmn:association id="Bij" sourceRef="Taak" />'),
        around('<bpmn:association id="Bij" sourceRef="Taak" targetRef="Klaar" />'),
    ),
    Rule("Er staan geen kenmerken die BPMN niet kent", "attribute_unknown", through(node("userTask", "Taak", *(
        '<zeebe:formDefinition formId="leeg" />', '<zeebe:assignmentDefinition candidateGroups="ondersteuning" />'
    ), kleur="rood"))),
    Rule(
        "Een kenmerk heeft een waarde die het schema kent",
        "attribute_value", choice(gatewayDirection="Vooruit"), choice(gatewayDirection="Diverging"),
    ),
)  # fmt: skip

PARTS = (
    Rule(
        "Een activiteit begint na minstens één token",
        "quantity", through(marked(user("Taak"), startQuantity="0")), through(marked(user("Taak"), startQuantity="1")),
    ),
    Rule(
        "Een activiteit geeft minstens één token door",
        "quantity",
        through(marked(user("Taak"), completionQuantity="-1")), through(marked(user("Taak"), completionQuantity="1")),
    ),
    Rule(
        "Een proces dat wordt aangeroepen, heeft een gewone start",
        "called_without_start", CALL, CALL,
        calls=(
            (node("startEvent", "Komt", message("bericht")), end("Weg"), flow("Komt", "Weg")),
            (start("Komt"), end("Weg"), flow("Komt", "Weg")),
        ),
    ),
    Rule(
        "Een taak die een dienst gebruikt, zegt welke gegevens erin gaan",
        "operation_data",
        through(node("sendTask", "Sturen", PUBLISH, operationRef="Dienst")),
        through(node("sendTask", "Sturen", PUBLISH, data("<bpmn:dataInputRefs>Gegeven</bpmn:dataInputRefs>"),
                     operationRef="Dienst")),
        beside=(SERVICE, SERVICE),
    ),
    Rule(
        "Een meervoudige activiteit zegt hoe vaak, of voor welke lijst",
        "loop_without_collection",
        through(user("Taak", "<bpmn:multiInstanceLoopCharacteristics />")), through(user("Taak", MULTIPLE)),
    ),
    Rule(
        "Hoe vaak een meervoudige activiteit gebeurt, staat er één keer: een aantal of een lijst",
        "loop_said_twice",
        (*through(looped(EXPRESSION, COLLECTION)), '<bpmn:dataObject id="Lijst" />'), through(looped()),
    ),
    Rule("Een subproces heeft geen ioSpecification", "subprocess_with_data", inner(data("")), inner()),
    Rule(
        "Een gegeven dat een activiteit in gaat, hoort bij een groep",
        "data_in_no_set",
        through(user("Taak", data(""))),
        through(user("Taak", data("<bpmn:dataInputRefs>Gegeven</bpmn:dataInputRefs>"))),
    ),
    Rule(
        "Een gegevensstroom komt van één plaats",
        "data_from_several",
        (*through(user("Taak", data("<bpmn:dataInputRefs>Gegeven</bpmn:dataInputRefs>"), ARROW.format(
            "<bpmn:sourceRef>Een</bpmn:sourceRef><bpmn:sourceRef>Twee</bpmn:sourceRef>"))),
         '<bpmn:dataObject id="Een" /><bpmn:dataObject id="Twee" />'),
    ),
    Rule(
        "Een gegevensstroom verbindt gegevens",
        "reference_of_other_kind",
        through(user("Taak", data("<bpmn:dataInputRefs>Gegeven</bpmn:dataInputRefs>"),
                     ARROW.format("<bpmn:sourceRef>Begin</bpmn:sourceRef>"))),
    ),
    Rule(
        "Naar of uit een gebeurtenis-subproces gaat geen stroom",
        "event_subprocess_flow",
        around(listening("Weg", message("bericht"), end("Op"), flow("WegKomt", "Op")), flow("Taak", "Weg")),
        around(listening("Weg", message("bericht"), end("Op"), flow("WegKomt", "Op"))),
    ),
    Rule(
        "Een gebeurtenis-subproces begint met precies één gebeurtenis",
        "event_subprocess_start",
        around(listening("Weg", "", end("Op"), flow("WegKomt", "Op"))),
        around(listening("Weg", message("bericht"), end("Op"), flow("WegKomt", "Op"))),
    ),
    # Gateways
    Rule(
        "Een gateway splitst of brengt samen",
        "gateway_does_nothing", through(gateway("Samen", "parallel")), choice(),
    ),
    Rule(
        "Een gateway die samenbrengt (Converging), splitst niet",
        "gateway_direction", choice(gatewayDirection="Converging"), choice(gatewayDirection="Diverging"),
    ),
    Rule(
        "Een gateway die splitst (Diverging), brengt niet samen",
        "gateway_direction",
        (*choice(gatewayDirection="Diverging"), user("Terug"), node("exclusiveGateway", "Of", default="Uit"), end(),
         chain("Begin", "Terug", "Of", "Goed"), flow("Of", "Klaar", "=goed", key="In")),
        choice(gatewayDirection="Diverging"),
    ),
    Rule(
        "Uit een gateway op gebeurtenissen gaan twee of meer stromen",
        "gateway_without_events",
        (start(), gateway("Wacht", "event"), LATER, end(), chain("Begin", "Wacht", "Later", "Klaar")),
        race(LATER, COMES),
    ),
    Rule(
        "Achter een gateway op gebeurtenissen staan gebeurtenissen die wachten, of ontvangsttaken",
        "gateway_to_other", race(LATER, throw("Mijlpaal")), race(LATER, COMES),
    ),
    Rule(
        "Naar een gebeurtenis achter zo'n gateway gaat geen andere stroom",
        "gateway_event_shared",
        (*race(LATER, COMES), end("Laat"), node("boundaryEvent", "Rand", signal(), attachedToRef="Taak"), user("Taak"),
         flow("Rand", "Later"), flow("Taak", "Laat")),
        race(LATER, COMES),
    ),
    Rule(
        "Achter zo'n gateway staan geen ontvangsttaken naast berichtgebeurtenissen",
        "gateway_mixed", race(RECEIVE, COMES), race(RECEIVE, LATER),
    ),
    Rule(
        "Op de rand van een ontvangsttaak achter zo'n gateway staat niets",
        "gateway_task_with_edge",
        (*race(RECEIVE, LATER), node("boundaryEvent", "Rand", signal(), attachedToRef="Krijgt"), end("Laat"),
         flow("Rand", "Laat")),
        race(RECEIVE, LATER),
    ),
    Rule(
        "Zo'n gateway wacht alleen op alle gebeurtenissen als zij het proces begint",
        "gateway_waits_for_all",
        race(LATER, COMES, eventGatewayType="Parallel"), race(LATER, COMES, eventGatewayType="Exclusive"),
    ),
)  # fmt: skip
