"""Rules on events."""

from __future__ import annotations

from tests.engine.conformance.rules.telling import Rule, around, through
from tests.engine.conformance.telling import gateway
from tests.engine.diagrams import (
    FORMAL,
    boundary,
    catch,
    chain,
    compensate,
    end,
    error,
    escalation,
    flow,
    link,
    message,
    node,
    part,
    signal,
    start,
    throw,
    timer,
    user,
)

TWO_TIMES = (
    f"<bpmn:timerEventDefinition><bpmn:timeDate {FORMAL}>2026-01-01</bpmn:timeDate>"
    f"<bpmn:timeDuration {FORMAL}>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>"
)
SHARED = "<bpmn:eventDefinitionRef>Sein</bpmn:eventDefinitionRef>"
TERMINATE = "<bpmn:terminateEventDefinition />"


def within(definition: str, *beside: str) -> tuple[str, ...]:
    """A subprocess that ends with an event, and what is next to it."""
    body = part("Deel", start("Erin"), node("endEvent", "Uit", definition), flow("Erin", "Uit"))
    return (start(), body, end(), chain("Begin", "Deel", "Klaar"), *beside)


def rim(definition: str, *, on: str = "Taak", interrupting: bool = True) -> tuple[str, ...]:
    return (boundary("Rand", on, definition, interrupting=interrupting), end("Laat"), flow("Rand", "Laat"))


EVENTS = (
    Rule(
        "Een einde wacht niet: op een timer, voorwaarde of link eindigt niets",
        "event_not_run",
        (start(), node("endEvent", "Klaar", timer("Duration", "P1D")), flow("Begin", "Klaar")),
        (start(), node("endEvent", "Klaar", TERMINATE), flow("Begin", "Klaar")),
    ),
    Rule(
        "In de stroom wacht een gebeurtenis op een bericht, timer, signaal, voorwaarde of link",
        "event_not_run", through(catch("Wacht", compensate())), through(catch("Wacht", signal())),
    ),
    Rule(
        "Een tussengebeurtenis verstuurt geen fout; dat doet een einde",
        "event_not_run", through(throw("Fout", error("mis"))), through(throw("Mijlpaal")),
    ),
    Rule(
        "Op de rand staat geen terminate of link",
        "event_not_run", around(*rim(TERMINATE)), around(*rim(timer("Duration", "P1D"))),
    ),
    Rule(
        "Gaat een gebeurtenis over meer dingen, dan mag elk daarvan op die plek",
        "event_not_run",
        (start(), node("endEvent", "Klaar", signal() + timer("Duration", "P1D")), flow("Begin", "Klaar")),
        (start(), node("endEvent", "Klaar", signal()), flow("Begin", "Klaar")),
    ),
    Rule(
        "Wat een gebeurtenis verstuurt of afwacht, deelt zij niet met een andere",
        "definition_shared",
        (*through(catch("Wacht", '<bpmn:signalEventDefinition id="Sein" signalRef="alarm" />'),
                  throw("Ook", "<bpmn:eventDefinitionRef>Sein</bpmn:eventDefinitionRef>")),),
        through(catch("Wacht", signal()), throw("Ook", signal())),
    ),
    Rule(
        "Wat gebeurtenissen delen, staat naast de processen",
        "definition_shared",
        through(catch("Wacht", '<bpmn:signalEventDefinition id="Sein" signalRef="alarm" />'), catch("Ook", SHARED)),
        through(catch("Wacht", SHARED), catch("Ook", SHARED)),
        beside=("", '<bpmn:signal id="alarm" name="alarm" />'
                    '<bpmn:signalEventDefinition id="Sein" signalRef="alarm" />'),
    ),
    Rule("Een gebeurtenis op de rand wacht op iets", "event_without_kind", around(*rim("")), around(*rim(signal()))),
    Rule(
        "Een subproces begint met een gewone start",
        "start_in_part",
        through(part("Deel", node("startEvent", "Erin", error("mis")), end("Eruit"), flow("Erin", "Eruit"))),
        through(part("Deel", start("Erin"), end("Eruit"), flow("Erin", "Eruit"))),
    ),
    Rule(
        "Een proces begint niet met een fout, escalatie of compensatie",
        "start_with_event",
        (node("startEvent", "Begin", escalation("hoger")), user("Taak"), end(), chain("Begin", "Taak", "Klaar")),
    ),
    Rule(
        "Ook een start die op meer dingen wacht, wacht niet op een fout, escalatie of compensatie",
        "start_with_event",
        (node("startEvent", "Begin", message("bericht"), compensate()), user("Taak"), end(),
         chain("Begin", "Taak", "Klaar")),
        (node("startEvent", "Begin", message("bericht")), user("Taak"), end(), chain("Begin", "Taak", "Klaar")),
    ),
    Rule(
        "Ook een start die verwijst naar waarop hij wacht, wacht niet op een fout, escalatie of compensatie",
        "start_with_event",
        (node("startEvent", "Begin", "<bpmn:eventDefinitionRef>Op</bpmn:eventDefinitionRef>"), user("Taak"), end(),
         chain("Begin", "Taak", "Klaar")),
        beside=('<bpmn:escalationEventDefinition id="Op" />', ""),
    ),
    Rule(
        "Een gebeurtenis over meer dingen heeft gegevens voor elk ding, of voor geen",
        "event_data_for_each",
        through(node("intermediateCatchEvent", "Wacht", '<bpmn:dataOutput id="Een" name="Een" />', "<bpmn:outputSet>"
                     "<bpmn:dataOutputRefs>Een</bpmn:dataOutputRefs></bpmn:outputSet>", message("bericht"), signal())),
        through(node("intermediateCatchEvent", "Wacht", '<bpmn:dataOutput id="Een" name="Een" />', "<bpmn:outputSet>"
                     "<bpmn:dataOutputRefs>Een</bpmn:dataOutputRefs></bpmn:outputSet>", message("bericht"))),
    ),
    Rule(
        "Een gebeurtenis op de rand hoort bij een activiteit in hetzelfde (sub)proces",
        "boundary_host", around(*rim(signal(), on="Begin")), around(*rim(signal())),
    ),
    Rule(
        "Een link heeft een naam",
        "event_without_name",
        (start(), throw("Weg", "<bpmn:linkEventDefinition />"), flow("Begin", "Weg"),
         catch("Hier", "<bpmn:linkEventDefinition />"), end(), flow("Hier", "Klaar")),
        (start(), throw("Weg", link("a")), flow("Begin", "Weg"), catch("Hier", link("a")), end(),
         flow("Hier", "Klaar")),
    ),
    Rule(
        "Een fout die wordt verstuurd, heeft een naam of een code",
        "event_without_name", within(error()), within(error("mis"), *rim(error("mis"), on="Deel")),
    ),
    Rule(
        "Een gebeurtenis die op een bericht wacht, zegt op welk",
        "message_without_name",
        through(catch("Wacht", "<bpmn:messageEventDefinition />")), through(catch("Wacht", message("bericht"))),
    ),
    Rule(
        "Een fout of escalatie die wordt verstuurd, heeft een code",
        "thrown_without_code",
        within(error("mis"), *rim(error("mis"), on="Deel")), within(error("mis"), *rim(error("mis"), on="Deel")),
        changed=(' errorCode="mis"', ""),
    ),
    Rule(
        "Een timer heeft één tijd",
        "timer_twice", through(catch("Wacht", TWO_TIMES)), through(catch("Wacht", timer("Duration", "P1D"))),
    ),
    Rule(
        "Een fout op de rand onderbreekt altijd",
        "error_goes_on",
        within(error("mis"), *rim(error("mis"), on="Deel", interrupting=False)),
        within(error("mis"), *rim(error("mis"), on="Deel")),
    ),
    Rule(
        "Een link leidt naar precies één plaats in hetzelfde (sub)proces",
        "link_leads_nowhere",
        (start(), throw("Weg", link("a")), flow("Begin", "Weg"), catch("Hier", link("b")), end(),
         flow("Hier", "Klaar")),
        (start(), throw("Weg", link("a")), flow("Begin", "Weg"), catch("Hier", link("a")), end(),
         flow("Hier", "Klaar")),
    ),
    Rule(
        "Naar een ontvangende link leidt een verwijzende",
        "link_from_nowhere", around(catch("Hier", link("a")), flow("Hier", "Klaar")),
    ),
    Rule(
        "Naar een ontvangende link gaat geen stroom",
        "link_with_flow",
        (start(), throw("Weg", link("a")), gateway("Of"), flow("Begin", "Of"), flow("Of", "Weg", "=weg"),
         catch("Hier", link("a")), flow("Of", "Hier", key="Nee"), end(), flow("Hier", "Klaar")),
        (start(), throw("Weg", link("a")), flow("Begin", "Weg"), catch("Hier", link("a")), end(),
         flow("Hier", "Klaar")),
    ),
    Rule(
        "Uit een verwijzende link gaat geen stroom",
        "link_with_flow",
        (start(), throw("Weg", link("a")), chain("Begin", "Weg", "Klaar"), catch("Hier", link("a")), end(),
         flow("Hier", "Klaar")),
        (start(), throw("Weg", link("a")), flow("Begin", "Weg"), catch("Hier", link("a")), end(),
         flow("Hier", "Klaar")),
    ),
    Rule(
        "Een link die zijn andere kant noemt, heeft dezelfde naam",
        "link_to_other",
        (start(), throw("Weg", '<bpmn:linkEventDefinition id="Van" name="a"><bpmn:target>Naar</bpmn:target>'
                        "</bpmn:linkEventDefinition>"), flow("Begin", "Weg"),
         catch("Hier", '<bpmn:linkEventDefinition id="Naar" name="b" />'), end(), flow("Hier", "Klaar")),
        (start(), throw("Weg", '<bpmn:linkEventDefinition id="Van" name="a"><bpmn:target>Naar</bpmn:target>'
                        "</bpmn:linkEventDefinition>"), flow("Begin", "Weg"),
         catch("Hier", '<bpmn:linkEventDefinition id="Naar" name="a" />'), end(), flow("Hier", "Klaar")),
    ),
)  # fmt: skip
