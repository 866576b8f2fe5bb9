"""Rules on what is connected to what: sequence flows, message flows, pools and lanes."""

from __future__ import annotations

from tests.engine.conformance.rules.telling import BASE, Rule, around, messages, pools, through
from tests.engine.conformance.telling import gateway
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    end,
    flow,
    listening,
    message,
    node,
    part,
    start,
    timer,
    undone,
    user,
)

CHOICE = (start(), gateway("Goed", default="Nee"), end("Ja"), end("Weg"), chain("Begin", "Goed"))
NOTE = '<bpmn:textAnnotation id="Opmerking"><bpmn:text>let op</bpmn:text></bpmn:textAnnotation>'
OTHER = (
    '<bpmn:process id="ander" name="ander"><bpmn:startEvent id="Elders" name="Elders" />'
    '<bpmn:endEvent id="Voorbij" name="Voorbij" />'
    '<bpmn:sequenceFlow id="Verder" sourceRef="Elders" targetRef="Voorbij" /></bpmn:process>'
)
LISTED = "<bpmn:incoming>Begin_to_Taak</bpmn:incoming><bpmn:outgoing>Taak_to_Klaar</bpmn:outgoing>"
SEND = '<zeebe:taskDefinition type="publish" />'


def lanes(*inside: str) -> str:
    return f'<bpmn:laneSet id="Banen">{"".join(inside)}</bpmn:laneSet>'


def lane(key: str, *nodes: str) -> str:
    refs = "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes)
    return f'<bpmn:lane id="{key}" name="{key}">{refs}</bpmn:lane>'


def listing(incoming: str) -> tuple[str, ...]:
    """The sound process, in which every node lists its incoming and outgoing flows."""
    begin = node("startEvent", "Begin", "<bpmn:outgoing>Begin_to_Taak</bpmn:outgoing>")
    done = node("endEvent", "Klaar", "<bpmn:incoming>Taak_to_Klaar</bpmn:incoming>")
    return (begin, user("Taak", incoming, LISTED[LISTED.index("<bpmn:out") :]), done, chain("Begin", "Taak", "Klaar"))


FLOWS = (
    Rule("Een stroom heeft een begin en een eind", "dangling_flow", around(flow("Taak", "Nergens"))),
    Rule(
        "Een stroom verbindt activiteiten, gateways en gebeurtenissen, en geen opmerkingen of gegevens",
        "flow_to_other",
        around(NOTE, flow("Taak", "Opmerking")),
        around(NOTE, '<bpmn:association id="Bij" sourceRef="Taak" targetRef="Opmerking" />'),
    ),
    Rule(
        "Een stroom gaat niet door de rand van een subproces",
        "flow_crosses_scope",
        (start(), part("Deel", start("Erin"), user("Taak"), end("Eruit"), chain("Erin", "Taak", "Eruit")), end(),
         chain("Begin", "Deel", "Klaar"), flow("Taak", "Klaar")),
        (start(), part("Deel", start("Erin"), user("Taak"), end("Eruit"), chain("Erin", "Taak", "Eruit")), end(),
         chain("Begin", "Deel", "Klaar")),
    ),
    Rule(
        "Een stroom gaat niet van de ene pool naar de andere",
        "flow_crosses_pool", around(flow("Taak", "Voorbij")), BASE, beside=(OTHER, OTHER),
    ),
    Rule("Naar een start gaat geen stroom", "flow_into_start", around(flow("Taak", "Begin"))),
    Rule("Uit een einde gaat geen stroom", "flow_out_of_end", around(flow("Klaar", "Taak"))),
    Rule(
        "Naar een gebeurtenis op de rand gaat geen stroom",
        "flow_into_boundary",
        around(boundary("Rand", "Taak", timer("Duration", "P1D")), end("Laat"), flow("Rand", "Laat"),
               flow("Begin", "Rand")),
        around(boundary("Rand", "Taak", timer("Duration", "P1D")), end("Laat"), flow("Rand", "Laat")),
    ),
    Rule(
        "Wat bij een element staat als binnenkomende of uitgaande stroom, klopt met de stromen zelf",
        "lists_disagree", listing("<bpmn:incoming>Taak_to_Klaar</bpmn:incoming>"),
        listing("<bpmn:incoming>Begin_to_Taak</bpmn:incoming>"),
    ),
    Rule(
        "Als de stromen van een element in een lijst staan, staan zij er allemaal in",
        "lists_disagree", listing(""), listing("<bpmn:incoming>Begin_to_Taak</bpmn:incoming>"),
    ),
    Rule(
        "In een proces dat wordt uitgevoerd, komt er niets anders tussen de twee kanten van een stroom (isImmediate)",
        "flow_not_immediate", BASE, changed=('id="Begin_to_Taak"', 'id="Begin_to_Taak" isImmediate="false"'),
    ),
    Rule(
        "De standaardstroom gaat uit het element zelf",
        "default_unknown",
        (*CHOICE, flow("Goed", "Ja", "=goed"), flow("Goed", "Weg", "=not(goed)")),
        (*CHOICE, flow("Goed", "Ja", "=goed"), flow("Goed", "Weg", key="Nee")),
    ),
    Rule(
        "De standaardstroom heeft geen voorwaarde",
        "default_with_condition",
        (*CHOICE, flow("Goed", "Ja", "=goed"), flow("Goed", "Weg", "=not(goed)", key="Nee")),
        (*CHOICE, flow("Goed", "Ja", "=goed"), flow("Goed", "Weg", key="Nee")),
    ),
    Rule(
        "De enige stroom uit een activiteit heeft geen voorwaarde",
        "condition_elsewhere",
        (start(), user("Taak"), end(), flow("Begin", "Taak"), flow("Taak", "Klaar", "=goed")),
    ),
    Rule(
        "Een stroom uit een gebeurtenis heeft geen voorwaarde",
        "condition_elsewhere",
        (start(), user("Taak"), end(), flow("Begin", "Taak", "=goed"), flow("Taak", "Klaar")),
    ),
    Rule(
        "Een stroom uit een parallelle gateway of een gateway op gebeurtenissen heeft geen voorwaarde",
        "condition_elsewhere",
        (start(), gateway("Deel", "parallel"), end("Ja"), end("Nee"), flow("Begin", "Deel"),
         flow("Deel", "Ja", "=goed"), flow("Deel", "Nee")),
        (start(), gateway("Deel", "inclusive", default="Anders"), end("Ja"), end("Nee"), flow("Begin", "Deel"),
         flow("Deel", "Ja", "=goed"), flow("Deel", "Nee", key="Anders")),
    ),
    Rule(
        "Als er een start is, komt er bij elk element een stroom binnen",
        "unreachable", around(user("Wees"), flow("Wees", "Klaar")),
        around(undone("Taak", user("Terug")), listening("Weg", message("bericht"), end("Op"), flow("WegKomt", "Op"))),
    ),
    Rule(
        "Als er een einde is, gaat er uit elk element een stroom",
        "no_way_to_end",
        (start(), user("Taak"), user("Dood"), end(), gateway("Goed", default="Nee"), chain("Begin", "Goed", "Taak"),
         flow("Goed", "Dood", key="Nee"), flow("Taak", "Klaar")),
    ),
    Rule(
        "Een gebeurtenis op de rand leidt ergens heen",
        "no_way_to_end",
        around(boundary("Rand", "Taak", timer("Duration", "P1D"))),
        around(boundary("Rand", "Taak", timer("Duration", "P1D")), end("Laat"), flow("Rand", "Laat")),
    ),
    Rule("Waar een einde is, is een start", "no_start", (user("Taak"), end(), flow("Taak", "Klaar"))),
    Rule("Waar een start is, is een einde", "no_end", (start(), user("Taak"), flow("Begin", "Taak"))),
    Rule(
        "Een samenkomst die op alle wegen wacht, krijgt ze ook allemaal",
        "join_without_split",
        (*CHOICE[:2], gateway("Samen", "parallel"), user("Een"), user("Twee"), end(), chain("Begin", "Goed"),
         flow("Goed", "Een", "=goed"), flow("Goed", "Twee", key="Nee"), chain("Een", "Samen", "Klaar"),
         flow("Twee", "Samen")),
        (start(), gateway("Deel", "parallel"), gateway("Samen", "parallel"), user("Een"), user("Twee"), end(),
         chain("Begin", "Deel", "Een", "Samen", "Klaar"), chain("Deel", "Twee", "Samen")),
    ),
    Rule(
        "Een samenkomst gaat ooit door",
        "never_joined",
        (start(), gateway("Deel", "parallel"), user("Een"), user("Twee"), gateway("Samen", "parallel"),
         node("endEvent", "Stop", "<bpmn:terminateEventDefinition />"), gateway("Goed", default="Nee"), user("Drie"),
         end(), chain("Begin", "Deel", "Een", "Samen", "Goed"), chain("Deel", "Twee", "Stop"),
         flow("Goed", "Drie", "=goed"), flow("Goed", "Klaar", key="Nee"), chain("Drie", "Samen")),
        (start(), gateway("Deel", "parallel"), user("Een"), user("Twee"), gateway("Samen", "parallel"),
         node("endEvent", "Stop", "<bpmn:terminateEventDefinition />"),
         chain("Begin", "Deel", "Een", "Samen", "Stop"), chain("Deel", "Twee", "Samen")),
    ),
    # Message flows
    Rule(
        "Een berichtenstroom verbindt pools, activiteiten en gebeurtenissen, en geen gateways",
        "message_flow_to_other",
        (*CHOICE, flow("Goed", "Ja", "=goed"), flow("Goed", "Weg", key="Nee")), BASE,
        beside=(pools(messages("Zij", "Goed")), pools(messages("Zij", "Taak"))),
    ),
    Rule(
        "Een berichtenstroom gaat van de ene pool naar de andere",
        "message_flow_within_pool", BASE, BASE,
        beside=(pools(messages("Taak", "Wij")), pools(messages("Taak", "Zij"))),
    ),
    Rule(
        "Een berichtenstroom leidt naar iets dat er is",
        "reference_unknown", BASE, BASE, beside=(pools(messages("Taak", "Niemand")), pools(messages("Taak", "Zij"))),
    ),
    Rule(
        "Uit een start gaat geen berichtenstroom",
        "message_flow_wrong_way", BASE, BASE, beside=(pools(messages("Begin", "Zij")), pools(messages("Taak", "Zij"))),
    ),
    Rule(
        "Naar een einde gaat geen berichtenstroom",
        "message_flow_wrong_way", BASE, BASE, beside=(pools(messages("Zij", "Klaar")), pools(messages("Zij", "Taak"))),
    ),
    Rule(
        "Wie een bericht verstuurt, krijgt er geen",
        "message_flow_wrong_way",
        through(node("intermediateThrowEvent", "Sturen", SEND, message("bericht"))),
        through(node("intermediateThrowEvent", "Sturen", SEND, message("bericht"))),
        beside=(pools(messages("Zij", "Sturen")), pools(messages("Sturen", "Zij"))),
    ),
    Rule(
        "Een einde met een berichtenstroom verstuurt een bericht",
        "message_flow_without_message", BASE,
        (start(), node("endEvent", "Klaar", SEND, message("bericht")), chain("Begin", "Klaar")),
        beside=(pools(messages("Klaar", "Zij")), pools(messages("Klaar", "Zij"))),
    ),
    Rule(
        "Een gebeurtenis die op een berichtenstroom wacht, wacht op een bericht",
        "message_flow_without_message",
        through(catch("Wacht", timer("Duration", "P1D"))), through(catch("Wacht", message("bericht"))),
        beside=(pools(messages("Zij", "Wacht")), pools(messages("Zij", "Wacht"))),
    ),
    # Pools and lanes
    Rule(
        "Een pool verwijst naar een proces dat er is",
        "reference_unknown", BASE, BASE,
        beside=(pools('<bpmn:participant id="Wie" name="Wie" processRef="weg" />'), pools()),
    ),
    Rule(
        "Van een pool zijn er minstens 0 en hooguit 1 of meer",
        "pool_multiplicity", BASE, BASE,
        beside=(
            pools('<bpmn:participant id="Wie" name="Wie"><bpmn:participantMultiplicity minimum="3" maximum="2" />'
                  "</bpmn:participant>"),
            pools('<bpmn:participant id="Wie" name="Wie"><bpmn:participantMultiplicity minimum="2" maximum="3" />'
                  "</bpmn:participant>"),
        ),
    ),
    Rule(
        "Van een pool is er hooguit één, als er niet staat hoeveel er hooguit zijn",
        "pool_multiplicity", BASE, BASE,
        beside=(
            pools('<bpmn:participant id="Wie" name="Wie"><bpmn:participantMultiplicity minimum="2" />'
                  "</bpmn:participant>"),
            pools('<bpmn:participant id="Wie" name="Wie"><bpmn:participantMultiplicity minimum="1" />'
                  "</bpmn:participant>"),
        ),
    ),
    Rule(
        "Een baan noemt elementen die er zijn",
        "reference_unknown", BASE, BASE, extra=(lanes(lane("Baan", "Weg")), lanes(lane("Baan", "Taak"))),
    ),
    Rule(
        "In een baan liggen activiteiten, gateways en gebeurtenissen, en geen stromen",
        "reference_of_other_kind", BASE, BASE,
        extra=(lanes(lane("Baan", "Begin_to_Taak")), lanes(lane("Baan", "Taak"))),
    ),
    Rule(
        "Een baan hoort bij het proces van wat erin ligt",
        "lane_of_other_process", BASE, BASE, beside=(OTHER, OTHER),
        extra=(lanes(lane("Baan", "Elders")), lanes(lane("Baan", "Taak"))),
    ),
    Rule(
        "Een element ligt in één baan",
        "node_in_two_lanes", BASE, BASE,
        extra=(lanes(lane("Een", "Taak"), lane("Twee", "Taak")), lanes(lane("Een", "Taak"), lane("Twee", "Klaar"))),
    ),
    Rule(
        "Een openbaar proces is niet uitvoerbaar",
        "public_and_executable", BASE, changed=('id="proef"', 'id="proef" processType="Public"'),
    ),
    Rule(
        "Een stap van een choreografie staat niet in een proces",
        "choreography_in_process",
        (start(), end(), chain("Begin", "Dans", "Klaar"),
         '<bpmn:choreographyTask id="Dans" name="Dans" initiatingParticipantRef="Wij">'
         "<bpmn:participantRef>Wij</bpmn:participantRef><bpmn:participantRef>Zij</bpmn:participantRef>"
         "<bpmn:messageFlowRef>Post</bpmn:messageFlowRef></bpmn:choreographyTask>"),
        beside=(pools(messages("Wij", "Zij")), pools(messages("Wij", "Zij"))),
    ),
    Rule(
        "In een globale conversatie staat geen conversatie",
        "global_conversation", BASE, BASE,
        beside=('<bpmn:globalConversation id="Overal"><bpmn:participant id="A" name="A" /><bpmn:participant id="B" '
                'name="B" /><bpmn:conversation id="Praten"><bpmn:participantRef>A</bpmn:participantRef>'
                "<bpmn:participantRef>B</bpmn:participantRef></bpmn:conversation></bpmn:globalConversation>", ""),
    ),
)  # fmt: skip
