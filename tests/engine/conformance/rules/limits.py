"""Limits: what the standard allows and Smederij does not run: each refused, and never as if the standard forbade it."""

from __future__ import annotations

from tests.engine.conformance.rules.happenings import rim, within
from tests.engine.conformance.rules.limits_of_events import EVENT_LIMITS
from tests.engine.conformance.rules.parts import (
    CALL,
    COMES,
    LATER,
    MULTIPLE,
    RECEIVE,
    choice,
    inner,
    looped,
    marked,
    race,
)
from tests.engine.conformance.rules.telling import BASE, Rule, around, pools, through
from tests.engine.conformance.telling import gateway
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    conditional,
    end,
    error,
    flow,
    io,
    message,
    node,
    part,
    signal,
    start,
    user,
)

FORMAL = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="bpmn:tFormalExpression"'
TWO_WAYS = (start(), user("Taak"), end("Ja"), end("Weg"), flow("Begin", "Taak"))
CIRCLE = (user("Heen"), user("Terug"), chain("Heen", "Terug", "Heen"))
CHOOSES = (start(), gateway("Goed", default="Nee"), end("Ja"), end("Weg"), chain("Begin", "Goed"))
OPEN = gateway("Goed", "complex")
CALLS = through(node("callActivity", "Roept", calledElement="Elders"))
FILTERED = conditional("=haast").replace(
    "Definition>", 'Definition><bpmn:extensionElements><zeebe:conditionalFilter variableNames="haast" />'
    "</bpmn:extensionElements>", 1,
)  # fmt: skip


LIMITS = (
    Rule(
        "Een proces zonder start en zonder einde",
        "begins_nowhere", (user("Taak"), user("Ook"), flow("Taak", "Ook")),
    ),
    Rule("Een subproces met niets erin", "begins_nowhere", through(part("Deel")), inner()),
    Rule(
        "Een subproces met activiteiten en zonder start en einde",
        "begins_nowhere", through(part("Deel", user("Een"), user("Twee"))), inner(),
    ),
    Rule("Een kring van stromen waar geen weg naartoe gaat", "never_reached", around(*CIRCLE)),
    Rule(
        "Een kring van stromen waar geen weg uit gaat",
        "leads_to_no_end", (*CHOOSES, *CIRCLE, flow("Goed", "Heen", "=heen"), flow("Goed", "Ja", "=goed"),
                            flow("Goed", "Weg", key="Nee")),
        (*CHOOSES, flow("Goed", "Ja", "=goed"), flow("Goed", "Weg", key="Nee")),
    ),
    Rule(
        "Meer dan één stroom uit een activiteit, met of zonder voorwaarde",
        "several_ways_out", (*TWO_WAYS, flow("Taak", "Ja", "=goed"), flow("Taak", "Weg")), choice(),
    ),
    Rule(
        "Een stroom uit een keuze zonder voorwaarde, die niet de standaardstroom is",
        "flow_without_condition",
        (*CHOOSES, flow("Goed", "Ja"), flow("Goed", "Weg", key="Nee")), choice(),
    ),
    Rule(
        "Een complexe gateway, ook met voorwaarden",
        "not_run", (start(), OPEN, end("Ja"), end("Weg"), flow("Begin", "Goed"), flow("Goed", "Ja", "=goed"),
                    flow("Goed", "Weg", "=not(goed)")), choice(),
    ),
    Rule(
        "Een ad-hoc-subproces, met activiteiten die los staan",
        "not_run", through(node("adHocSubProcess", "Deel", user("Een"), user("Twee"))), inner(),
    ),
    # The file
    Rule("Een element dat niet is getekend", "no_shape", BASE, changed=('bpmnElement="Taak"', 'bpmnElement="Klaar"')),
    Rule(
        "Een ander bestand dat erbij hoort",
        "import_not_read", BASE,
        changed=('<bpmn:message id="bericht"', '<bpmn:import importType="http://www.w3.org/2001/XMLSchema" '
                 'location="a.xsd" namespace="http://a.invalid" /><bpmn:message id="bericht"'),
    ),
    Rule(
        "Een verwijzing naar iets in een ander bestand",
        "import_not_read",
        through(catch("Wacht", message("x:post")).replace(" id=", ' xmlns:x="http://a.invalid" id=', 1)), BASE,
        changed=('<bpmn:message id="bericht"', '<bpmn:import importType="http://www.omg.org/spec/BPMN/20100524/MODEL" '
                 'location="a.bpmn" namespace="http://a.invalid" /><bpmn:message id="bericht"'),
    ),
    Rule(
        "Een uitdrukking in een andere taal dan FEEL",
        "other_language",
        (*CHOOSES, flow("Goed", "Weg", key="Nee"), '<bpmn:sequenceFlow id="Wel" sourceRef="Goed" targetRef="Ja">',
         f'<bpmn:conditionExpression {FORMAL} language="http://www.w3.org/1999/XPath">=goed</bpmn:conditionExpression>',
         "</bpmn:sequenceFlow>"),
        choice(),
    ),
    Rule(
        "Een choreografie naast het proces",
        "choreography_not_run", BASE, BASE, beside=('<bpmn:choreography id="Afspraak" name="Afspraak" />', ""),
    ),
    Rule(
        "Een conversatie",
        "conversation_not_run", BASE, BASE,
        beside=(pools('<bpmn:conversation id="Praten" name="Praten"><bpmn:participantRef>Wij</bpmn:participantRef>'
                      "<bpmn:participantRef>Zij</bpmn:participantRef></bpmn:conversation>"), pools()),
    ),
    Rule(
        "Een uitbreiding van BPMN die begrepen moet worden (mustUnderstand)",
        "extension_not_understood", BASE,
        beside=('<bpmn:extension xmlns:x="http://a.invalid" definition="x:meer" mustUnderstand="1" />', ""),
    ),
    Rule(
        "Een instelling van Camunda bij een gebeurtenis, die Smederij niet kent",
        "unknown_extension",
        around(boundary("Rand", "Taak", FILTERED), end("Weg"), flow("Rand", "Weg")),
        around(boundary("Rand", "Taak", conditional("=haast")), end("Weg"), flow("Rand", "Weg")),
    ),
    Rule(
        "Een bericht met een naam die wordt berekend",
        "name_computed", through(RECEIVE), through(RECEIVE), changed=('name="antwoord"', 'name="=kanaal"'),
    ),
    Rule(
        "Een signaal met een naam die wordt berekend",
        "name_computed", through(catch("Wacht", signal())), through(catch("Wacht", signal())),
        changed=('name="alarm"', 'name="=kanaal"'),
    ),
    Rule(
        "Een fout met een code die wordt berekend",
        "name_computed", within(error("mis"), *rim(error("mis"), on="Deel")),
        within(error("mis"), *rim(error("mis"), on="Deel")), changed=('errorCode="mis"', 'errorCode="=soort"'),
    ),
    # Activities
    Rule(
        "Een aanroep van een versie met een label (versionTag)",
        "unknown_extension",
        through(node("callActivity", "Roept",
                     '<zeebe:calledElement processId="ander" bindingType="versionTag" versionTag="2" />')),
        CALL, calls=(BASE, BASE),
    ),
    Rule(
        "Een aanroep die niet met ja of nee zegt of de gegevens terugkomen",
        "unknown_extension",
        through(node("callActivity", "Roept",
                     '<zeebe:calledElement processId="ander" propagateAllChildVariables="nee" />')),
        CALL, calls=(BASE, BASE),
    ),
    Rule(
        "Een stap met twee keer dezelfde instelling",
        "unknown_extension", through(user("Taak", io({}, {"a": "=1"}), io({}, {"b": "=2"}))),
        through(user("Taak", io({}, {"a": "=1", "b": "=2"}))),
    ),
    Rule(
        "Een activiteit die op meer dan één token wacht",
        "more_tokens", through(marked(user("Taak"), startQuantity="2")),
    ),
    Rule(
        "Een activiteit die meer dan één token doorgeeft",
        "more_tokens", through(marked(user("Taak"), completionQuantity="2")),
    ),
    Rule(
        "Een ontvangsttaak die zelf een proces begint",
        "instantiates", (marked(RECEIVE, instantiate="true"), user("Taak"), flow("Krijgt", "Taak")), through(RECEIVE),
    ),
    Rule(
        "Een gateway op gebeurtenissen die zelf een proces begint",
        "instantiates",
        (marked(gateway("Wacht", "event"), instantiate="true"), COMES, LATER, flow("Wacht", "Komt"),
         flow("Wacht", "Later")),
        race(LATER, COMES),
    ),
    Rule(
        "Een ontvangsttaak zonder bericht",
        "message_unnamed", through(node("receiveTask", "Krijgt")), through(RECEIVE),
    ),
    Rule(
        "Een bericht zonder naam",
        "message_unnamed", through(RECEIVE), through(RECEIVE), changed=('name="antwoord"', 'name=""'),
    ),
    Rule(
        "Een activiteit die zo vaak gebeurt als een getal zegt",
        "loop_not_over_list",
        through(user("Taak", "<bpmn:multiInstanceLoopCharacteristics>"
                     f"<bpmn:loopCardinality {FORMAL}>3</bpmn:loopCardinality>"
                     "</bpmn:multiInstanceLoopCharacteristics>")),
        through(user("Taak", MULTIPLE)),
    ),
    Rule(
        "Een activiteit die gebeurt voor elk gegeven in een lijst van BPMN zelf",
        "loop_not_over_list",
        through(user("Taak", '<bpmn:ioSpecification><bpmn:dataInput id="Lijst" isCollection="true" /><bpmn:inputSet>'
                     "<bpmn:dataInputRefs>Lijst</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet />"
                     "</bpmn:ioSpecification><bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>Lijst"
                     "</bpmn:loopDataInputRef></bpmn:multiInstanceLoopCharacteristics>")),
        through(user("Taak", MULTIPLE)),
    ),
    Rule(
        "Een gebeurtenis bij elke keer dat een meervoudige activiteit klaar is",
        "loop_behaviour", through(looped(behavior="None")), through(looped(behavior="All")),
    ),
    Rule(
        "Een lus zonder voorwaarde en zonder maximum",
        "loop_without_limit",
        through(user("Taak", "<bpmn:standardLoopCharacteristics />")),
        through(user("Taak", '<bpmn:standardLoopCharacteristics loopMaximum="3" />')),
    ),
    Rule(
        "Een transactie die niet met compensatie wordt teruggedraaid",
        "transaction_method",
        inner(kind="transaction", method="##Store"), inner(kind="transaction", method="##Compensate"),
    ),
    Rule(
        "Een aanroep van een proces dat Smederij niet heeft",
        "unknown_process", through(node("callActivity", "Roept", '<zeebe:calledElement processId="weg" />')), CALL,
        calls=((), BASE),
    ),
    Rule(
        "Een aanroep zonder proces",
        "calls_none", through(node("callActivity", "Roept")), CALL, calls=((), BASE),
    ),
    Rule(
        "Een aanroep van een ander proces in hetzelfde bestand (calledElement)",
        "calls_none", CALLS, CALL, calls=((), BASE), beside=('<bpmn:process id="Elders" name="Elders" />', ""),
    ),
    Rule(
        "Een aanroep van een globale taak in hetzelfde bestand",
        "calls_none", CALLS, CALL, calls=((), BASE), beside=('<bpmn:globalTask id="Elders" name="Elders" />', ""),
    ),
    Rule(
        "Een aanroep die twee processen noemt",
        "called_twice", through(node("callActivity", "Roept", '<zeebe:calledElement processId="ander" />',
                                     calledElement="nog_een")), CALL, calls=((), BASE),
    ),
    *EVENT_LIMITS,
)  # fmt: skip
