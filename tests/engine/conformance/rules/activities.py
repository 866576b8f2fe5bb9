"""Rules on activities and gateways that begin a process, contain a script or their own order, or call another."""

from __future__ import annotations

from tests.engine.conformance.rules.parts import COMES, LATER, RECEIVE, inner, marked, race
from tests.engine.conformance.rules.telling import BASE, Rule, through
from tests.engine.conformance.rules.types import SORTS, gives, takes
from tests.engine.diagrams import end, flow, node, script, start, user

CALLS = '<zeebe:calledElement processId="ander" />'
CALLED = (start("Komt"), end("Weg"), flow("Komt", "Weg"))
SERVICE = (
    '<bpmn:interface id="Loket" name="Loket"><bpmn:operation id="Dienst" name="Dienst">'
    "<bpmn:inMessageRef>bericht</bpmn:inMessageRef></bpmn:operation></bpmn:interface>"
)
OFFERS = "<bpmn:supportedInterfaceRef>Loket</bpmn:supportedInterfaceRef>"


def scripted(**attributes: str) -> str:
    """A task with a script of the standard besides its expression."""
    found = script("Reken", "=1 + 1", "som").replace(
        "</bpmn:scriptTask>", "<bpmn:script>1 + 1</bpmn:script></bpmn:scriptTask>"
    )
    return marked(found, **attributes)


def drawn_beside(*inside: str) -> str:
    """The called process, drawn once more in the file of the call."""
    told = "".join(inside).replace("Erin", "Post").replace("Eruit", "Post")
    return f'{SORTS}<bpmn:process id="ander" name="ander">{told}</bpmn:process>'


def calling(*inside: str) -> tuple[str, ...]:
    return through(node("callActivity", "Roept", CALLS, *inside, calledElement="ander"))


WORK = (
    Rule(
        "Naar een ontvangsttaak die een proces begint, gaat geen stroom",
        "task_begins_late", through(marked(RECEIVE, instantiate="true")), through(RECEIVE),
    ),
    Rule(
        "Naar een gateway op gebeurtenissen die een proces begint, gaat geen stroom",
        "gateway_begins_late", race(LATER, COMES, instantiate="true"), race(LATER, COMES),
    ),
    Rule(
        "Bij een script staat in welke taal het is (scriptFormat)",
        "script_without_format", through(scripted()), through(scripted(scriptFormat="text/x-feel")),
    ),
    Rule(
        "In een ad-hoc-subproces staat een activiteit",
        "ad_hoc_empty", through(node("adHocSubProcess", "Deel")), inner(),
    ),
    Rule(
        "In een ad-hoc-subproces staat geen start",
        "ad_hoc_with_event",
        through(node("adHocSubProcess", "Deel", start("Erin"), user("Taak"), flow("Erin", "Taak"))), inner(),
    ),
    Rule(
        "In een ad-hoc-subproces staat geen einde",
        "ad_hoc_with_event",
        through(node("adHocSubProcess", "Deel", user("Taak"), end("Eruit"), flow("Taak", "Eruit"))), inner(),
    ),
    Rule(
        "Een aanroep geeft de gegevens waar wat wordt aangeroepen om vraagt",
        "call_data_differs", calling(), calling(takes("Brief")),
        beside=(drawn_beside(takes("Brief")), drawn_beside(takes("Brief"))), calls=(CALLED, CALLED),
    ),
    Rule(
        "Een aanroep geeft gegevens van de soort waar wat wordt aangeroepen om vraagt",
        "call_data_differs", calling(takes("Bedrag")), calling(takes("Brief")),
        beside=(drawn_beside(takes("Brief")), drawn_beside(takes("Brief"))), calls=(CALLED, CALLED),
    ),
    Rule(
        "Een aanroep krijgt de gegevens die wat wordt aangeroepen teruggeeft",
        "call_data_differs", calling(), calling(gives("Brief")),
        beside=(drawn_beside(gives("Brief")), drawn_beside(gives("Brief"))), calls=(CALLED, CALLED),
    ),
    Rule(
        "Wie een dienst aanbiedt, zegt welke gegevens daarbij horen",
        "service_without_binding", BASE, BASE, extra=(OFFERS, ""), beside=(SERVICE, SERVICE),
    ),
)  # fmt: skip
