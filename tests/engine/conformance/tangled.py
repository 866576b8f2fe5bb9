"""Tangled: ways that lead back into what is still going on; what diagrams that nobody thought of have shown."""

from __future__ import annotations

from tests.engine.conformance.telling import Diagram, Trace, do, gateway, task, wait
from tests.engine.diagrams import boundary, chain, end, flow, start, timer

TANGLED = (
    Diagram(
        "Herinnering die teruggaat naar haar eigen taak", "10.5.6", "elke keer dat de taak er is, heeft haar eigen rand",
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
)  # fmt: skip
