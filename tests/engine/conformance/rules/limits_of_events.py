"""Limits of events: what the standard allows of events and event subprocesses, and Smederij does not run."""

from __future__ import annotations

from tests.engine.conformance.rules.happenings import rim, within
from tests.engine.conformance.rules.parts import (
    MULTIPLE,
)
from tests.engine.conformance.rules.telling import BASE, Rule, around, through
from tests.engine.conformance.rules.undoing import EDGE, cancelled
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    compensate,
    end,
    error,
    escalation,
    flow,
    listening,
    message,
    node,
    part,
    signal,
    start,
    throw,
    user,
)

UNDOES = listening("Weg", compensate(), end("Op"), flow("WegKomt", "Op"))
LISTENS = listening("Weg", message("bericht"), end("Uit"), flow("WegKomt", "Uit"))


def second(definition: str) -> tuple[str, ...]:
    """A second event on the edge of `Deel`."""
    return (boundary("Ook", "Deel", definition), end("OokOp"), flow("Ook", "OokOp"))


def heard(*codes: str) -> tuple[str, ...]:
    """An event subprocess for each escalation."""
    return tuple(
        listening(f"Hoor{number}", escalation(code), end(f"Op{number}"), flow(f"Hoor{number}Komt", f"Op{number}"))
        for number, code in enumerate(codes)
    )


EVENT_LIMITS = (
    Rule(
        "Een gebeurtenis die op meer dan één ding wacht",
        "multiple_not_run", through(catch("Wacht", message("bericht") + signal())), through(catch("Wacht", signal())),
    ),
    Rule(
        "Een start met meer dan één ding",
        "multiple_not_run",
        (node("startEvent", "Begin", message("bericht") + signal()), user("Taak"), end(),
         chain("Begin", "Taak", "Klaar")),
    ),
    Rule(
        "Een einde dat meer dan één ding verstuurt",
        "multiple_not_run",
        (start(), node("endEvent", "Klaar", signal() + escalation("hoger")), flow("Begin", "Klaar")),
    ),
    Rule(
        "Een gebeurtenis-subproces dat met een van meer dingen begint",
        "multiple_not_run",
        around(listening("Weg", message("bericht") + signal(), end("Op"), flow("WegKomt", "Op"))),
        around(listening("Weg", message("bericht"), end("Op"), flow("WegKomt", "Op"))),
    ),
    Rule(
        "Een signaalgebeurtenis zonder signaal",
        "signal_without_name",
        through(catch("Wacht", "<bpmn:signalEventDefinition />")), through(catch("Wacht", signal())),
    ),
    Rule(
        "Een fout op de rand van een taak",
        "nothing_thrown_inside", around(*rim(error("mis"))), within(error("mis"), *rim(error("mis"), on="Deel")),
    ),
    Rule(
        "Een escalatie op de rand van een taak",
        "nothing_thrown_inside", around(*rim(escalation("hoger"))),
        within(escalation("hoger"), *rim(escalation("hoger"), on="Deel")),
    ),
    Rule(
        "Twee gebeurtenissen op een rand voor dezelfde fout",
        "same_catch", within(error("mis"), *rim(error("mis"), on="Deel"), *second(error("mis"))),
        within(error("mis"), *rim(error("mis"), on="Deel"), *second(error())),
    ),
    Rule(
        "Twee gebeurtenis-subprocessen voor dezelfde escalatie",
        "same_catch", (*through(throw("Roept", escalation("hoger"))), *heard("hoger", "hoger")),
        (*through(throw("Roept", escalation("hoger"))), *heard("hoger", "lager")),
    ),
    Rule(
        "Een gebeurtenis op de rand van een gebeurtenis-subproces",
        "edge_on_event_subprocess",
        (*BASE, LISTENS, boundary("Rand", "Weg", message("antwoord")), end("Op"), flow("Rand", "Op")),
        (*BASE, LISTENS),
    ),
    Rule(
        "Een gebeurtenis-subproces dat meervoudig is, of een lus",
        "loop_not_run", (*BASE, LISTENS.replace("<bpmn:startEvent", MULTIPLE + "<bpmn:startEvent", 1)),
        (*BASE, LISTENS),
    ),
    Rule(
        "Een transactie die begint met een gebeurtenis",
        "not_run", (*BASE, LISTENS.replace("bpmn:subProcess", "bpmn:transaction")), (*BASE, LISTENS),
    ),
    Rule(
        "Een gebeurtenis-subproces dat een heel proces terugdraait",
        "compensation_of_process", around(UNDOES),
        through(part("Deel", start("Erin"), user("Binnen"), end("Eruit"), chain("Erin", "Binnen", "Eruit"), UNDOES)),
    ),
    Rule(
        "Een transactie die wordt afgebroken, zonder gebeurtenis op de rand",
        "cancel_not_caught", cancelled(""), cancelled(EDGE),
    ),
)  # fmt: skip
