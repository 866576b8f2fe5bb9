"""Undoing: compensation and transactions, and what can go wrong between them."""

from __future__ import annotations

from tests.engine.conformance.telling import (
    Diagram,
    Trace,
    do,
    for_each,
    gateway,
    laps,
    number,
    send,
    task,
    wait,
)
from tests.engine.diagrams import (
    boundary,
    cancel,
    chain,
    compensate,
    end,
    error,
    flow,
    io,
    listening,
    message,
    node,
    part,
    script,
    start,
    throw,
    timer,
    transaction,
    undone,
)


def undoing(*thrown: str) -> tuple[str, ...]:
    """Begin → A → B → what is thrown → Daarna, A and B each with a task that undoes it."""
    return (
        start("Begin"), task("A"), undone("A", task("XA")), task("B"), undone("B", task("XB")), *thrown,
        task("Daarna"), end("Klaar"),
    )  # fmt: skip


def booked(*beside: str) -> tuple[str, ...]:
    """A transaction of A and B, that is cancelled where `nee` is true."""
    return (
        start("Begin"),
        transaction(
            "Deel", start("In"), task("A"), undone("A", task("XA")), task("B"), undone("B", task("XB")),
            gateway("Keus", default="Keus_to_Uit"), end("Uit"), node("endEvent", "Af", cancel()),
            chain("In", "A", "B", "Keus", "Uit"), flow("Keus", "Af", "=nee"), *beside,
        ),
        boundary("Afgebroken", "Deel", cancel()), task("Opnieuw"), end("X"), task("Daarna"),
        throw("Gooi", compensate()), end("Klaar"), chain("Begin", "Deel", "Daarna", "Gooi", "Klaar"),
        chain("Afgebroken", "Opnieuw", "X"),
    )  # fmt: skip


COMPENSATION = (
    Diagram(
        "Compensatie van alles wat klaar is", "10.7.2", "het laatste eerst, een voor een; de gebeurtenis wacht erop",
        (*undoing(throw("Gooi", compensate())), chain("Begin", "A", "B", "Gooi", "Daarna", "Klaar")),
        (
            Trace("de laatste eerst", "Begin A B BTerug", (do("A"), do("B")), waits="XB"),
            Trace("dan de eerste", "Begin A B BTerug XB ATerug", (do("A"), do("B"), do("XB")), waits="XA"),
            Trace("dan verder", "Begin A B BTerug XB ATerug XA Gooi",
                  (do("A"), do("B"), do("XB"), do("XA")), waits="Daarna"),
            Trace("tot het eind", "Begin A B BTerug XB ATerug XA Gooi Daarna Klaar",
                  (do("A"), do("B"), do("XB"), do("XA"), do("Daarna"))),
        ),
    ),
    Diagram(
        "Compensatie van één activiteit", "10.7.2", "alleen die activiteit; de rest blijft staan",
        (*undoing(throw("Gooi", compensate("A"))), throw("Nog", compensate()),
         chain("Begin", "A", "B", "Gooi", "Daarna", "Nog", "Klaar")),
        (
            Trace("alleen A", "Begin A B ATerug", (do("A"), do("B")), waits="XA"),
            Trace("later alleen B: A niet nog eens", "Begin A B ATerug XA Gooi Daarna BTerug",
                  (do("A"), do("B"), do("XA"), do("Daarna")), waits="XB"),
        ),
    ),
    Diagram(
        "Compensatie zonder iets om terug te draaien", "13.5.5", "het proces gaat gewoon verder",
        (start("Begin"), gateway("Keus", default="Keus_to_B"), task("A"), undone("A", task("XA")), task("B"),
         gateway("Samen"), throw("Gooi", compensate()), throw("Nog", compensate("A")), end("Klaar"),
         chain("Begin", "Keus", "B", "Samen", "Gooi", "Nog", "Klaar"), flow("Keus", "A", "=wel"), flow("A", "Samen")),
        (
            Trace("A is nooit gedaan", "Begin Keus B Samen Gooi Nog Klaar", (do("B"),), {"wel": False}),
            Trace("A is gedaan, en wordt één keer teruggedraaid", "Begin Keus A Samen ATerug XA Gooi Nog Klaar",
                  (do("A"), do("XA")), {"wel": True}),
        ),
    ),
    Diagram(
        "Compensatie van wat nog bezig is", "13.5.5", "dat wordt niet teruggedraaid",
        (start("Begin"), gateway("S", "parallel"), task("A"), undone("A", task("XA")), task("B"),
         throw("Gooi", compensate()), end("UA"), end("UB"), chain("Begin", "S", "A", "UA"),
         chain("S", "B", "Gooi", "UB")),
        (
            Trace("A is bezig", "Begin S B Gooi UB", (do("B"),), waits="A"),
            Trace("A was klaar", "Begin S A UA B ATerug", (do("A"), do("B")), waits="XA"),
        ),
    ),
    Diagram(
        "Compensatie als einde", "10.5.3", "het einde is er als alles is teruggedraaid",
        (start("Begin"), task("A"), undone("A", task("XA")), node("endEvent", "Gooi", compensate()),
         chain("Begin", "A", "Gooi")),
        (
            Trace("wacht", "Begin A ATerug", (do("A"),), waits="XA"),
            Trace("klaar", "Begin A ATerug XA Gooi", (do("A"), do("XA"))),
        ),
    ),
    Diagram(
        "Compensatie zonder erop te wachten", "10.5.5", "het proces gaat verder, en eindigt pas als alles terug is",
        (*undoing(throw("Gooi", compensate(waits=False))), chain("Begin", "A", "B", "Gooi", "Daarna", "Klaar")),
        (
            Trace("gaat meteen verder", "Begin A B Gooi BTerug", (do("A"), do("B")), waits="Daarna XB"),
            Trace("het proces wacht op het terugdraaien", "Begin A B Gooi BTerug Daarna Klaar XB ATerug",
                  (do("A"), do("B"), do("Daarna"), do("XB")), waits="XA"),
            Trace("en is dan klaar", "Begin A B Gooi BTerug Daarna Klaar XB ATerug XA",
                  (do("A"), do("B"), do("Daarna"), do("XB"), do("XA"))),
        ),
    ),
    Diagram(
        "Compensatie die vanzelf gaat", "10.7.1", "met wat er is geantwoord",
        (start("Begin"), task("A"), undone("A", script("XA", "=saldo - bedrag", "saldo")),
         throw("Gooi", compensate()), end("Klaar"), chain("Begin", "A", "Gooi", "Klaar")),
        (Trace("rekent terug", "Begin A ATerug XA Gooi Klaar", (do("A", bedrag=number(3)),), {"saldo": number(10)},
               variables={"saldo": number(7), "bedrag": number(3)}),),
    ),
    Diagram(
        "Compensatie in een lus", "13.5.5", "één keer voor elke ronde",
        (start("Begin"), gateway("M"), task("A"), undone("A", task("XA")), gateway("K", default="K_to_Gooi"),
         throw("Gooi", compensate()), end("Klaar"), chain("Begin", "M", "A", "K", "Gooi", "Klaar"),
         flow("K", "M", "=nog")),
        (Trace("drie rondes", "Begin M A K M A K M A K" + " ATerug XA" * 3 + " Gooi Klaar",
               (do("A", nog=True), do("A", nog=True), do("A", nog=False), do("XA"), do("XA"), do("XA"))),),
    ),
    Diagram(
        "Compensatie van een meervoudige taak", "10.7.2", "voor elk exemplaar dat klaar is, met zijn eigen gegevens",
        (start("Begin"), task("A", for_each()), undone("A", script("XA", "=append(terug, ding)", "terug")),
         boundary("Om", "A", timer("Duration", "P1D")), gateway("Samen"), throw("Gooi", compensate()), end("Klaar"),
         chain("Begin", "A", "Samen", "Gooi", "Klaar"), flow("Om", "Samen")),
        (
            Trace("allebei, het laatste eerst", "Begin A Samen ATerug XA ATerug XA Gooi Klaar",
                  (do("A", "b"), do("A", "a")), {"lijst": ["a", "b"], "terug": []},
                  variables={"lijst": ["a", "b"], "terug": ["a", "b"]}),
            Trace("te laat: alleen wat klaar was", "Begin Om Samen ATerug XA Gooi Klaar",
                  (do("A", "b"), wait(days=1)), {"lijst": ["a", "b"], "terug": []},
                  variables={"lijst": ["a", "b"], "terug": ["b"]}),
        ),
    ),
    Diagram(
        "Compensatie van een herhaalde taak", "10.7.2", "één keer voor elke herhaling",
        (start("Begin"), task("A", laps("=nog", 9)), undone("A", task("XA")), throw("Gooi", compensate("A")),
         end("Klaar"), chain("Begin", "A", "Gooi", "Klaar")),
        (Trace("twee keer", "Begin A ATerug XA ATerug XA Gooi Klaar",
               (do("A", nog=True), do("A", nog=False), do("XA"), do("XA"))),),
    ),
    Diagram(
        "Compensatie van een subproces", "13.5.5", "wat binnenin is gedaan, met de gegevens van toen",
        (start("Begin"),
         part("Deel", io({"prijs": "=bedrag"}), start("In"), task("A"),
              undone("A", script("XA", "=prijs", "terug")), task("B"), undone("B", task("XB")), end("Uit"),
              chain("In", "A", "B", "Uit")),
         task("C"), undone("C", task("XC")), throw("Gooi", compensate()), end("Klaar"),
         chain("Begin", "Deel", "C", "Gooi", "Klaar")),
        (
            Trace("het laatste eerst, ook binnenin", "Begin In A B Uit Deel C CTerug XC BTerug",
                  (do("A"), do("B"), do("C"), do("XC")), {"bedrag": number(5)}, waits="XB"),
            Trace("met de prijs van toen", "Begin In A B Uit Deel C CTerug XC BTerug XB ATerug XA Gooi Klaar",
                  (do("A"), do("B"), do("C", bedrag=number(9)), do("XC"), do("XB")), {"bedrag": number(5)},
                  variables={"bedrag": number(9), "terug": number(5)}),
        ),
    ),
    Diagram(
        "Compensatie van één subproces", "10.7.2", "door zijn naam te noemen",
        (start("Begin"),
         part("Deel", start("In"), task("A"), undone("A", task("XA")), end("Uit"), chain("In", "A", "Uit")),
         task("B"), undone("B", task("XB")), throw("Gooi", compensate("Deel")), end("Klaar"),
         chain("Begin", "Deel", "B", "Gooi", "Klaar")),
        (Trace("alleen wat erin zit", "Begin In A Uit Deel B ATerug XA Gooi Klaar", (do("A"), do("B"), do("XA"))),),
    ),
    Diagram(
        "Compensatie van een subproces in een subproces", "13.5.5", "op elke diepte",
        (start("Begin"),
         part("Deel", start("In"), task("A"), undone("A", task("XA")),
              part("Diep", start("DIn"), task("B"), undone("B", task("XB")), end("DUit"), chain("DIn", "B", "DUit")),
              end("Uit"), chain("In", "A", "Diep", "Uit")),
         throw("Gooi", compensate()), end("Klaar"), chain("Begin", "Deel", "Gooi", "Klaar")),
        (
            Trace("het diepste eerst", "Begin In A DIn B DUit Diep Uit Deel BTerug", (do("A"), do("B")), waits="XB"),
            Trace("dan wat eromheen staat", "Begin In A DIn B DUit Diep Uit Deel BTerug XB ATerug XA Gooi Klaar",
                  (do("A"), do("B"), do("XB"), do("XA"))),
        ),
    ),
    Diagram(
        "Compensatie van een subproces als geheel", "10.7.1", "wat op de rand staat, en niet wat erin zit",
        (start("Begin"),
         part("Deel", start("In"), task("A"), undone("A", task("XA")), end("Uit"), chain("In", "A", "Uit")),
         undone("Deel", task("XDeel")), throw("Gooi", compensate()), end("Klaar"),
         chain("Begin", "Deel", "Gooi", "Klaar")),
        (Trace("één taak", "Begin In A Uit Deel DeelTerug XDeel Gooi Klaar", (do("A"), do("XDeel"))),),
    ),
    Diagram(
        "Compensatie door een gebeurtenis-subproces", "10.7.1", "dat zegt zelf wat er gebeurt, en in welke volgorde",
        (start("Begin"),
         part("Deel", start("In"), task("A"), undone("A", task("XA")), task("B"), undone("B", task("XB")), end("Uit"),
              chain("In", "A", "B", "Uit"),
              listening("Sub", compensate(), task("Bel"), throw("EerstA", compensate("A")), end("SubKlaar"),
                        chain("SubKomt", "Bel", "EerstA", "SubKlaar"))),
         throw("Gooi", compensate("Deel")), end("Klaar"), chain("Begin", "Deel", "Gooi", "Klaar")),
        (
            Trace("het begint pas als het subproces klaar is", "Begin In A B Uit Deel SubKomt", (do("A"), do("B")),
                  waits="Bel"),
            Trace("alleen A", "Begin In A B Uit Deel SubKomt Bel ATerug XA EerstA SubKlaar Sub Gooi Klaar",
                  (do("A"), do("B"), do("Bel"), do("XA"))),
        ),
    ),
    Diagram(
        "Compensatie vanuit een gebeurtenis-subproces", "10.7.2", "draait terug wat in het proces eromheen is gedaan",
        (start("Begin"), task("A"), undone("A", task("XA")), task("B"), end("Klaar"),
         chain("Begin", "A", "B", "Klaar"),
         listening("Sub", message("bericht"), throw("Gooi", compensate()), end("SubKlaar"),
                   chain("SubKomt", "Gooi", "SubKlaar"))),
        (Trace("A wordt teruggedraaid, B vervalt", "Begin A SubKomt ATerug XA Gooi SubKlaar Sub",
               (do("A"), send("bericht"), do("XA"))),),
    ),
    Diagram(
        "Compensatie die wordt onderbroken", "13.5.5", "wat nog niet terug is, kan daarna nog",
        (*undoing(throw("Gooi", compensate())), chain("Begin", "A", "B", "Gooi", "Daarna", "Klaar"),
         listening("Sub", message("bericht"), throw("Weer", compensate()), end("SubKlaar"),
                   chain("SubKomt", "Weer", "SubKlaar"))),
        (
            Trace("B was terug, A niet", "Begin A B BTerug XB ATerug SubKomt ATerug",
                  (do("A"), do("B"), do("XB"), send("bericht")), waits="XA"),
            Trace("en dan is het klaar", "Begin A B BTerug XB ATerug SubKomt ATerug XA Weer SubKlaar Sub",
                  (do("A"), do("B"), do("XB"), send("bericht"), do("XA"))),
        ),
    ),
    Diagram(
        "Compensatie van een subproces die wordt onderbroken", "13.5.5", "ook binnenin wordt niets twee keer gedaan",
        (start("Begin"),
         part("Deel", io({"prijs": "=bedrag"}), start("In"), task("A"), undone("A", script("XA", "=prijs", "terug")),
              task("B"), undone("B", task("XB")), task("C"), undone("C", task("XC")), end("Uit"),
              chain("In", "A", "B", "C", "Uit")),
         throw("Gooi", compensate()), end("Klaar"), chain("Begin", "Deel", "Gooi", "Klaar"),
         listening("Sub", message("bericht"), throw("Weer", compensate()), end("SubKlaar"),
                   chain("SubKomt", "Weer", "SubKlaar"))),
        (Trace("C was terug, B en A niet",
               "Begin In A B C Uit Deel CTerug XC BTerug SubKomt BTerug XB ATerug XA Weer SubKlaar Sub",
               (do("A"), do("B"), do("C"), do("XC"), send("bericht"), do("XB")), {"bedrag": number(5)},
               variables={"bedrag": number(5), "terug": number(5)}),),
    ),
    Diagram(
        "Compensatie van een onderbroken subproces", "10.7.3", "wat niet is afgemaakt, wordt niet teruggedraaid",
        (start("Begin"),
         part("Deel", start("In"), task("A"), undone("A", task("XA")), task("B"), end("Uit"),
              chain("In", "A", "B", "Uit")),
         boundary("Om", "Deel", timer("Duration", "P1D")), gateway("M"), throw("Gooi", compensate()), end("Klaar"),
         chain("Begin", "Deel", "M", "Gooi", "Klaar"), flow("Om", "M")),
        (Trace("te laat", "Begin In A Om M Gooi Klaar", (do("A"), wait(days=2))),),
    ),
    Diagram(
        "Compensatie van een aanroep", "10.7.1", "wat op de rand staat; in het andere proces wordt niets teruggedraaid",
        (start("Begin"), node("callActivity", "Roep", '<zeebe:calledElement processId="ander" />'),
         undone("Roep", task("XRoep")), throw("Gooi", compensate()), end("Klaar"),
         chain("Begin", "Roep", "Gooi", "Klaar")),
        (Trace("één taak", "Begin AIn A AUit Roep RoepTerug XRoep Gooi Klaar", (do("A"), do("XRoep"))),),
        calls={"ander": (start("AIn"), task("A"), undone("A", task("XA")), end("AUit"), chain("AIn", "A", "AUit"))},
    ),
    Diagram(
        "Compensatie met een subproces", "10.7.1", "wat terugdraait, kan zelf uit stappen bestaan",
        (start("Begin"), task("A"),
         undone("A", part("Weg", start("WIn"), task("X"), task("Y"), end("WUit"), chain("WIn", "X", "Y", "WUit"))),
         throw("Gooi", compensate()), end("Klaar"), chain("Begin", "A", "Gooi", "Klaar")),
        (Trace("alle stappen", "Begin A ATerug WIn X Y WUit Weg Gooi Klaar", (do("A"), do("X"), do("Y"))),),
    ),
)  # fmt: skip

TRANSACTIONS = (
    Diagram(
        "Transactie", "10.3.5", "wat erin is gedaan, wordt bij afbreken teruggedraaid; pas daarna gaat het verder",
        booked(),
        (
            Trace("gaat goed", "Begin In A B Keus Uit Deel", (do("A"), do("B", nee=False)), waits="Daarna"),
            Trace("afgebroken", "Begin In A B Keus Af BTerug", (do("A"), do("B", nee=True)), waits="XB"),
            Trace("eerst alles terug", "Begin In A B Keus Af BTerug XB ATerug", (do("A"), do("B", nee=True), do("XB")),
                  waits="XA"),
            Trace("dan langs de rand", "Begin In A B Keus Af BTerug XB ATerug XA Afgebroken",
                  (do("A"), do("B", nee=True), do("XB"), do("XA")), waits="Opnieuw"),
            Trace("later alsnog teruggedraaid", "Begin In A B Keus Uit Deel Daarna BTerug XB ATerug XA Gooi Klaar",
                  (do("A"), do("B", nee=False), do("Daarna"), do("XB"), do("XA"))),
        ),
    ),
    Diagram(
        "Transactie die wordt afgebroken, met een andere tak", "10.3.5", "wat bezig is, vervalt",
        (start("Begin"),
         transaction("Deel", start("In"), gateway("S", "parallel"), task("A"), undone("A", task("XA")), task("B"),
                     node("endEvent", "Af", cancel()), end("Uit"), chain("In", "S", "A", "Uit"), chain("S", "B", "Af")),
         boundary("Afgebroken", "Deel", cancel()), end("X"), end("Klaar"), chain("Begin", "Deel", "Klaar"),
         flow("Afgebroken", "X")),
        (
            Trace("A was bezig", "Begin In S B Af Afgebroken X", (do("B"),)),
            Trace("A was klaar", "Begin In S A Uit B Af ATerug XA Afgebroken X", (do("A"), do("B"), do("XA"))),
        ),
    ),
    Diagram(
        "Transactie met een termijn op de rand", "10.3.5", "tijdens het terugdraaien komt er niets meer tussen",
        (*booked(), boundary("Om", "Deel", timer("Duration", "P1D")), end("Laat"), flow("Om", "Laat")),
        (
            Trace("op tijd afgebroken", "Begin In A B Keus Af BTerug", (do("A"), do("B", nee=True), wait(days=2)),
                  waits="XB"),
            Trace("te laat: niets wordt teruggedraaid", "Begin In A Om Laat", (do("A"), wait(days=2))),
        ),
    ),
    Diagram(
        "Transactie met een fout", "10.3.5", "het gaat langs de rand verder zonder terugdraaien",
        (start("Begin"),
         transaction("Deel", start("In"), task("A"), undone("A", task("XA")), node("endEvent", "Stuk", error("stuk")),
                     chain("In", "A", "Stuk")),
         boundary("Fout", "Deel", error("stuk")), task("Herstel"), end("X"), end("Klaar"),
         chain("Begin", "Deel", "Klaar"), chain("Fout", "Herstel", "X")),
        (Trace("een fout", "Begin In A Stuk Fout", (do("A"),), waits="Herstel"),),
    ),
    Diagram(
        "Transactie die door een gebeurtenis-subproces wordt afgebroken", "10.3.5", "ook wat dat deed, gaat terug",
        (start("Begin"),
         transaction("Deel", start("In"), task("A"), undone("A", task("XA")), task("B"), end("Uit"),
                     chain("In", "A", "B", "Uit"),
                     listening("Sub", message("bericht"), task("C"), undone("C", task("XC")),
                               node("endEvent", "Af", cancel()), chain("SubKomt", "C", "Af"))),
         boundary("Afgebroken", "Deel", cancel()), end("X"), end("Klaar"), chain("Begin", "Deel", "Klaar"),
         flow("Afgebroken", "X")),
        (Trace("ingetrokken", "Begin In A SubKomt C Af CTerug XC ATerug XA Afgebroken X",
               (do("A"), send("bericht"), do("C"), do("XC"), do("XA"))),),
    ),
    Diagram(
        "Transactie, meervoudig", "10.3.5", "wie afbreekt, breekt alles af wat nog loopt",
        (start("Begin"),
         transaction("Deel", for_each(), start("In"), task("A"), undone("A", task("XA")), task("B"),
                     gateway("Keus", default="Keus_to_Uit"), end("Uit"), node("endEvent", "Af", cancel()),
                     chain("In", "A", "B", "Keus", "Uit"), flow("Keus", "Af", "=nee")),
         boundary("Afgebroken", "Deel", cancel()), throw("Gooi", compensate()), end("X"), end("Klaar"),
         chain("Begin", "Deel", "Klaar"), chain("Afgebroken", "Gooi", "X")),
        (
            Trace("een afgebroken, een bezig", "Begin In In A A B Keus Af ATerug XA ATerug XA Afgebroken Gooi X",
                  (do("A"), do("A"), do("B", nee=True), do("XA"), do("XA")), {"lijst": ["a", "b"]}),
            Trace("wat al klaar was, kan daarna nog terug",
                  "Begin In In A A B Keus Uit B Keus Af ATerug XA Afgebroken ATerug XA Gooi X",
                  (do("A"), do("A"), do("B", nee=False), do("B", nee=True), do("XA"), do("XA")),
                  {"lijst": ["a", "b"]}),
        ),
    ),
)  # fmt: skip
UNDOING = (*COMPENSATION, *TRANSACTIONS)
