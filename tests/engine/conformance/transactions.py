"""Transactions: what is cancelled is undone before anything goes on."""

from __future__ import annotations

from tests.engine.conformance.telling import Diagram, Trace, do, for_each, gateway, send, task, wait
from tests.engine.diagrams import (
    boundary,
    cancel,
    chain,
    compensate,
    end,
    error,
    flow,
    listening,
    message,
    node,
    start,
    throw,
    timer,
    transaction,
    undone,
)


def booked(*beside: str) -> tuple[str, ...]:
    """A transaction of A and B, which is cancelled if `nee` is true."""
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
