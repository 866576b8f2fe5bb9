"""Finishing: what an activity yields when it is done, and an event on its edge that this would trigger."""

from __future__ import annotations

from tests.engine.conformance.nested import TWO, call
from tests.engine.conformance.telling import Diagram, Trace, do, for_each, laps, number, send, task
from tests.engine.diagrams import boundary, chain, conditional, end, flow, io, node, part, start

SEEN = {"stop": False}
ANOTHER = {"ander": (start("AIn"), task("A"), end("AUit"), chain("AIn", "A", "AUit"))}


def on_edge(activity: str, condition: str = "=stop", *, interrupting: bool = True) -> tuple[str, ...]:
    """Begin → Deel → Klaar, with a condition on its edge."""
    return (start("Begin"), activity, boundary("Rand", "Deel", conditional(condition), interrupting=interrupting),
            end("Laat"), flow("Rand", "Laat"), end("Klaar"), chain("Begin", "Deel", "Klaar"))  # fmt: skip


FINISHING = (
    Diagram(
        "Voorwaarde op de rand van wat klaar is", "13.3.2", "wat een taak oplevert, onderbreekt die taak niet meer",
        on_edge(task("Deel")),
        (Trace("klaar", "Begin Deel Klaar", (do("Deel", stop=True),), SEEN, listens=""),),
    ),
    Diagram(
        "Voorwaarde op de rand van een ontvangsttaak", "13.3.2", "het bericht is aangekomen: de taak is klaar",
        on_edge(node("receiveTask", "Deel", messageRef="bericht")),
        (Trace("met het bericht", "Begin Deel Klaar", (send("bericht", stop=True),), SEEN, listens=""),
         Trace("al waar bij het begin", "Begin Rand Laat", given={"stop": True})),
    ),
    Diagram(
        "Voorwaarde op de rand van een ontvangsttaak, niet-onderbrekend", "13.3.2", "er is niets om naast te lopen",
        on_edge(node("receiveTask", "Deel", messageRef="bericht"), interrupting=False),
        (Trace("met het bericht", "Begin Deel Klaar", (send("bericht", stop=True),), SEEN),),
    ),
    Diagram(
        "Voorwaarde op de rand van een aanroep", "13.3.2", "wat terugkomt, komt terug van een aanroep die klaar is",
        on_edge(call("Deel")),
        (Trace("het andere proces heeft eigen gegevens", "Begin AIn A AUit Deel Klaar", (do("A", stop=True),), SEEN),),
        calls=ANOTHER,
    ),
    Diagram(
        "Voorwaarde op de rand van een subproces", "13.3.2", "een stap erin onderbreekt; de uitvoer niet meer",
        on_edge(part("Deel", io({"x": "=1"}, {"stop": "=x"}), start("In"), task("A"), end("Uit"),
                     chain("In", "A", "Uit"))),
        (Trace("een stap erin", "Begin In A Rand Laat", (do("A", stop=True),), SEEN),
         Trace("de uitvoer", "Begin In A Uit Deel Klaar", (do("A", x=True),), SEEN)),
    ),
    Diagram(
        "Voorwaarde op de rand van een meervoudige taak", "13.3.2", "het laatste exemplaar maakt haar klaar",
        on_edge(task("Deel", for_each(yields="=w", into="uit")), "=count(uit) = 2"),
        (Trace("twee van de twee", "Begin Deel Klaar", (do("Deel", w=number(1)), do("Deel", w=number(2))), TWO),
         Trace("twee van de drie", "Begin Rand Laat", (do("Deel", w=number(1)), do("Deel", w=number(2))),
               {"lijst": ["a", "b", "c"]})),
    ),
    Diagram(
        "Voorwaarde op de rand van een herhaalde taak", "13.3.2", "de laatste ronde maakt haar klaar",
        on_edge(task("Deel", laps("=nog")), "=not(nog)"),
        (Trace("geen ronde meer", "Begin Deel Klaar", (do("Deel", nog=True), do("Deel", nog=False)), {"nog": True}),),
    ),
)  # fmt: skip
