"""Scopes: what an event does to a whole subprocess or process: errors, escalations and event subprocesses."""

from __future__ import annotations

from tests.engine.conformance.telling import Diagram, Trace, do, gateway, number, send, signalled, task, wait
from tests.engine.diagrams import (
    boundary,
    chain,
    conditional,
    end,
    error,
    escalation,
    flow,
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


def beside(definition: str, *, interrupting: bool = True) -> tuple[str, ...]:
    """Begin → Taak → Klaar, with an event subprocess outside the flow."""
    return (
        start("Begin"), task("Taak"), end("Klaar"), chain("Begin", "Taak", "Klaar"),
        listening("Sub", definition, task("Extra"), end("SubKlaar"), chain("SubKomt", "Extra", "SubKlaar"),
                  interrupting=interrupting),
    )  # fmt: skip


def failing(thrown: str, *catchers: str) -> tuple[str, ...]:
    """A subprocess that ends in something thrown."""
    return (
        start("Begin"), part("Deel", start("In"), task("A"), node("endEvent", "Gooi", thrown), chain("In", "A",
            "Gooi")),
        end("Klaar"), chain("Begin", "Deel", "Klaar"), *catchers,
    )  # fmt: skip


SCOPES = (
    Diagram(
        "Fout op de rand", "10.5.6", "een fout binnenin gaat naar de rand",
        failing(error("stuk"), boundary("Rand", "Deel", error("stuk")), end("Gevangen"), flow("Rand", "Gevangen")),
        (Trace("gevangen", "Begin In A Gooi Rand Gevangen", (do("A"),)),),
    ),
    Diagram(
        "Fout, van binnen naar buiten", "10.5.6", "de dichtstbijzijnde rand met deze code vangt",
        (start("Begin"),
         part("Buiten", start("BIn"), part("Binnen", start("In"), node("endEvent", "Gooi", error("stuk")), chain("In",
             "Gooi")),
              end("BUit"), boundary("Anders", "Binnen", error("iets")), end("AndersUit"), chain("BIn", "Binnen",
                  "BUit"),
              flow("Anders", "AndersUit")),
         boundary("Rand", "Buiten", error("stuk")), end("Gevangen"), end("Klaar"), chain("Begin", "Buiten", "Klaar"),
         flow("Rand", "Gevangen")),
        (Trace("voorbij een rand met een andere code", "Begin BIn In Gooi Rand Gevangen"),),
    ),
    Diagram(
        "Fout zonder code op de rand", "10.5.6", "vangt elke fout die niemand bij naam vangt",
        failing(error("stuk"), boundary("Alles", "Deel", error()), boundary("Naam", "Deel", error("stuk")), end("X"),
            end("Y"),
                flow("Alles", "X"), flow("Naam", "Y")),
        (Trace("bij naam gaat voor", "Begin In A Gooi Naam Y", (do("A"),)),),
    ),
    Diagram(
        "Fout die elke fout vangt", "10.5.6", "ook zonder deze code te noemen",
        failing(error("stuk"), boundary("Alles", "Deel", error()), end("X"), flow("Alles", "X")),
        (Trace("gevangen", "Begin In A Gooi Alles X", (do("A"),)),),
    ),
    Diagram(
        "Fout die niemand vangt", "10.5.3", "een storing, geen stil einde", failing(error("stuk")),
        (Trace("storing", moves=(do("A"),), stops="Gooi"),),
    ),
    Diagram(
        "Fout stopt de andere takken", "10.5.6", "het hele subproces houdt op",
        (start("Begin"),
         part("Deel", start("In"), gateway("S", "parallel"), task("A"), node("endEvent", "Gooi", error("stuk")),
             task("B"),
              end("Uit"), chain("In", "S", "A", "Gooi"), chain("S", "B", "Uit")),
         boundary("Rand", "Deel", error("stuk")), end("Gevangen"), end("Klaar"), chain("Begin", "Deel", "Klaar"),
         flow("Rand", "Gevangen")),
        (Trace("B vervalt", "Begin In S A Gooi Rand Gevangen", (do("A"),)),
         Trace("B was klaar", "Begin In S B Uit A Gooi Rand Gevangen", (do("B"), do("A")))),
    ),
    Diagram(
        "Escalatie op de rand, onderbrekend", "10.5.6", "het subproces houdt op",
        failing(escalation("hulp"), boundary("Rand", "Deel", escalation("hulp")), end("X"), flow("Rand", "X")),
        (Trace("gevangen", "Begin In A Gooi Rand X", (do("A"),)),),
    ),
    Diagram(
        "Escalatie op de rand, niet-onderbrekend", "10.5.6", "het subproces gaat door",
        (start("Begin"),
         part("Deel", start("In"), throw("Roep", escalation("hulp")), task("A"), end("Uit"), chain("In", "Roep", "A",
             "Uit")),
         boundary("Rand", "Deel", escalation("hulp"), interrupting=False), task("Help"), end("X"), end("Klaar"),
         chain("Begin", "Deel", "Klaar"), chain("Rand", "Help", "X")),
        (
            Trace("beide gaan door", "Begin In Roep Rand", waits="A Help"),
            Trace("beide klaar", "Begin In Roep Rand A Uit Deel Klaar Help X", (do("A"), do("Help"))),
        ),
    ),
    Diagram(
        "Escalatie die niemand vangt", "10.5.3", "verandert niets", failing(escalation("hulp")),
        (Trace("gewoon klaar", "Begin In A Gooi Deel Klaar", (do("A"),)),),
    ),
    *(
        Diagram(
            f"Gebeurtenis-subproces met {name}, onderbrekend", "13.5.4", "al het andere in het proces houdt op",
            beside(definition),
            (
                Trace("het gebeurt niet", "Begin Taak Klaar", (do("Taak"),)),
                Trace("het gebeurt", "Begin SubKomt", (move,), waits="Extra"),
                Trace("het proces eindigt daar", "Begin SubKomt Extra SubKlaar Sub", (move, do("Extra"))),
            ),
        )
        for name, definition, move in (
            ("een bericht", message("bericht"), send("bericht")),
            ("een timer", timer("Duration", "P1D"), wait(days=1)),
            ("een signaal", signal("alarm"), signalled("alarm")),
        )
    ),
    *(
        Diagram(
            f"Gebeurtenis-subproces met {name}, niet-onderbrekend", "13.5.4", "loopt ernaast, zo vaak als het gebeurt",
            beside(definition, interrupting=False),
            (
                Trace("ernaast", "Begin SubKomt", (move,), waits="Extra Taak"),
                Trace("nog eens", "Begin SubKomt SubKomt", (move, move), waits="Extra Extra Taak"),
                Trace("het proces wacht erop", "Begin SubKomt Taak Klaar", (move, do("Taak")), waits="Extra"),
                Trace("allebei klaar", "Begin SubKomt Taak Klaar Extra SubKlaar Sub", (move, do("Taak"), do("Extra"))),
            ),
        )
        for name, definition, move in (
            ("een bericht", message("bericht"), send("bericht")),
            ("een signaal", signal("alarm"), signalled("alarm")),
            ("een herhalende timer", timer("Cycle", "R/P1D"), wait(days=1)),
        )
    ),
    Diagram(
        "Gebeurtenis-subproces met een timer, niet-onderbrekend", "13.5.4", "één keer",
        beside(timer("Duration", "P1D"), interrupting=False),
        (
            Trace("één keer", "Begin SubKomt", (wait(days=1),), waits="Extra Taak"),
            Trace("niet nog eens", "Begin SubKomt", (wait(days=1), wait(days=9)), waits="Extra Taak"),
        ),
    ),
    Diagram(
        "Gebeurtenis-subproces met een voorwaarde", "13.5.4", "zodra de voorwaarde waar wordt",
        (start("Begin"), task("Vul"), task("Taak"), end("Klaar"), chain("Begin", "Vul", "Taak", "Klaar"),
         listening("Sub", conditional("=bedrag > 100"), end("SubKlaar"), chain("SubKomt", "SubKlaar"))),
        (
            Trace("onwaar", "Begin Vul", (do("Vul", bedrag=number(1)),), waits="Taak"),
            Trace("waar", "Begin Vul SubKomt SubKlaar Sub", (do("Vul", bedrag=number(500)),)),
        ),
    ),
    Diagram(
        "Gebeurtenis-subproces met een voorwaarde, voor wat vanzelf gaat", "13.5.4",
            "wat erna vanzelf zou gaan, gebeurt dan niet meer",
        (start("Begin"), task("Vul"), script("Betalen", "=true", "betaald"), end("Klaar"),
         chain("Begin", "Vul", "Betalen", "Klaar"),
         listening("Sub", conditional("=bedrag > 100"), end("SubKlaar"), chain("SubKomt", "SubKlaar"))),
        (
            Trace("onwaar", "Begin Vul Betalen Klaar", (do("Vul", bedrag=number(1)),)),
            Trace("waar", "Begin Vul SubKomt SubKlaar Sub", (do("Vul", bedrag=number(500)),),
                  variables={"bedrag": number(500)}),
            Trace("al waar aan het begin", "Begin SubKomt SubKlaar Sub", given={"bedrag": number(500)}),
        ),
    ),
    Diagram(
        "Gebeurtenis-subproces met een voorwaarde die even waar is", "13.5.4", "ook dan komt het",
        (start("Begin"), script("Aan", "=true", "x"), script("Uit", "=false", "x"), end("Klaar"),
         chain("Begin", "Aan", "Uit", "Klaar"),
         listening("Sub", conditional("=x"), end("SubKlaar"), chain("SubKomt", "SubKlaar"), interrupting=False)),
        (Trace("één keer", "Begin Aan Uit Klaar SubKomt SubKlaar Sub", variables={"x": False}),),
    ),
    Diagram(
        "Gebeurtenis-subproces met een fout", "13.5.4", "vangt wat in het proces misgaat",
        failing(error("stuk"), listening("Sub", error("stuk"), end("SubKlaar"), chain("SubKomt", "SubKlaar"))),
        (Trace("niet voordat het misgaat", "Begin In", waits="A"),
         Trace("gevangen", "Begin In A Gooi SubKomt SubKlaar Sub", (do("A"),))),
    ),
    Diagram(
        "Gebeurtenis-subproces met een escalatie", "13.5.4", "ernaast als het niet onderbreekt",
        failing(escalation("hulp"),
                listening("Sub", escalation("hulp"), end("SubKlaar"), chain("SubKomt", "SubKlaar"),
                    interrupting=False)),
        (Trace("beide", "Begin In A Gooi SubKomt SubKlaar Deel Klaar Sub", (do("A"),)),),
    ),
    Diagram(
        "Gebeurtenis-subproces in een subproces", "13.5.4", "onderbreekt alleen dat subproces",
        (start("Begin"),
         part("Deel", start("In"), task("A"), end("Uit"), chain("In", "A", "Uit"),
              listening("Sub", message("bericht"), end("SubKlaar"), chain("SubKomt", "SubKlaar"))),
         task("Daarna"), end("Klaar"), chain("Begin", "Deel", "Daarna", "Klaar")),
        (
            Trace("buiten gaat het verder", "Begin In SubKomt SubKlaar Sub Deel", (send("bericht"),), waits="Daarna"),
            Trace("daarna luistert het niet meer", "Begin In A Uit Deel", (do("A"),), waits="Daarna"),
        ),
    ),
    Diagram(
        "Subproces met een termijn", "10.5.6", "alles binnenin vervalt",
        (start("Begin"),
         part("Deel", start("In"), gateway("S", "parallel"), task("A"), task("B"), end("UA"), end("UB"),
              chain("In", "S", "A", "UA"), chain("S", "B", "UB")),
         boundary("Om", "Deel", timer("Duration", "P1D")), end("Laat"), end("Klaar"), chain("Begin", "Deel", "Klaar"),
         flow("Om", "Laat")),
        (
            Trace("te laat", "Begin In S A UA Om Laat", (do("A"), wait(days=2))),
            Trace("op tijd", "Begin In S A UA B UB Deel Klaar", (do("A"), do("B"))),
        ),
    ),
)  # fmt: skip
