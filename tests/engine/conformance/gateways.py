"""Gateways: choices, splits, joins, and waiting for the first of several events."""

from __future__ import annotations

from typing import Any

from tests.engine.conformance.telling import Diagram, Trace, do, gateway, number, send, signalled, task, wait
from tests.engine.diagrams import catch, chain, end, flow, message, node, script, signal, start, timer

YES: dict[str, Any] = {"ja": True}
NO: dict[str, Any] = {"ja": False}

GATEWAYS = (
    Diagram(
        "Exclusieve gateway", "13.4.2", "precies één weg: de eerste waarvan de voorwaarde waar is, anders de standaard",
        (start("Begin"), gateway("Kies", default="anders"), end("A"), end("B"), end("C"), flow("Begin", "Kies"),
         flow("Kies", "A", "=bedrag > 100"), flow("Kies", "B", "=bedrag > 10"), flow("Kies", "C", key="anders")),
        (
            Trace("de eerste voorwaarde die waar is", "Begin Kies A", given={"bedrag": number(500)}),
            Trace("een latere voorwaarde", "Begin Kies B", given={"bedrag": number(50)}),
            Trace("geen enkele: de standaardstroom", "Begin Kies C", given={"bedrag": number(5)}),
            Trace("niet waar en niet onwaar: een storing", given={"bedrag": None}, stops="Kies_to_A"),
            Trace("een gegeven dat er niet is: een storing", stops="Kies_to_A"),
        ),
    ),
    Diagram(
        "Exclusieve gateway zonder standaard", "13.4.2", "geen weg open is een storing, geen stilte",
        (start("Begin"), gateway("Kies"), end("A"), end("B"), flow("Begin", "Kies"),
         flow("Kies", "A", "=ja"), flow("Kies", "B", "=false")),
        (Trace("een weg open", "Begin Kies A", given=YES), Trace("geen weg open", given=NO, stops="Kies")),
    ),
    Diagram(
        "Exclusieve gateway, samenkomst", "13.4.2", "wie aankomt, gaat meteen door",
        (start("Begin"), gateway("Splits", "parallel"), task("A"), task("B"), gateway("Samen"), task("Daarna"),
         end("Klaar"), chain("Begin", "Splits", "A", "Samen", "Daarna", "Klaar"), chain("Splits", "B", "Samen")),
        (
            Trace("de eerste gaat meteen door", "Begin Splits A Samen", (do("A"),), waits="B Daarna"),
            Trace("de tweede ook", "Begin Splits A Samen B Samen", (do("A"), do("B")), waits="Daarna Daarna"),
        ),
    ),
    Diagram(
        "Lus met een keuze", "13.4.2", "terug zolang het nodig is",
        (start("Begin"), task("Vragen"), gateway("Genoeg", default="terug"), end("Klaar"),
         chain("Begin", "Vragen", "Genoeg"), flow("Genoeg", "Klaar", "=ja"), flow("Genoeg", "Vragen", key="terug")),
        (
            Trace("in één keer goed", "Begin Vragen Genoeg Klaar", (do("Vragen", **YES),)),
            Trace("nog een keer", "Begin Vragen Genoeg Vragen Genoeg Klaar", (do("Vragen", **NO), do("Vragen", **YES))),
            Trace("de lus is nog bezig", "Begin Vragen Genoeg", (do("Vragen", **NO),), waits="Vragen"),
        ),
    ),
    Diagram(
        "Lus zonder mensen", "13.4.2",
            "een lus die zichzelf blijft herhalen wordt gestopt, en de storing noemt de plek",
        (start("Begin"), script("Tel", "=n + 1", "n"), gateway("Genoeg", default="terug"), end("Klaar"),
         chain("Begin", "Tel", "Genoeg"), flow("Genoeg", "Klaar", "=n &gt;= grens"),
         flow("Genoeg", "Tel", key="terug")),
        (
            Trace("twee rondes", "Begin Tel Genoeg Tel Genoeg Klaar", given={"n": number(0), "grens": number(2)}),
            Trace("zonder einde", given={"n": number(0), "grens": number(1_000_000)}, stops="Tel"),
        ),
    ),
    Diagram(
        "Parallelle gateway", "13.4.1", "alle wegen tegelijk, en wachten op allemaal",
        (start("Begin"), gateway("Splits", "parallel"), task("A"), task("B"), gateway("Samen", "parallel"),
         end("Klaar"), chain("Begin", "Splits", "A", "Samen", "Klaar"), chain("Splits", "B", "Samen")),
        (
            Trace("allebei open", "Begin Splits", waits="A B"),
            Trace("de samenkomst wacht", "Begin Splits A", (do("A"),), waits="B"),
            Trace("A, dan B", "Begin Splits A B Samen Klaar", (do("A"), do("B"))),
            Trace("B, dan A", "Begin Splits B A Samen Klaar", (do("B"), do("A"))),
            Trace("wat beide takken invullen blijft", "Begin Splits A B Samen Klaar",
                  (do("A", x=number(1)), do("B", y=number(2))), variables={"x": number(1), "y": number(2)}),
        ),
    ),
    Diagram(
        "Parallelle gateway met drie takken", "13.4.1", "de samenkomst wacht op elke tak",
        (start("Begin"), gateway("Splits", "parallel"), task("A"), task("B"), task("C"), gateway("Samen", "parallel"),
         end("Klaar"), chain("Begin", "Splits", "A", "Samen", "Klaar"), chain("Splits", "B", "Samen"),
         chain("Splits", "C", "Samen")),
        (
            Trace("twee van de drie", "Begin Splits C A", (do("C"), do("A")), waits="B"),
            Trace("alle drie", "Begin Splits C A B Samen Klaar", (do("C"), do("A"), do("B"))),
        ),
    ),
    Diagram(
        "Parallel blok in een lus", "13.4.1", "elke ronde wacht de samenkomst op de takken van die ronde",
        (start("Begin"), gateway("In"), gateway("Splits", "parallel"), task("A"), task("B"),
         gateway("Samen", "parallel"), gateway("Nog", default="uit"), end("Klaar"),
         chain("Begin", "In", "Splits", "A", "Samen", "Nog"), chain("Splits", "B", "Samen"),
         flow("Nog", "In", "=nog"), flow("Nog", "Klaar", key="uit")),
        (
            Trace("één ronde", "Begin In Splits A B Samen Nog Klaar", (do("A"), do("B", nog=False))),
            Trace("de tweede ronde wacht weer op beide", "Begin In Splits A B Samen Nog In Splits B",
                  (do("A"), do("B", nog=True), do("B")), waits="A"),
            Trace("twee rondes", "Begin In Splits A B Samen Nog In Splits B A Samen Nog Klaar",
                  (do("A"), do("B", nog=True), do("B"), do("A", nog=False))),
        ),
    ),
    Diagram(
        "Twee einden", "13.5.6", "het proces is klaar als er nergens meer iets loopt",
        (start("Begin"), gateway("Splits", "parallel"), task("A"), task("B"), end("EenA"), end("EenB"),
         chain("Begin", "Splits", "A", "EenA"), chain("Splits", "B", "EenB")),
        (
            Trace("één tak klaar", "Begin Splits A EenA", (do("A"),), waits="B"),
            Trace("beide klaar", "Begin Splits A EenA B EenB", (do("A"), do("B"))),
        ),
    ),
    Diagram(
        "Inclusieve gateway", "13.4.3",
            "elke weg waarvan de voorwaarde waar is; de samenkomst wacht op wie onderweg is",
        (start("Begin"), gateway("Welke", "inclusive", default="geen"), task("A"), task("B"), task("C"),
         gateway("Samen", "inclusive"), end("Klaar"), flow("Begin", "Welke"), flow("Welke", "A", "=a"),
         flow("Welke", "B", "=b"), flow("Welke", "C", key="geen"), chain("A", "Samen", "Klaar"),
         flow("B", "Samen"), flow("C", "Samen")),
        (
            Trace("beide wegen", "Begin Welke", given={"a": True, "b": True}, waits="A B"),
            Trace("de samenkomst wacht op de tweede", "Begin Welke A", (do("A"),), {"a": True, "b": True}, "B"),
            Trace("beide klaar", "Begin Welke B A Samen Klaar", (do("B"), do("A")), {"a": True, "b": True}),
            Trace("één weg: niet wachten", "Begin Welke A Samen Klaar", (do("A"),), {"a": True, "b": False}),
            Trace("geen weg: de standaard", "Begin Welke C Samen Klaar", (do("C"),), {"a": False, "b": False}),
            Trace("niet waar en niet onwaar", given={"a": None, "b": True}, stops="Welke_to_A"),
        ),
    ),
    Diagram(
        "Inclusieve gateway zonder standaard", "13.4.3", "geen weg open is een storing",
        (start("Begin"), gateway("Welke", "inclusive"), end("A"), end("B"), flow("Begin", "Welke"),
         flow("Welke", "A", "=a"), flow("Welke", "B", "=b")),
        (
            Trace("allebei", "Begin Welke A B", given={"a": True, "b": True}),
            Trace("geen", given={"a": False, "b": False}, stops="Welke"),
        ),
    ),
    Diagram(
        "Inclusief blok in een lus", "13.4.3", "ook in een tweede ronde klopt op wie er gewacht wordt",
        (start("Begin"), gateway("In"), gateway("Welke", "inclusive"), task("A"), task("B"),
         gateway("Samen", "inclusive"), gateway("Nog", default="uit"), end("Klaar"), chain("Begin", "In", "Welke"),
         flow("Welke", "A", "=a"), flow("Welke", "B", "=b"), chain("A", "Samen", "Nog"), flow("B", "Samen"),
         flow("Nog", "In", "=nog"), flow("Nog", "Klaar", key="uit")),
        (
            Trace("eerst beide, dan één", "Begin In Welke A B Samen Nog In Welke A Samen Nog Klaar",
                  (do("A"), do("B", nog=True, b=False), do("A", nog=False)), {"a": True, "b": True}),
            Trace("eerst één, dan beide", "Begin In Welke A Samen Nog In Welke A",
                  (do("A", nog=True, b=True), do("A")), {"a": True, "b": False}, "B"),
        ),
    ),
    Diagram(
        "Inclusieve samenkomst na een omweg", "13.4.3", "ook op wie nog een stap heeft te gaan wordt gewacht",
        (start("Begin"), gateway("Splits", "parallel"), task("Ver"), gateway("Kies", default="weg"), task("A"),
         gateway("Samen", "inclusive"), end("Klaar"), end("Weg"), chain("Begin", "Splits", "A", "Samen", "Klaar"),
         chain("Splits", "Ver", "Kies"), flow("Kies", "Samen", "=mee"), flow("Kies", "Weg", key="weg")),
        (
            Trace("wachten, want het kan nog komen", "Begin Splits A", (do("A"),), waits="Ver"),
            Trace("het komt", "Begin Splits A Ver Kies Samen Klaar", (do("A"), do("Ver", mee=True))),
            Trace("het komt niet meer", "Begin Splits A Ver Kies Weg Samen Klaar", (do("A"), do("Ver", mee=False))),
        ),
    ),
    Diagram(
        "Inclusieve gateway met twee wegen naar dezelfde samenkomst", "13.4.3", "wat samenkomt, gaat als één verder",
        (start("Begin"), gateway("Kies", "inclusive", default="anders"), gateway("Samen", "inclusive"), task("Daarna"),
         end("Klaar"), flow("Begin", "Kies"), flow("Kies", "Samen", "=a", key="een"),
         flow("Kies", "Samen", "=b", key="twee"), flow("Kies", "Samen", key="anders"),
         chain("Samen", "Daarna", "Klaar")),
        (
            Trace("allebei", "Begin Kies Samen", given={"a": True, "b": True}, waits="Daarna"),
            Trace("één van de twee", "Begin Kies Samen", given={"a": False, "b": True}, waits="Daarna"),
        ),
    ),
    Diagram(
        "Gateway op gebeurtenissen", "13.4.4",
            "wat het eerst gebeurt bepaalt de weg; op de rest wordt niet meer gewacht",
        (start("Begin"), gateway("Eerst", "event"), catch("Bericht", message("bericht")),
         catch("Dag", timer("Duration", "P1D")), catch("Sein", signal("alarm")), end("A"), end("B"), end("C"),
         chain("Begin", "Eerst", "Bericht", "A"), chain("Eerst", "Dag", "B"), chain("Eerst", "Sein", "C")),
        (
            Trace("er wordt gewacht", "Begin Eerst"),
            Trace("het bericht komt", "Begin Eerst Bericht A", (send("bericht"),)),
            Trace("de tijd gaat om", "Begin Eerst Dag B", (wait(days=2),)),
            Trace("het signaal komt", "Begin Eerst Sein C", (signalled("alarm"),)),
        ),
    ),
    Diagram(
        "Gateway op twee timers", "13.4.4", "elke timer houdt zijn eigen tijd",
        (start("Begin"), gateway("Eerst", "event"), catch("Lang", timer("Duration", "P5D")),
         catch("Kort", timer("Duration", "P2D")), end("A"), end("B"), chain("Begin", "Eerst", "Lang", "A"),
         chain("Eerst", "Kort", "B")),
        (
            Trace("nog geen", "Begin Eerst", (wait(days=1),)),
            Trace("de kortste het eerst", "Begin Eerst Kort B", (wait(days=3),)),
            Trace("ook als beide al om zijn", "Begin Eerst Kort B", (wait(days=30),)),
        ),
    ),
    Diagram(
        "Gateway op gebeurtenissen, ontvangsttaak", "13.4.4", "een ontvangsttaak is er een gebeurtenis",
        (start("Begin"), gateway("Eerst", "event"), node("receiveTask", "Ontvangen", messageRef="bericht"),
         catch("Dag", timer("Duration", "P1D")), end("A"), end("B"), chain("Begin", "Eerst", "Ontvangen", "A"),
         chain("Eerst", "Dag", "B")),
        (
            Trace("ontvangen", "Begin Eerst Ontvangen A", (send("bericht"),)),
            Trace("te laat", "Begin Eerst Dag B", (wait(days=1),)),
        ),
    ),
)  # fmt: skip
