"""Undone: compensation and transactions inside loops, repeated activities, calls and event subprocesses."""

from __future__ import annotations

from tests.engine.conformance.telling import Diagram, Trace, do, for_each, gateway, laps, number, send, task, wait
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

TWO = {"lijst": ["a", "b"]}


def call(key: str, *inside: str) -> str:
    return node("callActivity", key, '<zeebe:calledElement processId="ander" />', *inside)


def then(*inside: str) -> tuple[str, ...]:
    """Begin → Deel → Gooi, which undoes all → Klaar."""
    return (
        start("Begin"), *inside, throw("Gooi", compensate()), end("Klaar"), chain("Begin", "Deel", "Gooi", "Klaar"),
    )  # fmt: skip


def doing(*keys: str) -> str:
    """Tasks in a row, each with a task `X…` that undoes it; from In to Uit."""
    return "".join(task(key) + undone(key, task(f"X{key}")) for key in keys) + chain("In", *keys)


UNDONE = (
    Diagram(
        "Compensatie van een meervoudig subproces", "13.5.5", "elk exemplaar wat het deed, het laatste eerst",
        then(part("Deel", for_each(), start("In"), doing("A", "B"), end("Uit"), chain("B", "Uit"))),
        (Trace("het exemplaar dat het laatst klaar was eerst",
               "Begin In In A A B Uit B Uit Deel BTerug XB ATerug XA BTerug XB ATerug XA Gooi Klaar",
               (do("A"), do("A"), do("B"), do("B"), do("XB"), do("XA"), do("XB"), do("XA")), TWO),),
    ),
    Diagram(
        "Compensatie van een meervoudig subproces met eigen gegevens", "13.5.5", "elk met de gegevens van toen",
        then(part("Deel", for_each(), start("In"), task("A"),
                  undone("A", node("sendTask", "XA", '<zeebe:taskDefinition type="message" />',
                                   io({"wat": "=ding + naam"}), messageRef="bericht")),
                  end("Uit"), chain("In", "A", "Uit"))),
        (Trace("ook als buiten iets anders staat", "Begin In A Uit Deel ATerug XA Gooi Klaar", (do("A", naam="1"),),
               {"lijst": ["a"], "naam": "buiten"}, sent={"wat": "a1"}),),
    ),
    Diagram(
        "Compensatie van rondes van een subproces", "13.5.5", "elke ronde, de laatste eerst",
        then(part("Deel", laps("=nog", 5), start("In"), doing("A"), end("Uit"), chain("A", "Uit"))),
        (Trace("twee rondes", "Begin In A Uit In A Uit Deel ATerug XA ATerug XA Gooi Klaar",
               (do("A", nog=True), do("A", nog=False), do("XA"), do("XA"))),),
    ),
    Diagram(
        "Compensatie van een meervoudige aanroep", "10.7.1", "voor elke aanroep wat op de rand staat",
        then(call("Deel", for_each()), undone("Deel", task("XDeel"))),
        (Trace("twee keer", "Begin AIn AIn A AUit A AUit Deel DeelTerug XDeel DeelTerug XDeel Gooi Klaar",
               (do("A"), do("A"), do("XDeel"), do("XDeel")), TWO),),
        calls={"ander": (start("AIn"), task("A"), end("AUit"), chain("AIn", "A", "AUit"))},
    ),
    Diagram(
        "Compensatie in een aangeroepen proces", "10.7.2", "draait alleen terug wat dat proces deed",
        (start("Begin"), task("A"), undone("A", task("XA")), call("Deel"), end("Klaar"),
         chain("Begin", "A", "Deel", "Klaar")),
        (Trace("B terug, A niet", "Begin A AIn B BTerug XB AGooi AUit Deel Klaar", (do("A"), do("B"), do("XB"))),),
        calls={"ander": (start("AIn"), task("B"), undone("B", task("XB")), throw("AGooi", compensate()), end("AUit"),
                         chain("AIn", "B", "AGooi", "AUit"))},
    ),
    Diagram(
        "Compensatie in een subproces", "10.7.2", "draait niet terug wat erbuiten is gedaan",
        (start("Begin"), task("A"), undone("A", task("XA")),
         part("Deel", start("In"), doing("B"), throw("Gooi", compensate()), end("Uit"), chain("B", "Gooi", "Uit")),
         task("C"), end("Klaar"), chain("Begin", "A", "Deel", "C", "Klaar")),
        (Trace("alleen B", "Begin A In B BTerug XB Gooi Uit Deel", (do("A"), do("B"), do("XB")), waits="C"),),
    ),
    Diagram(
        "Compensatie na een fout", "10.7.3", "het gebeurtenis-subproces draait terug; het gaat buiten verder",
        (start("Begin"),
         part("Deel", start("In"), doing("A", "B"), node("endEvent", "Stuk", error("stuk")), chain("B", "Stuk"),
              listening("Sub", error("stuk"), node("endEvent", "Terug", compensate()), chain("SubKomt", "Terug"))),
         task("Na"), end("Klaar"), chain("Begin", "Deel", "Na", "Klaar")),
        (Trace("B dan A", "Begin In A B Stuk SubKomt BTerug XB ATerug", (do("A"), do("B"), do("XB")), waits="XA"),
         Trace("daarna verder", "Begin In A B Stuk SubKomt BTerug XB ATerug XA Terug Sub Deel",
               (do("A"), do("B"), do("XB"), do("XA")), waits="Na")),
    ),
    Diagram(
        "Compensatie van wat naast elkaar is gedaan", "10.7.2", "in de omgekeerde volgorde van klaar zijn",
        (start("Begin"), gateway("S", "parallel"), task("A"), undone("A", task("XA")), task("B"),
         undone("B", task("XB")), gateway("J", "parallel"), throw("Gooi", compensate()), end("Klaar"),
         chain("Begin", "S", "A", "J", "Gooi", "Klaar"), chain("S", "B", "J")),
        (Trace("B was eerst", "Begin S B A J ATerug XA BTerug XB Gooi Klaar", (do("B"), do("A"), do("XA"), do("XB"))),
         Trace("A was eerst", "Begin S A B J BTerug XB ATerug XA Gooi Klaar",
               (do("A"), do("B"), do("XB"), do("XA")))),
    ),
    Diagram(
        "Compensatie van een taak die op de rand is onderbroken", "10.7.1", "wat niet klaar is, gaat niet terug",
        (start("Begin"), task("A"), undone("A", task("XA")), boundary("Om", "A", timer("Duration", "P1D")),
         gateway("M"), throw("Gooi", compensate()), end("Klaar"), chain("Begin", "A", "M", "Gooi", "Klaar"),
         flow("Om", "M")),
        (Trace("te laat", "Begin Om M Gooi Klaar", (wait(days=1),)),
         Trace("op tijd", "Begin A M ATerug XA Gooi Klaar", (do("A"), do("XA")))),
    ),
    Diagram(
        "Compensatie van wat een gebeurtenis-subproces deed", "10.7.2", "dat hoort bij het proces eromheen",
        (start("Begin"), task("A"), throw("Gooi", compensate()), end("Klaar"), chain("Begin", "A", "Gooi", "Klaar"),
         listening("Sub", message("bericht"), task("B"), undone("B", task("XB")), end("SubKlaar"),
                   chain("SubKomt", "B", "SubKlaar"), interrupting=False)),
        (Trace("B gaat terug", "Begin SubKomt B SubKlaar Sub A BTerug XB Gooi Klaar",
               (send("bericht"), do("B"), do("A"), do("XB"))),
         Trace("B was nog bezig", "Begin SubKomt A Gooi Klaar", (send("bericht"), do("A")), waits="B")),
    ),
    Diagram(
        "Compensatie met een aanroep", "10.7.1", "een ander proces kan terugdraaien",
        (start("Begin"), task("A"), undone("A", call("XA")), throw("Gooi", compensate()), end("Klaar"),
         chain("Begin", "A", "Gooi", "Klaar")),
        (Trace("wacht op dat proces", "Begin A ATerug AIn", (do("A"),), waits="B"),
         Trace("en dan verder", "Begin A ATerug AIn B AUit XA Gooi Klaar", (do("A"), do("B")))),
        calls={"ander": (start("AIn"), task("B"), end("AUit"), chain("AIn", "B", "AUit"))},
    ),
    Diagram(
        "Compensatie waarin iets misgaat", "10.7.1", "de fout gaat naar wie hem vangt rond de compensatie",
        (start("Begin"),
         part("Deel", start("In"), task("A"),
              undone("A", part("XA", start("WIn"), task("X"), node("endEvent", "Stuk", error("stuk")),
                               chain("WIn", "X", "Stuk"))),
              throw("Gooi", compensate()), end("Uit"), chain("In", "A", "Gooi", "Uit")),
         boundary("Rand", "Deel", error("stuk")), task("Herstel"), end("Y"), end("Klaar"),
         chain("Begin", "Deel", "Klaar"), chain("Rand", "Herstel", "Y")),
        (Trace("de rand vangt", "Begin In A ATerug WIn X Stuk Rand", (do("A"), do("X")), waits="Herstel", listens=""),),
    ),
    Diagram(
        "Compensatie waarin iets misgaat dat niemand vangt", "10.7.1", "een storing",
        (start("Begin"), task("A"),
         undone("A", part("XA", start("WIn"), node("endEvent", "Stuk", error("stuk")), chain("WIn", "Stuk"))),
         throw("Gooi", compensate()), end("Klaar"), chain("Begin", "A", "Gooi", "Klaar")),
        (Trace("storing", moves=(do("A"),), stops="Stuk"),),
    ),
    Diagram(
        "Compensatie met een termijn eromheen", "10.5.6", "de termijn breekt ook het terugdraaien af",
        (start("Begin"),
         part("Deel", start("In"), doing("A"), throw("Gooi", compensate()), end("Uit"), chain("A", "Gooi", "Uit")),
         boundary("Om", "Deel", timer("Duration", "P1D")), task("Na"), end("Y"), end("Klaar"),
         chain("Begin", "Deel", "Klaar"), chain("Om", "Na", "Y")),
        (Trace("te laat", "Begin In A ATerug Om", (do("A"), wait(days=1)), waits="Na", listens=""),),
    ),
    Diagram(
        "Compensatie met invoer van het subproces", "13.5.5", "de volgorde en de gegevens van elk deel",
        then(part("Deel", io({"x": "=1"}), start("In"), task("A"), undone("A", script("XA", "=x", "terug")),
                  script("Zet", "=x + 1", "x"), end("Uit"), chain("In", "A", "Zet", "Uit"))),
        (Trace("van het eind van het subproces", "Begin In A Zet Uit Deel ATerug XA Gooi Klaar", (do("A"),),
               {"x": number(9)}, variables={"x": number(9), "terug": number(2)}),),
    ),
    Diagram(
        "Compensatie twee keer", "10.7.2", "wat terug is, gaat niet nog eens terug",
        (start("Begin"), task("A"), undone("A", task("XA")), throw("Gooi", compensate()), task("B"),
         undone("B", task("XB")), throw("Weer", compensate()), end("Klaar"),
         chain("Begin", "A", "Gooi", "B", "Weer", "Klaar")),
        (Trace("alleen B de tweede keer", "Begin A ATerug XA Gooi B BTerug XB Weer Klaar",
               (do("A"), do("XA"), do("B"), do("XB"))),),
    ),
)  # fmt: skip

AF = node("endEvent", "Af", cancel())

CALLED_OFF = (
    Diagram(
        "Transactie in een transactie", "10.3.5", "wat binnen klaar was, gaat mee terug",
        (start("Begin"),
         transaction("Deel", start("In"),
                     transaction("Diep", start("DIn"), task("A"), undone("A", task("XA")), gateway("K",
                         default="K_to_DUit"), end("DUit"), node("endEvent", "DAf", cancel()),
                         chain("DIn", "A", "K", "DUit"), flow("K", "DAf", "=nee")),
                     boundary("DAfgebroken", "Diep", cancel()), end("DWeg"), flow("DAfgebroken", "DWeg"),
                     task("B"), AF, chain("In", "Diep", "B", "Af")),
         boundary("Afgebroken", "Deel", cancel()), end("X"), end("Klaar"), chain("Begin", "Deel", "Klaar"),
         flow("Afgebroken", "X")),
        (Trace("de buitenste breekt af", "Begin In DIn A K DUit Diep B Af ATerug XA Afgebroken X",
               (do("A", nee=False), do("B"), do("XA"))),
         Trace("de binnenste breekt af, en de buitenste loopt af",
               "Begin In DIn A K DAf ATerug XA DAfgebroken DWeg Deel Klaar", (do("A", nee=True), do("XA")))),
    ),
    Diagram(
        "Transactie met een subproces dat klaar is", "10.3.5", "wat daarin is gedaan, gaat terug",
        (start("Begin"),
         transaction("Deel", start("In"),
                     part("Diep", start("DIn"), task("A"), undone("A", task("XA")), end("DUit"),
                          chain("DIn", "A", "DUit")), task("B"), undone("B", task("XB")), AF,
                     chain("In", "Diep", "B", "Af")),
         boundary("Afgebroken", "Deel", cancel()), end("X"), end("Klaar"), chain("Begin", "Deel", "Klaar"),
         flow("Afgebroken", "X")),
        (Trace("B dan A", "Begin In DIn A DUit Diep B Af BTerug XB ATerug XA Afgebroken X",
               (do("A"), do("B"), do("XB"), do("XA"))),),
    ),
    Diagram(
        "Transactie met een aanroep die nog loopt", "10.3.5", "het andere proces houdt op, ook zijn termijnen",
        (start("Begin"),
         transaction("Deel", start("In"), gateway("S", "parallel"), call("Roep"), end("RUit"), task("B"), AF,
                     chain("In", "S", "Roep", "RUit"), chain("S", "B", "Af")),
         boundary("Afgebroken", "Deel", cancel()), task("Na"), end("X"), end("Klaar"), chain("Begin", "Deel", "Klaar"),
         chain("Afgebroken", "Na", "X")),
        (Trace("A vervalt", "Begin In S AIn B Af Afgebroken", (do("B"),), waits="Na", listens=""),),
        calls={"ander": (start("AIn"), task("A"), boundary("Om", "A", timer("Duration", "P1D")), end("Laat"),
                         end("AUit"), chain("AIn", "A", "AUit"), flow("Om", "Laat"))},
    ),
    Diagram(
        "Transactie met een fout tijdens het terugdraaien", "10.3.5", "dan toch langs de rand met de fout",
        (start("Begin"),
         transaction("Deel", start("In"), task("A"),
                     undone("A", part("XA", start("WIn"), task("X"), node("endEvent", "Stuk", error("stuk")),
                                      chain("WIn", "X", "Stuk"))), AF, chain("In", "A", "Af")),
         boundary("Afgebroken", "Deel", cancel()), end("Y"), flow("Afgebroken", "Y"),
         boundary("Fout", "Deel", error("stuk")), task("Herstel"), end("Z"), chain("Fout", "Herstel", "Z"),
         end("Klaar"), chain("Begin", "Deel", "Klaar")),
        (Trace("de fout", "Begin In A Af ATerug WIn X Stuk Fout", (do("A"), do("X")), waits="Herstel", listens=""),),
    ),
    Diagram(
        "Transactie afgebroken door een herinnering ernaast", "10.3.5", "ook wat de gewone weg deed, gaat terug",
        (start("Begin"),
         transaction("Deel", start("In"), task("A"), undone("A", task("XA")), task("B"), end("Uit"),
                     chain("In", "A", "B", "Uit"),
                     listening("Sub", timer("Duration", "P1D"), AF, chain("SubKomt", "Af"), interrupting=False)),
         boundary("Afgebroken", "Deel", cancel()), end("X"), end("Klaar"), chain("Begin", "Deel", "Klaar"),
         flow("Afgebroken", "X")),
        (Trace("B vervalt", "Begin In A SubKomt Af ATerug", (do("A"), wait(days=1)), waits="XA", listens=""),
         Trace("en eruit", "Begin In A SubKomt Af ATerug XA Afgebroken X", (do("A"), wait(days=1), do("XA")))),
    ),
    Diagram(
        "Transactie in een lus", "10.3.5", "een nieuwe poging begint met niets om terug te draaien",
        (start("Begin"), gateway("M"),
         transaction("Deel", start("In"), task("A"), undone("A", task("XA")), gateway("K", default="K_to_Uit"),
                     end("Uit"), AF, chain("In", "A", "K", "Uit"), flow("K", "Af", "=nee")),
         boundary("Afgebroken", "Deel", cancel()), end("Klaar"), chain("Begin", "M", "Deel", "Klaar"),
         flow("Afgebroken", "M")),
        (Trace("twee pogingen die mislukken", "Begin M" + " In A K Af ATerug XA Afgebroken M" * 2 + " In",
               (do("A", nee=True), do("XA"), do("A", nee=True), do("XA")), waits="A"),),
    ),
)  # fmt: skip
