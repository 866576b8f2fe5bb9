"""Events: in the flow and on an edge; what they wait for, and signals that they send."""

from __future__ import annotations

from tests.engine.conformance.telling import Diagram, Trace, do, gateway, number, send, signalled, task, wait
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    conditional,
    end,
    flow,
    link,
    message,
    node,
    signal,
    start,
    throw,
    timer,
)


def passing(*inside: str) -> tuple[str, ...]:
    """Begin → Stap → Klaar."""
    return (start("Begin"), *inside, end("Klaar"), chain("Begin", "Stap", "Klaar"))


def edge(definition: str, *, interrupting: bool = True) -> tuple[str, ...]:
    """Begin → Taak → Klaar, with an event on the edge that leads to a task of its own."""
    return (
        start("Begin"), task("Taak"), end("Klaar"), boundary("Rand", "Taak", definition, interrupting=interrupting),
        task("Extra"), end("Anders"), chain("Begin", "Taak", "Klaar"), chain("Rand", "Extra", "Anders"),
    )  # fmt: skip


EVENTS = (
    Diagram(
        "Timer in de stroom", "10.5.5", "wacht op een moment", passing(catch("Stap", timer("Duration", "P1D"))),
        (Trace("nog niet", "Begin", (wait(hours=23),)), Trace("wel", "Begin Stap Klaar", (wait(hours=24),))),
    ),
    Diagram(
        "Timer met een datum", "10.5.5", "een datum in het verleden is er meteen",
        passing(catch("Stap", timer("Date", "=datum"))),
        (
            Trace("in de toekomst", "Begin", given={"datum": "2026-04-01"}),
            Trace("in het verleden", "Begin Stap Klaar", given={"datum": "2026-01-01"}),
            Trace("geen datum: een storing", given={"datum": "morgen"}, stops="Stap"),
        ),
    ),
    Diagram(
        "Bericht in de stroom", "10.5.5", "wacht op een bericht", passing(catch("Stap", message("bericht"))),
        (
            Trace("wacht", "Begin"),
            Trace("komt, met gegevens", "Begin Stap Klaar", (send("bericht", x=number(1)),),
                variables={"x": number(1)}),
        ),
    ),
    Diagram(
        "Signaal in de stroom", "10.5.5", "een signaal is voor iedereen die erop wacht", passing(catch("Stap",
            signal("alarm"))),
        (Trace("wacht", "Begin"), Trace("komt van een andere zaak", "Begin Stap Klaar", (signalled("alarm"),))),
    ),
    Diagram(
        "Voorwaarde in de stroom", "10.5.5", "gaat door zodra de voorwaarde waar wordt",
        (start("Begin"), gateway("S", "parallel"), catch("Stap", conditional("=bedrag > 100")), task("Vul"), end("A"),
         end("B"), chain("Begin", "S", "Stap", "A"), chain("S", "Vul", "B")),
        (
            Trace("nog niet waar", "Begin S", given={"bedrag": number(1)}, waits="Vul"),
            Trace("wordt waar", "Begin S Vul B Stap A", (do("Vul", bedrag=number(500)),), {"bedrag": number(1)}),
            Trace("is al waar", "Begin S Stap A", given={"bedrag": number(500)}, waits="Vul"),
            Trace("nog onbekend is nog niet waar", "Begin S", waits="Vul"),
        ),
    ),
    Diagram(
        "Link", "10.5.1", "een stroom die niet getekend is",
        (start("Begin"), throw("Naar", link("x")), catch("Van", link("x")), end("Klaar"), flow("Begin", "Naar"),
         flow("Van", "Klaar")),
        (Trace("springt", "Begin Naar Van Klaar"),),
    ),
    Diagram(
        "Link van twee plaatsen", "10.5.1", "meer wegen mogen naar één link leiden",
        (start("Begin"), gateway("Kies", default="b"), throw("NaarA", link("x")), throw("NaarB", link("x")),
         catch("Van", link("x")), end("Klaar"), flow("Begin", "Kies"), flow("Kies", "NaarA", "=ja"),
         flow("Kies", "NaarB", key="b"), flow("Van", "Klaar")),
        (Trace("de ene", "Begin Kies NaarA Van Klaar", given={"ja": True}),
         Trace("de andere", "Begin Kies NaarB Van Klaar", given={"ja": False})),
    ),
    Diagram(
        "Mijlpaal", "10.5.5", "zegt alleen dat het zover is", passing(throw("Stap")), (Trace("gaat door",
            "Begin Stap Klaar"),),
    ),
    Diagram(
        "Signaal versturen", "10.5.4", "bereikt alles in de zaak dat er nu op wacht",
        (start("Begin"), gateway("S", "parallel"), task("Eerst"), throw("Roep", signal("alarm")), end("A"),
         catch("Hoor", signal("alarm")), end("B"), catch("HoorOok", signal("alarm")), end("C"),
         chain("Begin", "S", "Eerst", "Roep", "A"), chain("S", "Hoor", "B"), chain("S", "HoorOok", "C")),
        (
            Trace("nog niet", "Begin S", waits="Eerst"),
            Trace("allebei horen het", "Begin S Eerst Roep Hoor HoorOok A B C", (do("Eerst"),)),
        ),
    ),
    Diagram(
        "Signaal versturen, en er dan op wachten", "10.5.4",
            "een signaal wordt niet bewaard: wie er daarna op wacht, wacht",
        (start("Begin"), throw("Gooi", signal("alarm")), catch("Vang", signal("alarm")), end("Klaar"),
         chain("Begin", "Gooi", "Vang", "Klaar")),
        (
            Trace("wacht op het volgende", "Begin Gooi"),
            Trace("dat komt", "Begin Gooi Vang Klaar", (signalled("alarm"),)),
        ),
    ),
    Diagram(
        "Einde met een signaal", "10.5.3", "eindigt, en iedereen hoort het",
        (start("Begin"), gateway("S", "parallel"), task("A"), node("endEvent", "Roep", signal("alarm")), task("Taak"),
         boundary("Rand", "Taak", signal("alarm")), end("Weg"), end("Klaar"), chain("Begin", "S", "A", "Roep"),
         chain("S", "Taak", "Klaar"), flow("Rand", "Weg")),
        (Trace("de taak vervalt", "Begin S A Roep Rand Weg", (do("A"),)),
         Trace("er hoort niemand", "Begin S Taak Klaar A Roep", (do("Taak"), do("A")))),
    ),
    *(
        Diagram(
            f"{name} op de rand, onderbrekend", "10.5.6", "de taak vervalt", edge(definition),
            (
                Trace("de taak is gedaan", "Begin Taak Klaar", (do("Taak"),)),
                Trace("het gebeurt", "Begin Rand", (move,), waits="Extra"),
                Trace("en gaat zijn eigen weg", "Begin Rand Extra Anders", (move, do("Extra"))),
            ),
        )
        for name, definition, move in (
            ("Timer", timer("Duration", "P1D"), wait(days=1)),
            ("Bericht", message("bericht"), send("bericht")),
            ("Signaal", signal("alarm"), signalled("alarm")),
        )
    ),
    *(
        Diagram(
            f"{name} op de rand, niet-onderbrekend", "10.5.6", "de taak blijft open; het kan vaker komen",
            edge(definition, interrupting=False),
            (
                Trace("het gebeurt", "Begin Rand", (move,), waits="Extra Taak"),
                Trace("het gebeurt nog eens", "Begin Rand Rand", (move, move), waits="Extra Extra Taak"),
                Trace("alles afgemaakt", "Begin Rand Extra Anders Taak Klaar", (move, do("Extra"), do("Taak"))),
                Trace("na de taak komt het niet meer", "Begin Rand Taak Klaar", (move, do("Taak")), waits="Extra"),
            ),
        )
        for name, definition, move in (
            ("Bericht", message("bericht"), send("bericht")),
            ("Signaal", signal("alarm"), signalled("alarm")),
            ("Herhalende timer", timer("Cycle", "R/P1D"), wait(days=1)),
        )
    ),
    Diagram(
        "Niet-onderbrekend, geschreven als 0", "15", "true en 1 zijn hetzelfde, en false en 0 ook",
        tuple(part.replace('cancelActivity="false"', 'cancelActivity=" 0 "')
              for part in edge(message("bericht"), interrupting=False)),
        (Trace("de taak blijft", "Begin Rand", (send("bericht"),), waits="Extra Taak"),),
    ),
    Diagram(
        "Timer op de rand, niet-onderbrekend", "10.5.6", "komt één keer", edge(timer("Duration", "P1D"),
            interrupting=False),
        (
            Trace("één keer", "Begin Rand", (wait(days=1),), waits="Extra Taak"),
            Trace("niet nog eens", "Begin Rand", (wait(days=1), wait(days=5)), waits="Extra Taak"),
        ),
    ),
    Diagram(
        "Timer die zich drie keer herhaalt", "10.5.5", "zo vaak als er staat",
        edge(timer("Cycle", "R3/P1D"), interrupting=False),
        (
            Trace("één keer", "Begin Rand", (wait(days=1),), waits="Extra Taak"),
            Trace("drie keer, ook als men lang wacht", "Begin Rand Rand Rand", (wait(days=9),),
                waits="Extra Extra Extra Taak"),
            Trace("daarna niet meer", "Begin Rand Rand Rand", (wait(days=9), wait(days=9)),
                waits="Extra Extra Extra Taak"),
        ),
    ),
    Diagram(
        "Timer die zich herhaalt vanaf een moment", "10.5.5", "de eerste keer op dat moment",
        edge(timer("Cycle", "R2/2026-03-05T09:00:00+01:00/P7D"), interrupting=False),
        (
            Trace("nog niet", "Begin", (wait(days=2),), waits="Taak"),
            Trace("de eerste", "Begin Rand", (wait(days=4),), waits="Extra Taak"),
            Trace("beide", "Begin Rand Rand", (wait(days=40),), waits="Extra Extra Taak"),
        ),
    ),
    Diagram(
        "Timer die zich elke maand herhaalt", "10.5.5", "geteld vanaf de eerste keer, ook na een korte maand",
        edge(timer("Cycle", "R4/2026-03-31T09:00:00+02:00/P1M"), interrupting=False),
        (
            Trace("31 maart en 30 april", "Begin Rand Rand", (wait(days=60),), waits="Extra Extra Taak"),
            Trace("30 mei nog niet", "Begin Rand Rand", (wait(days=89),), waits="Extra Extra Taak"),
            Trace("31 mei wel", "Begin Rand Rand Rand", (wait(days=90),), waits="Extra Extra Extra Taak"),
        ),
    ),
    Diagram(
        "Timer die zich elke nacht herhaalt", "10.5.5", "na een nacht zonder dat uur weer op het uur zelf",
        edge(timer("Cycle", "R4/2026-03-28T02:30:00+01:00/P1D"), interrupting=False),
        (
            Trace("29 maart om half vier, want half drie is er niet", "Begin Rand Rand", (wait(days=26, hours=17.5),),
                  waits="Extra Extra Taak"),
            Trace("30 maart weer om half drie", "Begin Rand Rand Rand", (wait(days=27, hours=16.5),),
                  waits="Extra Extra Extra Taak"),
        ),
    ),
    Diagram(
        "Voorwaarde op de rand, onderbrekend", "10.5.6", "zodra de voorwaarde waar wordt",
        (start("Begin"), gateway("S", "parallel"), task("Taak"), task("Vul"), end("A"), end("B"), end("C"),
         boundary("Rand", "Taak", conditional("=bedrag > 100")), chain("Begin", "S", "Taak", "A"), chain("S", "Vul",
             "B"),
         flow("Rand", "C")),
        (
            Trace("blijft onwaar", "Begin S Vul B", (do("Vul", bedrag=number(5)),), {"bedrag": number(1)}, "Taak"),
            Trace("wordt waar", "Begin S Vul Rand B C", (do("Vul", bedrag=number(500)),), {"bedrag": number(1)}),
        ),
    ),
    Diagram(
        "Voorwaarde op de rand, niet-onderbrekend", "10.5.6", "elke keer dat de voorwaarde opnieuw waar wordt",
        (start("Begin"), gateway("In"), task("Vul"), gateway("S", "parallel"), gateway("Nog", default="uit"),
            end("Uit"),
         task("Taak"), end("A"), boundary("Rand", "Taak", conditional("=bedrag > 100"), interrupting=False), end("C"),
         chain("Begin", "S", "Taak", "A"), chain("S", "In", "Vul", "Nog"), flow("Nog", "In", "=nog"),
         flow("Nog", "Uit", key="uit"), flow("Rand", "C")),
        (
            Trace("één keer zolang zij waar blijft", "Begin S In Vul Rand Nog C In Vul Nog Uit",
                  (do("Vul", bedrag=number(500), nog=True), do("Vul", bedrag=number(600), nog=False)),
                  {"bedrag": number(1)}, "Taak"),
            Trace("opnieuw na onwaar", "Begin S In Vul Rand Nog C In Vul Nog In Vul Rand Nog C Uit",
                  (do("Vul", bedrag=number(500), nog=True), do("Vul", bedrag=number(1), nog=True),
                   do("Vul", bedrag=number(500), nog=False)), {"bedrag": number(1)}, "Taak"),
        ),
    ),
)  # fmt: skip
