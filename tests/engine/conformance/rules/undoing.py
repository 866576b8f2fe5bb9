"""Rules on compensation and transactions."""

from __future__ import annotations

from tests.engine.conformance.rules.happenings import rim
from tests.engine.conformance.rules.telling import Rule, around, through
from tests.engine.diagrams import (
    boundary,
    cancel,
    chain,
    compensate,
    end,
    flow,
    listening,
    message,
    node,
    part,
    start,
    throw,
    transaction,
    undone,
    user,
)

EDGE = boundary("Rand", "Deal", cancel()) + end("Laat") + flow("Rand", "Laat")


def cancelled(on_edge: str) -> tuple[str, ...]:
    body = (start("Erin"), user("Binnen"), node("endEvent", "Gestopt", cancel()), chain("Erin", "Binnen", "Gestopt"))
    return (start(), transaction("Deal", *body), on_edge, end(), chain("Begin", "Deal", "Klaar"))


def marks(activity: str) -> str:
    """An activity marked for compensation."""
    return activity.replace('name="', 'isForCompensation="true" name="', 1)


HANDLER = user("Terug")
MARKED = marks(HANDLER)
UNDOING = (
    Rule(
        "Uit een compensatiegebeurtenis op de rand gaat geen stroom",
        "compensation_with_flow", around(undone("Taak", HANDLER), flow("TaakTerug", "Klaar")),
        around(undone("Taak", HANDLER)),
    ),
    Rule(
        "Een compensatiegebeurtenis op de rand onderbreekt niets en is dus nooit niet-onderbrekend",
        "compensation_edge_goes_on",
        around(undone("Taak", HANDLER).replace("attachedToRef", 'cancelActivity="false" attachedToRef', 1)),
        around(undone("Taak", HANDLER)),
    ),
    Rule(
        "Een compensatiegebeurtenis leidt met één associatie naar wat terugdraait",
        "compensation_without_handler",
        around(boundary("Rand", "Taak", compensate())), around(undone("Taak", HANDLER)),
    ),
    Rule(
        "Een activiteit wordt op één manier teruggedraaid",
        "compensation_twice",
        around(undone("Taak", HANDLER), undone("Taak", user("Ook")).replace("TaakTerug", "TaakOok").replace(
            "TaakOngedaan", "TaakOokOngedaan")),
        around(undone("Taak", HANDLER)),
    ),
    Rule(
        "Een start met compensatie onderbreekt",
        "compensation_goes_on",
        through(part("Deel", start("Erin"), user("Binnen"), end("Eruit"), chain("Erin", "Binnen", "Eruit"),
                     listening("Weg", compensate(), end("Op"), flow("WegKomt", "Op"), interrupting=False))),
        through(part("Deel", start("Erin"), user("Binnen"), end("Eruit"), chain("Erin", "Binnen", "Eruit"),
                     listening("Weg", compensate(), end("Op"), flow("WegKomt", "Op")))),
    ),
    Rule(
        "Wat terugdraait, heeft het compensatieteken",
        "handler_unmarked",
        around(undone("Taak", HANDLER).replace(' isForCompensation="true"', "")), around(undone("Taak", HANDLER)),
    ),
    Rule(
        "Wat terugdraait, staat in hetzelfde (sub)proces",
        "handler_elsewhere",
        (start(), user("Taak"), part("Deel", start("Erin"), end("Eruit"), flow("Erin", "Eruit"),
                                     MARKED), end(),
         boundary("Rand", "Taak", compensate()),
         '<bpmn:association id="Bij" sourceRef="Rand" targetRef="Terug" />', chain("Begin", "Taak", "Deel", "Klaar")),
        around(undone("Taak", HANDLER)),
    ),
    Rule(
        "Wat terugdraait, staat buiten de gewone stroom",
        "handler_with_flow", around(undone("Taak", HANDLER), flow("Terug", "Klaar")), around(undone("Taak", HANDLER)),
    ),
    Rule(
        "Wat het compensatieteken heeft, draait iets terug",
        "handler_never", around(MARKED),
        around(undone("Taak", HANDLER)),
    ),
    Rule(
        "Een gebeurtenis-subproces met het compensatieteken begint met compensatie",
        "handler_never",
        through(part("Deel", start("Erin"), user("Binnen"), end("Eruit"), chain("Erin", "Binnen", "Eruit"),
                     marks(listening("Weg", message("bericht"), end("Op"), flow("WegKomt", "Op"))))),
        through(part("Deel", start("Erin"), user("Binnen"), end("Eruit"), chain("Erin", "Binnen", "Eruit"),
                     marks(listening("Weg", compensate(), end("Op"), flow("WegKomt", "Op"))))),
    ),
    Rule(
        "Wie compensatie vraagt, noemt een activiteit in hetzelfde (sub)proces",
        "compensates_unknown",
        (start(), part("Deel", start("Erin"), throw("Vraagt", compensate("Taak")), end("Eruit"),
                       chain("Erin", "Vraagt", "Eruit")), user("Taak"), undone("Taak", HANDLER), end(),
         chain("Begin", "Taak", "Deel", "Klaar")),
        (start(), user("Taak"), undone("Taak", HANDLER), throw("Vraagt", compensate("Taak")), end(),
         chain("Begin", "Taak", "Vraagt", "Klaar")),
    ),
    Rule(
        "Wie compensatie vraagt, noemt een activiteit die kan worden teruggedraaid",
        "compensates_unprepared",
        (start(), user("Taak"), throw("Vraagt", compensate("Taak")), end(), chain("Begin", "Taak", "Vraagt", "Klaar")),
        (start(), user("Taak"), undone("Taak", HANDLER), throw("Vraagt", compensate("Taak")), end(),
         chain("Begin", "Taak", "Vraagt", "Klaar")),
    ),
    Rule(
        "Een afbrekend einde staat in een transactie",
        "cancel_outside_transaction",
        (start(), node("endEvent", "Klaar", cancel()), flow("Begin", "Klaar")), cancelled(EDGE),
    ),
    Rule(
        "Een afbreekgebeurtenis staat op de rand van een transactie",
        "cancel_of_other", around(*rim(cancel())), cancelled(EDGE),
    ),
    Rule(
        "Een afbreekgebeurtenis onderbreekt",
        "cancel_goes_on", cancelled(EDGE.replace('cancelActivity="true"', 'cancelActivity="false"')), cancelled(EDGE),
    ),
    Rule(
        "Een transactie heeft één afbreekgebeurtenis",
        "cancel_twice",
        cancelled(EDGE + boundary("Nog", "Deal", cancel()) + end("Later") + flow("Nog", "Later")), cancelled(EDGE),
    ),
)  # fmt: skip
