"""Tangled: ways that lead back into what is still running; found by random diagrams."""

from __future__ import annotations

from tests.engine.conformance.telling import Diagram, Trace, do, gateway, send, task, wait
from tests.engine.diagrams import boundary, catch, chain, end, flow, message, start, timer

TANGLED = (
    Diagram(
        "Herinnering die teruggaat naar haar eigen taak", "10.5.6", "elke keer dat de taak er is, met haar eigen rand",
        (start("Begin"), gateway("M"), task("A"), boundary("Nog", "A", timer("Cycle", "R/P1D"), interrupting=False),
         end("Klaar"), chain("Begin", "M", "A", "Klaar"), flow("Nog", "M")),
        (
            Trace("na twee dagen vier keer", "Begin M" + " Nog M" * 3, (wait(days=1), wait(days=1)),
                  waits="A A A A", listens="Nog Nog Nog Nog"),
            Trace("één klaar: de andere houden hun herinnering", "Begin M" + " Nog M" * 3 + " A Klaar" + " Nog M" * 3,
                  (wait(days=1), wait(days=1), do("A"), wait(days=1)), waits="A A A A A A",
                  listens="Nog Nog Nog Nog Nog Nog"),
        ),
    ),
    Diagram(
        "Inclusieve samenkomst met een gateway op gebeurtenissen ervoor", "13.4.3",
        "wie ook langs een weg kan komen waar al iemand staat, wordt niet afgewacht",
        (start("Begin"), gateway("S", "inclusive"), task("A"), gateway("X"), gateway("E", "event"),
         catch("M", message("bericht")), catch("T", message("antwoord")), gateway("J", "inclusive"), task("Na"),
         end("Klaar"), flow("Begin", "S"), flow("S", "A", "=true"), flow("S", "E", "=true"),
         chain("A", "X", "J", "Na", "Klaar"), chain("E", "M", "J"), chain("E", "T", "X")),
        (
            Trace("wat wacht, staat nog bij de gateway", "Begin S E A X J", (do("A"),), waits="Na", listens="M T"),
            Trace("en komt later alleen", "Begin S E A X J M J", (do("A"), send("bericht")), waits="Na Na"),
            Trace("wie er eerst is, wacht op A", "Begin S E M", (send("bericht"),), waits="A"),
        ),
    ),
)  # fmt: skip
