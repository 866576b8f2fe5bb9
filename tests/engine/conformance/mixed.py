"""Mixed: joins with events on edges, loops, links and data in combinations that easily go wrong."""

from __future__ import annotations

from tests.engine.conformance.telling import Diagram, Trace, do, for_each, gateway, laps, number, send, task, wait
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    end,
    flow,
    link,
    listening,
    message,
    node,
    part,
    script,
    start,
    throw,
    timer,
)

BOTH = {"a": True, "b": True}


def split(*branches: str) -> tuple[str, ...]:
    """Begin → S → A and B, when `a` and `b` → J → Na → Klaar, all inclusive."""
    return (
        start("Begin"), gateway("S", "inclusive"), task("A"), task("B"), gateway("J", "inclusive"), task("Na"),
        end("Klaar"), chain("Begin", "S"), flow("S", "A", "=a"), flow("S", "B", "=b"), chain("A", "J"),
        chain("J", "Na", "Klaar"), *(branches or (chain("B", "J"),)),
    )  # fmt: skip


JOINS = (
    Diagram(
        "Inclusieve samenkomst met een weg van de rand", "13.4.3", "op wat de rand begon wordt ook gewacht",
        (*split(), boundary("Rand", "A", message("bericht"), interrupting=False), task("X"), chain("Rand", "X", "J")),
        (
            Trace("er kwam geen bericht", "Begin S A B J", (do("A"), do("B")), BOTH, "Na"),
            Trace("er kan nog een komen", "Begin S B", (do("B"),), BOTH, "A"),
            Trace("er kwam een", "Begin S Rand A B", (send("bericht"), do("A"), do("B")), BOTH, "X"),
            Trace("en die is klaar", "Begin S Rand A B X J", (send("bericht"), do("A"), do("B"), do("X")), BOTH, "Na"),
            Trace("alleen A", "Begin S Rand A", (send("bericht"), do("A")), {"a": True, "b": False}, "X"),
        ),
    ),
    Diagram(
        "Inclusieve samenkomst waar een weg afbuigt", "13.4.3", "wie niet meer komt, wordt niet afgewacht",
        split(gateway("K", default="K_to_J"), end("Weg"), chain("B", "K", "J"), flow("K", "Weg", "=weg")),
        (
            Trace("B komt", "Begin S A B K J", (do("A"), do("B", weg=False)), {**BOTH, "weg": False}, "Na"),
            Trace("B komt niet", "Begin S A B K Weg J", (do("A"), do("B", weg=True)), {**BOTH, "weg": False}, "Na"),
            Trace("B kwam al niet", "Begin S B K Weg A J", (do("B", weg=True), do("A")), {**BOTH, "weg": False}, "Na"),
        ),
    ),
    Diagram(
        "Inclusieve samenkomst na een onderbroken taak", "13.4.3", "de rand is een andere weg naar dezelfde samenkomst",
        (*split(), boundary("Om", "B", timer("Duration", "P1D")), task("Laat"), chain("Om", "Laat", "J")),
        (
            Trace("op tijd", "Begin S A B J", (do("A"), do("B")), BOTH, "Na"),
            Trace("te laat: eerst wat daarna komt", "Begin S A Om", (do("A"), wait(days=1)), BOTH, "Laat"),
            Trace("en dan verder", "Begin S A Om Laat J", (do("A"), wait(days=1), do("Laat")), BOTH, "Na"),
        ),
    ),
    Diagram(
        "Inclusieve samenkomst achter een link", "13.4.3", "een link is een stroom, ook om op te wachten",
        split(throw("Naar", link("x")), catch("Van", link("x")), chain("B", "Naar"), chain("Van", "J")),
        (Trace("op B wordt gewacht", "Begin S A", (do("A"),), BOTH, "B"),
         Trace("B komt door de link", "Begin S A B Naar Van J", (do("A"), do("B")), BOTH, "Na")),
    ),
    Diagram(
        "Inclusieve samenkomst met een subproces dat wordt gestopt", "13.4.3", "wat gestopt is, is klaar",
        (start("Begin"), gateway("S", "inclusive"), task("A"), gateway("J", "inclusive"), task("Na"), end("Klaar"),
         part("Deel", start("In"), gateway("DS", "parallel"), task("B"), task("C"), end("CUit"),
              node("endEvent", "Stop", "<bpmn:terminateEventDefinition />"), chain("In", "DS", "B", "Stop"),
              chain("DS", "C", "CUit")),
         flow("Begin", "S"), flow("S", "A", "=a"), flow("S", "Deel", "=b"), chain("A", "J", "Na", "Klaar"),
         flow("Deel", "J")),
        (Trace("C vervalt en het gaat verder", "Begin S In DS A B Stop Deel J", (do("A"), do("B")), BOTH, "Na"),),
    ),
    Diagram(
        "Inclusief blok in een lus met een weg van de rand", "13.4.3", "elke ronde wacht op zijn eigen wegen",
        (start("Begin"), gateway("M"), gateway("S", "inclusive"), task("A"), task("B"), gateway("J", "inclusive"),
         boundary("Rand", "A", message("bericht"), interrupting=False), task("X"), gateway("Nog", default="Nog_to_Na"),
         task("Na"), end("Klaar"), chain("Begin", "M", "S"), flow("S", "A", "=a"), flow("S", "B", "=b"),
         chain("A", "J"), chain("B", "J", "Nog"), chain("Rand", "X", "J"), flow("Nog", "M", "=nog"),
         chain("Nog", "Na", "Klaar")),
        (
            Trace("eerste ronde met een bericht", "Begin M S Rand A B X J Nog M S",
                  (send("bericht"), do("A"), do("B", nog=True), do("X")), BOTH, "A B"),
            Trace("tweede zonder", "Begin M S Rand A B X J Nog M S A B J Nog",
                  (send("bericht"), do("A"), do("B", nog=True), do("X"), do("A"), do("B", nog=False)), BOTH, "Na"),
        ),
    ),
    Diagram(
        "Parallelle samenkomst met een weg die onderbroken wordt", "13.4.1", "de rand komt op dezelfde plaats binnen",
        (start("Begin"), gateway("S", "parallel"), task("A"), task("B"), gateway("M"), gateway("J", "parallel"),
         task("Na"), end("Klaar"), boundary("Om", "B", timer("Duration", "P1D")), chain("Begin", "S", "A", "J", "Na",
             "Klaar"), chain("S", "B", "M", "J"), flow("Om", "M")),
        (Trace("te laat en dan A", "Begin S Om M A J", (wait(days=1), do("A")), waits="Na"),
         Trace("A en dan te laat", "Begin S A Om M J", (do("A"), wait(days=1)), waits="Na")),
    ),
    Diagram(
        "Link in een subproces met de naam van een link erbuiten", "10.5.5", "elk in zijn eigen subproces",
        (start("Begin"),
         part("Deel", start("In"), throw("DNaar", link("x")), catch("DVan", link("x")), task("A"), end("Uit"),
              flow("In", "DNaar"), chain("DVan", "A", "Uit")),
         throw("Naar", link("x")), catch("Van", link("x")), task("B"), end("Klaar"), chain("Begin", "Deel", "Naar"),
         chain("Van", "B", "Klaar")),
        (Trace("binnen", "Begin In DNaar DVan", waits="A"),
         Trace("buiten", "Begin In DNaar DVan A Uit Deel Naar Van", (do("A"),), waits="B")),
    ),
    Diagram(
        "Lus door een link", "10.5.5", "terug naar voren zonder lijn",
        (start("Begin"), gateway("M"), task("A"), gateway("K", default="K_to_Klaar"), throw("Terug", link("weer")),
         catch("Weer", link("weer")), end("Klaar"), chain("Begin", "M", "A", "K", "Klaar"), flow("K", "Terug", "=nog"),
         flow("Weer", "M")),
        (Trace("twee rondes", "Begin M A K Terug Weer M A K Klaar", (do("A", nog=True), do("A", nog=False))),),
    ),
)  # fmt: skip

REPEATS = (
    Diagram(
        "Meervoudig zonder lijst", "13.3.7", "niets is geen lege lijst: een storing",
        (start("Begin"), task("Stap", for_each(sequential=True)), end("Klaar"), chain("Begin", "Stap", "Klaar")),
        (Trace("niets", given={"lijst": None}, stops="Stap"),),
    ),
    Diagram(
        "Lus om een subproces met voorwaarde vooraf en een maximum", "13.3.6", "wat het eerst komt",
        (start("Begin"), part("Deel", laps("=nog", 2, before=True), start("In"), task("A"), end("Uit"),
                              chain("In", "A", "Uit")), end("Klaar"), chain("Begin", "Deel", "Klaar")),
        (
            Trace("geen enkele keer", "Begin Deel Klaar", given={"nog": False}),
            Trace("de voorwaarde", "Begin In A Uit Deel Klaar", (do("A", nog=False),), {"nog": True}),
            Trace("het maximum", "Begin In A Uit In A Uit Deel Klaar", (do("A", nog=True), do("A", nog=True)),
                  {"nog": True}),
        ),
    ),
    Diagram(
        "Lus om een aanroep", "13.3.6", "de voorwaarde ziet wat terugkomt",
        (start("Begin"),
         node("callActivity", "Deel", '<zeebe:calledElement processId="ander" />', laps("=n &lt; 3", 9)), end("Klaar"),
         chain("Begin", "Deel", "Klaar")),
        (Trace("drie keer", "Begin" + " AIn Tel AUit" * 3 + " Deel Klaar", given={"n": number(0)},
               variables={"n": number(3)}),),
        calls={"ander": (start("AIn"), script("Tel", "=n + 1", "n"), end("AUit"), chain("AIn", "Tel", "AUit"))},
    ),
    Diagram(
        "Meervoudig in meervoudig", "13.3.7", "elk niveau heeft zijn eigen teller en zijn eigen uitkomst",
        (start("Begin"),
         part("Deel", for_each("=dozen", "doos", yields="=som", into="sommen"), start("In"),
              script("Tel", "=loopCounter * 10 + lid", "nummer").replace("</bpmn:script", for_each("=doos", "lid",
                  yields="=nummer", into="nummers") + "</bpmn:script"),
              script("Som", "=sum(nummers) + loopCounter * 100", "som"), end("Uit"),
              chain("In", "Tel", "Som", "Uit")),
         end("Klaar"), chain("Begin", "Deel", "Klaar")),
        (Trace("twee dozen", "Begin In In Tel Tel Som Som Uit Uit Deel Klaar",
               given={"dozen": [[number(1), number(2)], [number(3)]]},
               variables={"dozen": [[number(1), number(2)], [number(3)]], "sommen": [number(133), number(213)]}),),
    ),
    Diagram(
        "Meervoudig met een naam die buiten bestaat", "13.3.7",
        "binnen telt die van het exemplaar, ook als die leeg is",
        (start("Begin"), script("Stap", '=if ding = null then "leeg" else ding', "x").replace("</bpmn:script", for_each(
            yields="=x", into="uit") + "</bpmn:script"), end("Klaar"), chain("Begin", "Stap", "Klaar")),
        (Trace("een lege waarde", "Begin Stap Klaar", given={"lijst": ["a", None], "ding": "buiten"},
               variables={"lijst": ["a", None], "ding": "buiten", "uit": ["a", "leeg"]}),),
    ),
    Diagram(
        "Meervoudige aanroep die een gegeven van buiten verandert", "13.3.7", "dat blijft in het exemplaar",
        (start("Begin"), node("callActivity", "Deel", '<zeebe:calledElement processId="ander" />', for_each(
            yields="=n", into="uit")), end("Klaar"), chain("Begin", "Deel", "Klaar")),
        (Trace("buiten blijft het gelijk", "Begin AIn AIn Tel Tel AUit AUit Deel Klaar",
               given={"lijst": [number(1), number(2)], "n": number(10)},
               variables={"lijst": [number(1), number(2)], "n": number(10), "uit": [number(11), number(12)]}),),
        calls={"ander": (start("AIn"), script("Tel", "=n + ding", "n"), end("AUit"), chain("AIn", "Tel", "AUit"))},
    ),
    Diagram(
        "Meervoudig met een lijst die verandert", "13.3.7", "de lijst van het begin telt",
        (start("Begin"), task("Stap", for_each(sequential=True)), end("Klaar"), chain("Begin", "Stap", "Klaar"),
         listening("Sub", message("bericht"), end("SubKlaar"), chain("SubKomt", "SubKlaar"), interrupting=False)),
        (Trace("langer geworden", "Begin SubKomt SubKlaar Sub Stap Klaar",
               (do("Stap", "a"), send("bericht", lijst=["x", "y", "z"]), do("Stap", "b")), {"lijst": ["a", "b"]}),),
    ),
    Diagram(
        "Herinneringen om iets meervoudigs na elkaar", "10.5.6", "tellen over alle exemplaren heen",
        (start("Begin"), task("Stap", for_each(sequential=True)), end("Klaar"), chain("Begin", "Stap", "Klaar"),
         boundary("Om", "Stap", timer("Cycle", "R/P1D"), interrupting=False), end("X"), flow("Om", "X")),
        (Trace("een in elk", "Begin Om X Om X Stap Klaar",
               (wait(days=1), do("Stap"), wait(days=1), do("Stap")), {"lijst": ["a", "b"]}, listens=""),),
    ),
    Diagram(
        "Termijn in elk exemplaar", "13.3.7", "elk exemplaar zijn eigen termijn",
        (start("Begin"),
         part("Deel", for_each(), start("In"), task("Eerst"), task("A"), boundary("Om", "A", timer("Duration", "P1D")),
              end("Laat"), end("Uit"), chain("In", "Eerst", "A", "Uit"), flow("Om", "Laat")),
         end("Klaar"), chain("Begin", "Deel", "Klaar")),
        (Trace("het ene eerder dan het andere", "Begin In In Eerst Eerst Om Laat",
               (do("Eerst"), wait(hours=12), do("Eerst"), wait(hours=12)), {"lijst": ["a", "b"]}, "A", listens="Om"),
         Trace("allebei", "Begin In In Eerst Eerst Om Laat Om Laat Deel Klaar",
               (do("Eerst"), wait(hours=12), do("Eerst"), wait(hours=24)), {"lijst": ["a", "b"]})),
    ),
    Diagram(
        "Bericht voor één van de exemplaren", "8.4.2", "een bericht komt bij één aan",
        (start("Begin"),
         part("Deel", for_each(), start("In"), node("receiveTask", "Post", messageRef="bericht"), end("Uit"),
              chain("In", "Post", "Uit")), end("Klaar"), chain("Begin", "Deel", "Klaar")),
        (Trace("één", "Begin In In Post Uit", (send("bericht"),), {"lijst": ["a", "b"]}, listens="Post"),
         Trace("twee", "Begin In In Post Uit Post Uit Deel Klaar", (send("bericht"), send("bericht")),
               {"lijst": ["a", "b"]})),
    ),
)  # fmt: skip
