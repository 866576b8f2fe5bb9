"""Timed: moments at the ends of the calendar, and timers in loops, in scopes that end and next to conditions."""

from __future__ import annotations

from tests.engine.conformance.telling import Diagram, Trace, do, gateway, number, send, task, until, wait
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    conditional,
    end,
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
)


def later(definition: str) -> tuple[str, ...]:
    """Begin → A → Wacht → Klaar: the timer is set when A is done."""
    return (start("Begin"), task("A"), catch("Wacht", definition), end("Klaar"), chain("Begin", "A", "Wacht", "Klaar"))


def edge(definition: str, *, interrupting: bool = True) -> tuple[str, ...]:
    return (
        start("Begin"), task("A"), end("Klaar"), boundary("Om", "A", definition, interrupting=interrupting),
        task("Laat"), end("X"), chain("Begin", "A", "Klaar"), chain("Om", "Laat", "X"),
    )  # fmt: skip


CALENDAR = (
    Diagram(
        "Timer in het uur dat twee keer komt", "10.5.5", "een uur is een uur, ook in de nacht dat de klok teruggaat",
        later(timer("Duration", "PT1H")),
        (
            Trace("gezet in de eerste keer", "Begin A",
                  (until("2026-10-25T00:30"), do("A"), until("2026-10-25T01:29"))),
            Trace("en om", "Begin A Wacht Klaar", (until("2026-10-25T00:30"), do("A"), until("2026-10-25T01:30"))),
            Trace("gezet in de tweede keer", "Begin A",
                  (until("2026-10-25T01:30"), do("A"), until("2026-10-25T02:29"))),
            Trace("en ook om", "Begin A Wacht Klaar", (until("2026-10-25T01:30"), do("A"), until("2026-10-25T02:30"))),
        ),
    ),
    Diagram(
        "Timer van een dag in de nacht dat de klok teruggaat", "10.5.5", "morgen op hetzelfde uur",
        later(timer("Duration", "P1D")),
        (
            Trace("een dag van 25 uur", "Begin A", (until("2026-10-24T10:00"), do("A"), until("2026-10-25T10:59"))),
            Trace("om", "Begin A Wacht Klaar", (until("2026-10-24T10:00"), do("A"), until("2026-10-25T11:00"))),
            Trace("gezet in het tweede uur: 24 uur", "Begin A Wacht Klaar",
                  (until("2026-10-25T01:30"), do("A"), until("2026-10-26T01:30"))),
        ),
    ),
    Diagram(
        "Timer van een dag naar een uur dat er niet is", "10.5.5", "dan het uur erna",
        later(timer("Duration", "P1D")),
        (
            Trace("nog niet om half drie", "Begin A",
                  (until("2027-03-27T01:30"), do("A"), until("2027-03-28T01:29"))),
            Trace("om half vier", "Begin A Wacht Klaar",
                  (until("2027-03-27T01:30"), do("A"), until("2027-03-28T01:30"))),
        ),
    ),
    Diagram(
        "Timer van een maand aan het eind van de maand", "10.5.5", "de laatste dag van een korte maand",
        later(timer("Duration", "P1M")),
        (
            Trace("31 januari", "Begin A", (until("2027-01-31T10:00"), do("A"), until("2027-02-28T09:59"))),
            Trace("28 februari", "Begin A Wacht Klaar",
                  (until("2027-01-31T10:00"), do("A"), until("2027-02-28T10:00"))),
            Trace("schrikkeljaar: 29 februari", "Begin A",
                  (until("2028-01-31T10:00"), do("A"), until("2028-02-29T09:59"))),
        ),
    ),
    Diagram(
        "Timer van een jaar vanaf 29 februari", "10.5.5", "28 februari", later(timer("Duration", "P1Y")),
        (Trace("nog niet", "Begin A", (until("2028-02-29T10:00"), do("A"), until("2029-02-28T09:59"))),
         Trace("wel", "Begin A Wacht Klaar", (until("2028-02-29T10:00"), do("A"), until("2029-02-28T10:00")))),
    ),
    Diagram(
        "Timer die niets of minder duurt", "10.5.5", "is er meteen", later(timer("Duration", "=duur")),
        (
            Trace("niets", "Begin A Wacht Klaar", (do("A"),), {"duur": "PT0S"}),
            Trace("geen duur: een storing", moves=(do("A"),), given={"duur": None}, stops="Wacht"),
            Trace("een getal: een storing", moves=(do("A"),), given={"duur": number(3)}, stops="Wacht"),
        ),
    ),
    Diagram(
        "Timer met een negatieve duur", "10.5.5", "is er meteen", later(timer("Duration", '=-duration("PT1H")')),
        (Trace("meteen", "Begin A Wacht Klaar", (do("A"),)),),
    ),
    Diagram(
        "Timer op de rand die er meteen is", "10.5.6", "de taak vervalt voordat iemand haar ziet",
        edge(timer("Duration", "PT0S")),
        (Trace("meteen", "Begin Om", waits="Laat", listens=""),),
    ),
    Diagram(
        "Timer op de rand die er meteen is, niet-onderbrekend", "10.5.6", "de taak blijft",
        edge(timer("Date", "2026-01-01"), interrupting=False),
        (Trace("meteen, één keer", "Begin Om", (wait(days=9),), waits="A Laat", listens=""),),
    ),
    Diagram(
        "Timer met een gegeven dat verandert", "10.5.5", "het moment van het begin van het wachten blijft",
        (start("Begin"), gateway("S", "parallel"), catch("Wacht", timer("Duration", "=duur")), task("Vul"), end("A"),
         end("B"), chain("Begin", "S", "Wacht", "A"), chain("S", "Vul", "B")),
        (
            Trace("korter maken helpt niet", "Begin S Vul B", (do("Vul", duur="P1D"), wait(days=2)), {"duur": "P5D"},
                  listens="Wacht"),
            Trace("langer ook niet", "Begin S Vul B Wacht A", (do("Vul", duur="P9D"), wait(days=5)), {"duur": "P5D"}),
        ),
    ),
    Diagram(
        "Herhaling vanaf een moment dat al is geweest", "10.5.5", "wat is geweest, komt meteen; de rest op zijn tijd",
        edge(timer("Cycle", "R3/2026-02-22T08:00:00Z/P7D"), interrupting=False),
        (Trace("22 februari en 1 maart", "Begin Om Om", waits="A Laat Laat"),
         Trace("8 maart", "Begin Om Om Om", (until("2026-03-08T08:00"),), waits="A Laat Laat Laat", listens="")),
    ),
    Diagram(
        "Herhaling van een uur in de nacht dat de klok vooruitgaat", "10.5.5", "elk uur, ook in die nacht",
        edge(timer("Cycle", "R3/PT1H"), interrupting=False),
        (Trace("drie uur later drie keer", "Begin Om Om Om",
               (until("2026-03-02T09:00"), until("2026-03-02T10:00"), until("2026-03-02T11:00")),
               waits="A Laat Laat Laat", listens=""),),
    ),
    Diagram(
        "Herhaling van een uur die begint in het tweede uur", "10.5.5", "ook als de klok terug is gegaan",
        (start("Begin"), task("Eerst"), task("A"), end("Klaar"),
         boundary("Om", "A", timer("Cycle", "R/PT30M"), interrupting=False), end("X"),
         chain("Begin", "Eerst", "A", "Klaar"), flow("Om", "X")),
        (Trace("na een half uur de eerste", "Begin Eerst",
               (until("2026-10-25T01:10"), do("Eerst"), until("2026-10-25T01:39")), waits="A"),
         Trace("en na een uur de tweede", "Begin Eerst Om X Om X",
               (until("2026-10-25T01:10"), do("Eerst"), until("2026-10-25T02:10")), waits="A")),
    ),
)  # fmt: skip

LISTENING = (
    Diagram(
        "Herinneringen in elke ronde van een lus", "10.5.6", "elke ronde begint haar herinneringen opnieuw",
        (start("Begin"), gateway("In"), task("A"), boundary("Om", "A", timer("Cycle", "R2/P1D"), interrupting=False),
         end("X"), gateway("Nog", default="Nog_to_Klaar"), end("Klaar"), chain("Begin", "In", "A", "Nog", "Klaar"),
         flow("Nog", "In", "=nog"), flow("Om", "X")),
        (Trace("twee rondes", "Begin In Om X A Nog In Om X Om X A Nog Klaar",
               (wait(days=1), do("A", nog=True), wait(days=9), do("A", nog=False))),),
    ),
    Diagram(
        "Gebeurtenis-subproces met een termijn in elke ronde", "13.5.4", "de termijn van een ronde telt niet door",
        (start("Begin"), gateway("In"),
         part("Deel", start("DIn"), task("A"), end("DUit"), chain("DIn", "A", "DUit"),
              listening("Sub", timer("Duration", "P3D"), end("SubKlaar"), chain("SubKomt", "SubKlaar"))),
         gateway("Nog", default="Nog_to_Klaar"), end("Klaar"), chain("Begin", "In", "Deel", "Nog", "Klaar"),
         flow("Nog", "In", "=nog")),
        (Trace("elke ronde drie dagen", "Begin In DIn A DUit Deel Nog In DIn",
               (wait(days=2), do("A", nog=True), wait(days=2)), waits="A"),
         Trace("en dan om", "Begin In DIn A DUit Deel Nog In DIn SubKomt SubKlaar Sub Deel Nog In DIn",
               (wait(days=2), do("A", nog=True), wait(days=3)), waits="A")),
    ),
    Diagram(
        "Gateway op gebeurtenissen in een lus", "13.4.4", "elke ronde begint het wachten opnieuw",
        (start("Begin"), gateway("M"), gateway("G", "event"), catch("Kort", timer("Duration", "P1D")),
         catch("Lang", timer("Duration", "P3D")), catch("Post", message("bericht")), task("Bel"), end("Klaar"),
         end("Telaat"), chain("Begin", "M", "G", "Kort", "Bel", "M"), chain("G", "Lang", "Telaat"),
         chain("G", "Post", "Klaar")),
        (
            Trace("na een dag bellen", "Begin M G Kort", (wait(days=1),), waits="Bel", listens=""),
            Trace("weer wachten", "Begin M G Kort Bel M G", (wait(days=1), do("Bel")), listens="Kort Lang Post"),
            Trace("het bericht", "Begin M G Kort Bel M G Post Klaar", (wait(days=1), do("Bel"), send("bericht"))),
            Trace("na dagen niets gaat de kortste voor", "Begin M G Kort", (wait(days=9),), waits="Bel"),
        ),
    ),
    Diagram(
        "Gateway op gebeurtenissen met een voorwaarde", "13.4.4", "wat al waar is, gebeurt meteen",
        (start("Begin"), gateway("G", "event"), catch("Ja", conditional("=bedrag > 100")),
         catch("Ook", conditional("=bedrag > 50")), catch("Om", timer("Duration", "P1D")), end("A"), end("B"), end("C"),
         chain("Begin", "G", "Ja", "A"), chain("G", "Ook", "B"), chain("G", "Om", "C")),
        (
            Trace("precies één weg", "Begin G Ja A", given={"bedrag": number(500)}),
            Trace("alleen de tweede", "Begin G Ook B", given={"bedrag": number(60)}),
            Trace("geen van beide: de termijn", "Begin G Om C", (wait(days=1),), {"bedrag": number(1)}),
        ),
    ),
    Diagram(
        "Gateway op gebeurtenissen met een signaal uit een andere tak", "13.4.4", "precies één weg",
        (start("Begin"), gateway("S", "parallel"), task("A"), throw("Roep", signal("alarm")), end("AUit"),
         gateway("G", "event"), catch("Hoor", signal("alarm")), catch("Post", message("bericht")), end("B"), end("C"),
         chain("Begin", "S", "A", "Roep", "AUit"), chain("S", "G", "Hoor", "B"), chain("G", "Post", "C")),
        (Trace("het signaal", "Begin S G A Roep Hoor AUit B", (do("A"),), listens=""),
         Trace("eerst het bericht: het signaal hoort niemand", "Begin S G Post C A Roep AUit",
               (send("bericht"), do("A")))),
    ),
    Diagram(
        "Voorwaarde die een andere tak waar maakt", "10.5.5", "ook als het gegeven in een subproces wordt gezet",
        (start("Begin"), gateway("S", "parallel"), catch("Wacht", conditional("=klaar")), end("A"),
         part("Deel", start("In"), task("Vul"), script("Zet", "=true", "klaar"), end("Uit"),
              chain("In", "Vul", "Zet", "Uit")), end("B"), chain("Begin", "S", "Wacht", "A"), chain("S", "Deel", "B")),
        (Trace("dan pas", "Begin S In Vul Zet Uit Wacht A Deel B", (do("Vul"),)),),
    ),
    Diagram(
        "Voorwaarde die een gegeven van binnen niet ziet", "10.4.7", "wat in een subproces blijft, telt buiten niet",
        (start("Begin"), gateway("S", "parallel"), catch("Wacht", conditional("=x > 5")), end("A"),
         part("Deel", io({"x": "=10"}), start("In"), task("B"), end("Uit"), chain("In", "B", "Uit")), end("C"),
         chain("Begin", "S", "Wacht", "A"), chain("S", "Deel", "C")),
        (Trace("het wacht", "Begin S In", given={"x": number(1)}, waits="B"),),
    ),
    Diagram(
        "Signaal voor een gebeurtenis-subproces, een rand en een wachter", "10.5.4", "allemaal horen zij het",
        (start("Begin"), gateway("S", "parallel"), task("A"), end("AUit"),
         boundary("Rand", "A", signal("alarm"), interrupting=False), end("X"), flow("Rand", "X"),
         catch("Hoor", signal("alarm")), end("B"), task("C"), throw("Roep", signal("alarm")), end("CUit"),
         chain("Begin", "S", "A", "AUit"), chain("S", "Hoor", "B"), chain("S", "C", "Roep", "CUit"),
         listening("Sub", signal("alarm"), task("Extra"), end("SubKlaar"), chain("SubKomt", "Extra", "SubKlaar"),
                   interrupting=False)),
        (Trace("alle drie", "Begin S C Roep Rand Hoor CUit X SubKomt B", (do("C"),), waits="A Extra"),),
    ),
    Diagram(
        "Signaal dat onderbreekt wie het verstuurt", "10.5.6", "die gaat niet verder",
        (start("Begin"),
         part("Deel", start("In"), task("A"), throw("Roep", signal("alarm")), task("B"), end("Uit"),
              chain("In", "A", "Roep", "B", "Uit")),
         boundary("Rand", "Deel", signal("alarm")), task("Na"), end("X"), end("Klaar"),
         chain("Begin", "Deel", "Klaar"), chain("Rand", "Na", "X")),
        (Trace("B komt er niet", "Begin In A Roep Rand", (do("A"),), waits="Na"),),
    ),
    Diagram(
        "Signaal in een aangeroepen proces", "10.5.4", "ook wie in een ander proces van de zaak wacht, hoort het",
        (start("Begin"), gateway("S", "parallel"), node("callActivity", "Deel",
            '<zeebe:calledElement processId="ander" />'), end("A"), task("B"), throw("Roep", signal("alarm")),
         end("C"), chain("Begin", "S", "Deel", "A"), chain("S", "B", "Roep", "C")),
        (Trace("hoort het", "Begin S AIn B Roep C Hoor AUit Deel A", (do("B"),)),),
        calls={"ander": (start("AIn"), catch("Hoor", signal("alarm")), end("AUit"), chain("AIn", "Hoor", "AUit"))},
    ),
)  # fmt: skip
