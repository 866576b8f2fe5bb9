"""Nested: subprocesses, calls and repeated activities inside each other, and what is thrown through them."""

from __future__ import annotations

from tests.engine.conformance.telling import Diagram, Trace, do, for_each, gateway, laps, send, task, wait
from tests.engine.diagrams import (
    boundary,
    chain,
    end,
    error,
    escalation,
    flow,
    listening,
    message,
    node,
    part,
    start,
    throw,
    timer,
)

TWO = {"lijst": ["a", "b"]}


def call(key: str, *inside: str) -> str:
    return node("callActivity", key, '<zeebe:calledElement processId="ander" />', *inside)


def around(*inside: str) -> tuple[str, ...]:
    """Begin → Deel → Klaar."""
    return (start("Begin"), *inside, end("Klaar"), chain("Begin", "Deel", "Klaar"))


def choosing(*repeated: str) -> str:
    """A subprocess of a task A after which it fails if `mis` is true."""
    return part(
        "Deel", *repeated, start("In"), task("A"), gateway("Keus", default="Keus_to_Uit"), end("Uit"),
        node("endEvent", "Stuk", error("stuk")), chain("In", "A", "Keus", "Uit"), flow("Keus", "Stuk", "=mis"),
    )  # fmt: skip


CAUGHT = (boundary("Rand", "Deel", error("stuk")), end("Gevangen"), flow("Rand", "Gevangen"))

THROWN = (
    Diagram(
        "Fout in één exemplaar", "10.5.6", "de andere exemplaren vervallen; het gaat langs de rand verder",
        (*around(choosing(for_each(yields="=mis", into="uit"))), *CAUGHT),
        (
            Trace("meteen", "Begin In In A Keus Stuk Rand Gevangen", (do("A", mis=True),), TWO,
                  variables={**TWO, "uit": []}),
            Trace("na een dat goed ging", "Begin In In A Keus Uit A Keus Stuk Rand Gevangen",
                  (do("A", mis=False), do("A", mis=True)), TWO, variables={**TWO, "uit": [False]}),
            Trace("het gaat goed", "Begin In In A Keus Uit A Keus Uit Deel Klaar",
                  (do("A", mis=False), do("A", mis=False)), TWO),
        ),
    ),
    Diagram(
        "Fout in één exemplaar, na elkaar", "10.5.6", "wat nog moest beginnen, begint niet",
        (*around(choosing(for_each(sequential=True))), *CAUGHT),
        (Trace("het eerste", "Begin In A Keus Stuk Rand Gevangen", (do("A", mis=True),), TWO),
         Trace("het tweede", "Begin In A Keus Uit In A Keus Stuk Rand Gevangen",
               (do("A", mis=False), do("A", mis=True)), TWO)),
    ),
    Diagram(
        "Fout in een ronde van een lus", "10.5.6", "er komt geen ronde meer",
        (*around(choosing(laps(maximum=3))), *CAUGHT),
        (Trace("de tweede ronde", "Begin In A Keus Uit In A Keus Stuk Rand Gevangen",
               (do("A", mis=False), do("A", mis=True))),),
    ),
    Diagram(
        "Fout in één exemplaar die niemand vangt", "10.5.3", "een storing, en alles blijft staan",
        (*around(choosing(for_each())), boundary("Rand", "Deel", error("iets")), end("Gevangen"),
         flow("Rand", "Gevangen")),
        (Trace("een andere code", moves=(do("A", mis=True),), given=TWO, stops="Stuk"),),
    ),
    Diagram(
        "Fout in een meervoudige aanroep", "10.5.6", "alle aanroepen houden op",
        (*around(call("Deel", for_each())), *CAUGHT),
        (Trace("één gaat mis", "Begin AIn AIn A K AUit A K Stuk Rand Gevangen",
               (do("A", goed=True), do("A", goed=False)), TWO),),
        calls={"ander": (start("AIn"), task("A"), gateway("K", default="K_to_Stuk"), end("AUit"),
                         node("endEvent", "Stuk", error("stuk")), chain("AIn", "A", "K", "Stuk"),
                         flow("K", "AUit", "=goed"))},
    ),
    Diagram(
        "Fout in een gebeurtenis-subproces dat ernaast loopt", "10.5.6", "ook wat ernaast liep, houdt op",
        (*around(part("Deel", start("In"), task("A"), end("Uit"), chain("In", "A", "Uit"),
                      listening("Sub", message("bericht"), task("X"), node("endEvent", "Stuk", error("stuk")),
                                chain("SubKomt", "X", "Stuk"), interrupting=False))), *CAUGHT),
        (Trace("A vervalt", "Begin In SubKomt X Stuk Rand Gevangen", (send("bericht"), do("X")), listens=""),
         Trace("ook als het deel verder klaar was", "Begin In SubKomt A Uit X Stuk Rand Gevangen",
               (send("bericht"), do("A"), do("X")))),
    ),
    Diagram(
        "Fout in een gebeurtenis-subproces dat niemand vangt", "10.5.3", "een storing",
        (start("Begin"), task("A"), end("Klaar"), chain("Begin", "A", "Klaar"),
         listening("Sub", message("bericht"), node("endEvent", "Stuk", error("stuk")), chain("SubKomt", "Stuk"),
                   interrupting=False)),
        (Trace("storing", moves=(send("bericht"),), stops="Stuk"),),
    ),
    Diagram(
        "Fout die verder wordt gegooid", "10.5.6", "wat een fout afhandelt, vangt niet wat het zelf gooit",
        (*around(part("Deel", start("In"), task("A"), node("endEvent", "Stuk", error("stuk")), chain("In", "A", "Stuk"),
                      listening("Sub", error("stuk"), task("Herstel"), node("endEvent", "Weer", error("stuk")),
                                chain("SubKomt", "Herstel", "Weer")))), *CAUGHT),
        (Trace("eerst binnen", "Begin In A Stuk SubKomt", (do("A"),), waits="Herstel"),
         Trace("dan langs de rand", "Begin In A Stuk SubKomt Herstel Weer Rand Gevangen", (do("A"), do("Herstel")))),
    ),
    Diagram(
        "Fout met een andere code dan het gebeurtenis-subproces", "10.5.6", "gaat eraan voorbij, naar de rand",
        (*around(part("Deel", start("In"), task("A"), node("endEvent", "Stuk", error("stuk")), chain("In", "A", "Stuk"),
                      listening("Sub", error("iets"), end("SubKlaar"), chain("SubKomt", "SubKlaar")))),
         boundary("Rand", "Deel", error()), end("Gevangen"), flow("Rand", "Gevangen")),
        (Trace("langs de rand", "Begin In A Stuk Rand Gevangen", (do("A"),)),),
    ),
    *(
        Diagram(
            f"{name} met een naam en zonder code, op de rand", "10.5.5", "vangt elke code, zoals zonder naam",
            (*around(part("Deel", start("In"), task("A"), node("endEvent", "Gooi", event("stuk")),
                          chain("In", "A", "Gooi"))),
             boundary("Rand", "Deel", event("elke_code")), end("Gevangen"), flow("Rand", "Gevangen")),
            (Trace("gevangen", "Begin In A Gooi Rand Gevangen", (do("A"),)),),
        )
        for name, event in (("Fout", error), ("Escalatie", escalation))
    ),
    Diagram(
        "Fout tijdens het afhandelen van een fout", "10.5.6", "een termijn op de rand beëindigt ook dat",
        (*around(part("Deel", start("In"), task("A"), node("endEvent", "Stuk", error("stuk")), chain("In", "A", "Stuk"),
                      listening("Sub", error("stuk"), task("Herstel"), end("SubKlaar"),
                                chain("SubKomt", "Herstel", "SubKlaar")))),
         boundary("Om", "Deel", timer("Duration", "P2D")), task("Laat"), end("X"), chain("Om", "Laat", "X")),
        (Trace("te laat", "Begin In A Stuk SubKomt Om", (do("A"), wait(days=3)), waits="Laat", listens=""),),
    ),
    Diagram(
        "Escalatie uit een aanroep, twee keer", "10.5.6", "elke keer komt het op de rand",
        (*around(call("Deel")), boundary("Rand", "Deel", escalation("hulp"), interrupting=False), task("Help"),
         end("X"), chain("Rand", "Help", "X")),
        (Trace("de eerste", "Begin AIn Roep Rand", waits="A Help"),
         Trace("de tweede", "Begin AIn Roep Rand A Weer Rand AUit Deel Klaar", (do("A"),), waits="Help Help"),
         Trace("alles klaar", "Begin AIn Roep Rand A Weer Rand AUit Deel Klaar Help X Help X",
               (do("A"), do("Help"), do("Help")))),
        calls={"ander": (start("AIn"), throw("Roep", escalation("hulp")), task("A"), throw("Weer", escalation("hulp")),
                         end("AUit"), chain("AIn", "Roep", "A", "Weer", "AUit"))},
    ),
    Diagram(
        "Escalatie uit een aanroep, onderbrekend", "10.5.6", "alles in het andere proces vervalt",
        (*around(call("Deel")), boundary("Rand", "Deel", escalation("hulp")), task("Help"), end("X"),
         chain("Rand", "Help", "X")),
        (Trace("B en de termijn vervallen", "Begin AIn S A Roep Rand", (do("A"),), waits="Help", listens=""),),
        calls={"ander": (start("AIn"), gateway("S", "parallel"), task("A"), task("B"),
                         boundary("Om", "B", timer("Duration", "P1D")), end("Laat"), flow("Om", "Laat"),
                         throw("Roep", escalation("hulp")), end("AUit"), end("BUit"),
                         chain("AIn", "S", "A", "Roep", "AUit"), chain("S", "B", "BUit"))},
    ),
    Diagram(
        "Escalatie uit elk exemplaar", "10.5.6", "de rand hoort elk exemplaar",
        (*around(part("Deel", for_each(), start("In"), task("A"), node("endEvent", "Roep", escalation("hulp")),
                      chain("In", "A", "Roep"))),
         boundary("Rand", "Deel", escalation("hulp"), interrupting=False), task("Help"), end("X"),
         chain("Rand", "Help", "X")),
        (Trace("twee keer", "Begin In In A Roep Rand A Roep Rand Deel Klaar", (do("A"), do("A")), TWO,
               waits="Help Help"),),
    ),
    Diagram(
        "Escalatie die binnen wordt gevangen", "10.5.6", "komt niet verder naar buiten",
        (*around(part("Deel", start("In"), throw("Roep", escalation("hulp")), task("A"), end("Uit"),
                      chain("In", "Roep", "A", "Uit"),
                      listening("Sub", escalation("hulp"), end("SubKlaar"), chain("SubKomt", "SubKlaar"),
                                interrupting=False))),
         boundary("Rand", "Deel", escalation("hulp")), end("X"), flow("Rand", "X")),
        (Trace("binnen", "Begin In Roep SubKomt SubKlaar Sub", waits="A"),),
    ),
    Diagram(
        "Escalatie uit een gebeurtenis-subproces dat ernaast loopt", "10.5.6", "de rand onderbreekt het geheel",
        (*around(part("Deel", start("In"), task("A"), end("Uit"), chain("In", "A", "Uit"),
                      listening("Sub", timer("Cycle", "R/P1D"), throw("Roep", escalation("hulp")), task("B"),
                                end("SubKlaar"), chain("SubKomt", "Roep", "B", "SubKlaar"), interrupting=False))),
         boundary("Rand", "Deel", escalation("hulp")), task("Help"), end("X"), chain("Rand", "Help", "X")),
        (Trace("A vervalt, en de herinnering ook", "Begin In SubKomt Roep Rand", (wait(days=1), wait(days=9)),
               waits="Help", listens=""),),
    ),
)  # fmt: skip
