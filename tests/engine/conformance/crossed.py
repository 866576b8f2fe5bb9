"""Crossed: events on the edges of calls and of what repeats, joins around what has steps inside, and what ends them."""

from __future__ import annotations

from tests.engine.conformance.telling import Diagram, Trace, do, for_each, gateway, number, send, signalled, task, wait
from tests.engine.diagrams import (
    boundary,
    cancel,
    catch,
    chain,
    compensate,
    conditional,
    end,
    error,
    escalation,
    flow,
    io,
    listening,
    message,
    node,
    part,
    script,
    signal,
    start,
    throw,
    timer,
    transaction,
    undone,
)

CALL = '<zeebe:calledElement processId="ander" />'
TWO = {"lijst": ["a", "b"]}
STOP = "<bpmn:terminateEventDefinition />"


def around(*inside: str) -> tuple[str, ...]:
    """Begin → Stap → Klaar."""
    return (start("Begin"), *inside, end("Klaar"), chain("Begin", "Stap", "Klaar"))


def doing(*more: str) -> tuple[str, ...]:
    """In → A → Uit: a process that is called."""
    return (start("In"), task("A"), end("Uit"), chain("In", "A", "Uit"), *more)


def edge(definition: str, *, interrupting: bool = True) -> tuple[str, ...]:
    return (
        boundary("Rand", "Stap", definition, interrupting=interrupting), task("Extra"), end("Anders"),
        chain("Rand", "Extra", "Anders"),
    )  # fmt: skip


CROSSED = (
    Diagram(
        "Bericht op de rand van een aanroep", "10.5.6", "alles in het andere proces vervalt",
        (*around(node("callActivity", "Stap", CALL)), *edge(message("bericht"))),
        (Trace("komt", "Begin In Rand", (send("bericht"),), waits="Extra"),
         Trace("komt niet", "Begin In A Uit Stap Klaar", (do("A"),))),
        calls={"ander": doing()},
    ),
    Diagram(
        "Bericht op de rand van een aanroep, niet-onderbrekend", "10.5.6", "het andere proces gaat door",
        (*around(node("callActivity", "Stap", CALL)), *edge(message("bericht"), interrupting=False)),
        (Trace("twee keer", "Begin In Rand Rand", (send("bericht"), send("bericht")), waits="A Extra Extra"),
         Trace("daarna niet meer", "Begin In Rand A Uit Stap Klaar", (send("bericht"), do("A")), waits="Extra",
               listens="")),
        calls={"ander": doing()},
    ),
    Diagram(
        "Signaal uit een aanroep op haar eigen rand", "10.5.6", "de aanroep houdt op, ook wie het signaal verstuurde",
        (*around(node("callActivity", "Stap", CALL)), *edge(signal("alarm"))),
        (Trace("komt", "Begin In A Roep Rand", (do("A"),), waits="Extra"),),
        calls={"ander": (start("In"), task("A"), throw("Roep", signal("alarm")), task("B"), end("Uit"),
                         chain("In", "A", "Roep", "B", "Uit"))},
    ),
    Diagram(
        "Bericht op de rand van een meervoudige taak", "10.5.6", "alle exemplaren vervallen; wat er al is, blijft",
        (*around(task("Stap", for_each(yields="=x", into="uit"))), *edge(message("bericht"))),
        (Trace("na één antwoord", "Begin Rand", (do("Stap", "a", x=number(1)), send("bericht")), TWO, "Extra",
               {**TWO, "uit": [number(1)]}),),
    ),
    Diagram(
        "Bericht op de rand van een meervoudige taak, niet-onderbrekend", "10.5.6",
        "één keer voor het geheel, en niet voor elk exemplaar",
        (*around(task("Stap", for_each())), *edge(message("bericht"), interrupting=False)),
        (Trace("eenmaal", "Begin Rand", (send("bericht"),), TWO, "Extra Stap Stap"),
         Trace("na het eerste antwoord nog eens", "Begin Rand Rand",
               (send("bericht"), do("Stap", "a"), send("bericht")), TWO, "Extra Extra Stap")),
    ),
    Diagram(
        "Voorwaarde op de rand van een meervoudig subproces", "10.4.7", "ziet niet wat in een exemplaar blijft",
        (*around(part("Stap", for_each(), start("In"), task("A"), task("B"), end("Uit"), chain("In", "A", "B", "Uit"))),
         *edge(conditional("=x > 1"))),
        (Trace("blijft binnen", "Begin In In A", (do("A", x=number(5)),), {**TWO, "x": number(0)}, "A B"),),
    ),
    Diagram(
        "Escalatie uit één aanroep van meer, onderbrekend", "10.5.6", "alle aanroepen houden op",
        (*around(node("callActivity", "Stap", CALL, for_each())), *edge(escalation("hulp"))),
        (Trace("de eerste", "Begin In In A Roep Rand", (do("A"),), TWO, "Extra", listens=""),),
        calls={"ander": (start("In"), task("A"), throw("Roep", escalation("hulp")), task("B"), end("Uit"),
                         boundary("Om", "B", timer("Duration", "P1D")), end("Laat"), flow("Om", "Laat"),
                         chain("In", "A", "Roep", "B", "Uit"))},
    ),
    Diagram(
        "Escalatie aan het eind van een exemplaar, na elkaar", "10.5.6", "wat nog moest beginnen, begint niet",
        (*around(part("Stap", for_each(sequential=True), start("In"), task("A"), node("endEvent", "Roep",
            escalation("hulp")), chain("In", "A", "Roep"))), *edge(escalation("hulp"))),
        (Trace("de eerste", "Begin In A Roep Rand", (do("A"),), TWO, "Extra"),),
    ),
    Diagram(
        "Fout die in het aangeroepen proces zelf wordt gevangen", "10.5.6", "wie het aanriep, merkt er niets van",
        (*around(node("callActivity", "Stap", CALL)), *edge(error("stuk"))),
        (Trace("gevangen", "Begin In A Gooi SubKomt SubKlaar Sub Stap Klaar", (do("A"),)),),
        calls={"ander": (start("In"), task("A"), node("endEvent", "Gooi", error("stuk")), chain("In", "A", "Gooi"),
                         listening("Sub", error("stuk"), end("SubKlaar"), chain("SubKomt", "SubKlaar")))},
    ),
    Diagram(
        "Terminate in één aanroep van meer", "13.5.6", "die aanroep is klaar; de andere gaan door",
        around(node("callActivity", "Stap", CALL, for_each())),
        (Trace("één", "Begin In In S S A Stop", (do("A"),), TWO, "A B"),
         Trace("allebei", "Begin In In S S A Stop A Stop Stap Klaar", (do("A"), do("A")), TWO)),
        calls={"ander": (start("In"), gateway("S", "parallel"), task("A"), task("B"), end("Uit"),
                         node("endEvent", "Stop", STOP), chain("In", "S", "A", "Stop"), chain("S", "B", "Uit"))},
    ),
    Diagram(
        "Terminate in een aanroep die iets oplevert", "13.5.6", "wat tot dan is gezet, komt terug",
        around(node("callActivity", "Stap", CALL, io({}, {"som": "=x"}))),
        (Trace("komt terug", "Begin In S A Stop Stap Klaar", (do("A", x=number(4)),), variables={"som": number(4)}),),
        calls={"ander": (start("In"), gateway("S", "parallel"), task("A"), task("B"), end("Uit"),
                         node("endEvent", "Stop", STOP), chain("In", "S", "A", "Stop"), chain("S", "B", "Uit"))},
    ),
    Diagram(
        "Gebeurtenis-subproces dat een aanroep onderbreekt", "13.5.4", "de aanroep is klaar als dat klaar is",
        around(node("callActivity", "Stap", CALL)),
        (Trace("onderbroken", "Begin In SubKomt X SubKlaar Sub Stap Klaar", (send("bericht"), do("X", y=number(2))),
               variables={"y": number(2)}),),
        calls={"ander": doing(listening("Sub", message("bericht"), task("X"), end("SubKlaar"),
                                        chain("SubKomt", "X", "SubKlaar")))},
    ),
    Diagram(
        "Gebeurtenis-subproces dat een transactie onderbreekt", "10.3.5",
        "zij is dan klaar en niet afgebroken: wat erin is gedaan, gaat terug als het proces dat vraagt",
        (start("Begin"),
         transaction("Tr", start("In"), task("A"), undone("A", script("Terug", "=true", "terug")), task("B"),
                     end("Uit"), chain("In", "A", "B", "Uit"),
                     listening("Sub", message("bericht"), task("X"), end("SubKlaar"),
                               chain("SubKomt", "X", "SubKlaar"))),
         boundary("Af", "Tr", cancel()), end("AfKlaar"), flow("Af", "AfKlaar"), throw("Undo", compensate()),
         end("Klaar"), chain("Begin", "Tr", "Undo", "Klaar")),
        (Trace("onderbroken", "Begin In A SubKomt X SubKlaar Sub Tr ATerug Terug Undo Klaar",
               (do("A"), send("bericht"), do("X"))),),
    ),
    Diagram(
        "Gebeurtenis-subproces met een voorwaarde in elk exemplaar", "13.5.4", "elk kijkt naar zijn eigen gegevens",
        around(part("Stap", for_each(), start("In"), task("A"), task("B"), end("Uit"), chain("In", "A", "B", "Uit"),
                    listening("Sub", conditional("=x > 1"), task("X"), end("SubKlaar"),
                              chain("SubKomt", "X", "SubKlaar")))),
        (Trace("het ene", "Begin In In A SubKomt", (do("A", x=number(5)),), TWO, "A X"),
         Trace("het andere niet", "Begin In In A SubKomt A", (do("A", x=number(5)), do("A", x=number(1))), TWO,
               "B X")),
    ),
    Diagram(
        "Gebeurtenis-subproces met een voorwaarde in een aanroep", "13.5.4", "ziet wat de aanroep meekreeg",
        around(node("callActivity", "Stap", CALL, io({"x": "=bedrag"}, {"y": "=x"}))),
        (Trace("al waar", "Begin In SubKomt SubKlaar Sub Stap Klaar", given={"bedrag": number(5)}),
         Trace("nog niet", "Begin In", given={"bedrag": number(1)}, waits="A")),
        calls={"ander": doing(listening("Sub", conditional("=x > 1"), end("SubKlaar"), chain("SubKomt", "SubKlaar")))},
    ),
    Diagram(
        "Gebeurtenis-subproces met een voorwaarde die opnieuw waar wordt", "13.5.4", "komt dan opnieuw",
        (start("Begin"), task("A"), task("B"), task("C"), task("E"), end("Klaar"),
         chain("Begin", "A", "B", "C", "E", "Klaar"),
         listening("Sub", conditional("=x > 1"), task("X"), end("SubKlaar"), chain("SubKomt", "X", "SubKlaar"),
                   interrupting=False)),
        (Trace("blijft waar", "Begin A SubKomt B", (do("A", x=number(5)), do("B", x=number(6))), waits="C X"),
         Trace("opnieuw", "Begin A SubKomt B C SubKomt",
               (do("A", x=number(5)), do("B", x=number(1)), do("C", x=number(9))), waits="E X X")),
    ),
    Diagram(
        "Escalatie aan het eind van een aanroep", "10.5.3", "de rand begint, en de aanroep is gewoon klaar",
        (*around(node("callActivity", "Stap", CALL)), *edge(escalation("hulp"), interrupting=False)),
        (Trace("allebei", "Begin In A Roep Rand Stap Klaar", (do("A"),), waits="Extra"),),
        calls={"ander": (start("In"), task("A"), node("endEvent", "Roep", escalation("hulp")), chain("In", "A",
            "Roep"))},
    ),
    Diagram(
        "Terminate in een transactie", "13.5.6", "zij is afgelopen, en niet afgebroken",
        (start("Begin"),
         transaction("Tr", start("In"), gateway("S", "parallel"), task("A"), task("B"), end("Uit"),
                     node("endEvent", "Stop", STOP), chain("In", "S", "A", "Stop"), chain("S", "B", "Uit")),
         boundary("Af", "Tr", cancel()), end("AfKlaar"), flow("Af", "AfKlaar"), end("Klaar"),
         chain("Begin", "Tr", "Klaar")),
        (Trace("gaat gewoon verder", "Begin In S A Stop Tr Klaar", (do("A"),)),),
    ),
    Diagram(
        "Inclusieve samenkomst na een aanroep waarin het misgaat", "13.4.3", "de rand is een andere weg erheen",
        (start("Begin"), gateway("S", "inclusive"), node("callActivity", "Stap", CALL),
         boundary("Rand", "Stap", error("stuk")), task("B"), gateway("J", "inclusive"), end("Klaar"),
         flow("Begin", "S"), flow("S", "Stap", "=true"), flow("S", "B", "=true"), flow("Stap", "J"), flow("B", "J"),
         flow("Rand", "J"), flow("J", "Klaar")),
        (Trace("B eerst", "Begin S In B A Stuk Rand J Klaar", (do("B"), do("A"))),
         Trace("de fout eerst", "Begin S In A Stuk Rand B J Klaar", (do("A"), do("B")))),
        calls={"ander": (start("In"), task("A"), node("endEvent", "Stuk", error("stuk")), chain("In", "A", "Stuk"))},
    ),
    Diagram(
        "Inclusieve samenkomst met een weg door een subproces", "13.4.3", "wacht tot het subproces klaar is",
        (start("Begin"), gateway("S", "inclusive"), part("Deel", start("In"), task("A"), end("Uit"), chain("In", "A",
            "Uit")), task("B"), gateway("J", "inclusive"), end("Klaar"), flow("Begin", "S"), flow("S", "Deel", "=true"),
         flow("S", "B", "=true"), flow("Deel", "J"), flow("B", "J"), flow("J", "Klaar")),
        (Trace("B eerst", "Begin S In B", (do("B"),), waits="A"),
         Trace("allebei", "Begin S In B A Uit Deel J Klaar", (do("B"), do("A")))),
    ),
    Diagram(
        "Inclusieve samenkomst met een weg door een aanroep", "13.4.3", "wacht ook op het andere proces",
        (start("Begin"), gateway("S", "inclusive"), node("callActivity", "Stap", CALL), task("B"),
         gateway("J", "inclusive"), end("Klaar"), flow("Begin", "S"), flow("S", "Stap", "=true"),
         flow("S", "B", "=true"), flow("Stap", "J"), flow("B", "J"), flow("J", "Klaar")),
        (Trace("B eerst", "Begin S In B", (do("B"),), waits="A"),
         Trace("allebei", "Begin S In B A Uit Stap J Klaar", (do("B"), do("A")))),
        calls={"ander": doing()},
    ),
    Diagram(
        "Inclusieve samenkomst met iets ernaast", "13.4.3", "wat een gebeurtenis-subproces doet, houdt haar niet op",
        (start("Begin"), gateway("S", "inclusive"), task("A"), task("B"), gateway("J", "inclusive"), end("Klaar"),
         flow("Begin", "S"), flow("S", "A", "=true"), flow("S", "B", "=true"), flow("A", "J"), flow("B", "J"),
         flow("J", "Klaar"),
         listening("Sub", message("bericht"), task("X"), end("SubKlaar"), chain("SubKomt", "X", "SubKlaar"),
                   interrupting=False)),
        (Trace("opent", "Begin S SubKomt A B J Klaar", (send("bericht"), do("A"), do("B")), waits="X"),),
    ),
    Diagram(
        "Inclusieve samenkomst in elk exemplaar", "13.4.3", "wat in een ander exemplaar loopt, houdt haar niet op",
        around(part("Stap", for_each(), start("In"), gateway("S", "inclusive"), task("A"), task("B"),
                    gateway("J", "inclusive"), task("C"), end("Uit"), flow("In", "S"), flow("S", "A", "=true"),
                    flow("S", "B", "=true"), flow("A", "J"), flow("B", "J"), chain("J", "C", "Uit"))),
        (Trace("het ene", "Begin In In S S A B J", (do("A"), do("B")), TWO, "A B C"),),
    ),
    Diagram(
        "Signaal voor twee tokens op één taak", "10.5.6", "elk hoort het op zijn eigen rand",
        (start("Begin"), gateway("S", "parallel"), task("L"), task("R"), gateway("M"), task("Taak"), end("Klaar"),
         flow("Begin", "S"), chain("S", "L", "M"), chain("S", "R", "M"), chain("M", "Taak", "Klaar"),
         boundary("Rand", "Taak", signal("alarm")), task("Extra"), end("Anders"), chain("Rand", "Extra", "Anders")),
        (Trace("allebei", "Begin S L M R M Rand Rand", (do("L"), do("R"), signalled("alarm")), waits="Extra Extra"),
         Trace("alleen wie er is", "Begin S L M Rand R M", (do("L"), signalled("alarm"), do("R")),
               waits="Extra Taak")),
    ),
    Diagram(
        "Gateway op gebeurtenissen in elk exemplaar", "13.4.4", "elk exemplaar kiest voor zich",
        around(part("Stap", for_each(), start("In"), gateway("G", "event"), catch("Komt", message("bericht")),
                    catch("Om", timer("Duration", "P1D")), end("Ja"), end("Nee"), chain("In", "G", "Komt", "Ja"),
                    chain("G", "Om", "Nee"))),
        (Trace("de een zo, de ander zo", "Begin In In G G Komt Ja Om Nee Stap Klaar",
               (send("bericht"), wait(days=1)), TWO),),
    ),
)  # fmt: skip
