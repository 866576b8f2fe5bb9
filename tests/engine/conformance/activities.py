"""Activities: tasks of every kind, subprocesses, calls, and repetition."""

from __future__ import annotations

from tests.engine.conformance.telling import Diagram, Trace, do, for_each, laps, number, send, task, wait
from tests.engine.diagrams import boundary, chain, end, error, flow, io, message, node, part, script, start, timer

THREE = {"lijst": [number(1), number(2), number(3)]}
NAMES = {"lijst": ["an", "bo", "cor"]}


def around(*inside: str) -> tuple[str, ...]:
    """Begin → Stap → Klaar."""
    return (start("Begin"), *inside, end("Klaar"), chain("Begin", "Stap", "Klaar"))


ACTIVITIES = (
    Diagram(
        "Gebruikerstaak", "13.3.3", "wacht op een mens; de antwoorden worden gegevens",
        around(task("Stap")),
        (
            Trace("wacht", "Begin", waits="Stap"),
            Trace("gedaan", "Begin Stap Klaar", (do("Stap", x=number(1)),), variables={"x": number(1)}),
        ),
    ),
    Diagram(
        "Handmatige taak", "13.3.3", "niemand krijgt een taak: gaat vanzelf voorbij", around(node("manualTask",
            "Stap")),
        (Trace("gaat voorbij", "Begin Stap Klaar"),),
    ),
    Diagram(
        "Taak zonder soort", "13.3.3", "gaat vanzelf voorbij", around(node("task", "Stap")),
        (Trace("gaat voorbij", "Begin Stap Klaar"),),
    ),
    Diagram(
        "Scripttaak", "13.3.3", "rekent met FEEL", around(script("Stap", "=bedrag * 2", "dubbel")),
        (
            Trace("rekent", "Begin Stap Klaar", given={"bedrag": number(4)}, variables={"bedrag": number(4),
                "dubbel": number(8)}),
            Trace("kan het niet: null", "Begin Stap Klaar", given={"bedrag": "vier"}, variables={"bedrag": "vier",
                "dubbel": None}),
        ),
    ),
    Diagram(
        "Ontvangsttaak", "13.3.3", "wacht op een bericht", around(node("receiveTask", "Stap", messageRef="bericht")),
        (
            Trace("wacht", "Begin"),
            Trace("het bericht brengt gegevens mee", "Begin Stap Klaar", (send("bericht", x=number(3)),),
                  variables={"x": number(3)}),
        ),
    ),
    Diagram(
        "Servicetaak", "13.3.3", "schrijft op wat er moet gebeuren; het gebeurt na het opslaan",
        around(node("serviceTask", "Stap", '<zeebe:taskDefinition type="publish" />')),
        (Trace("gaat door", "Begin Stap Klaar"),),
    ),
    Diagram(
        "Subproces", "13.3.4", "klaar als er binnen niets meer loopt",
        around(part("Stap", start("In"), task("A"), end("Uit"), chain("In", "A", "Uit"))),
        (
            Trace("binnen wacht iets", "Begin In", waits="A"),
            Trace("binnen klaar, buiten verder", "Begin In A Uit Stap Klaar", (do("A", x=number(1)),),
                  variables={"x": number(1)}),
        ),
    ),
    Diagram(
        "Subproces met eigen gegevens", "10.4.7", "invoer is alleen binnen bekend; uitvoer komt naar buiten",
        around(part("Stap", io({"eigen": "=bedrag"}, {"som": "=eigen"}), start("In"), script("R", "=eigen + 1",
            "eigen"),
                    end("Uit"), chain("In", "R", "Uit"))),
        (Trace("alleen de uitvoer blijft", "Begin In R Uit Stap Klaar", given={"bedrag": number(1)},
               variables={"bedrag": number(1), "som": number(2)}),),
    ),
    Diagram(
        "Terminate in een subproces", "13.5.6", "beëindigt alleen dat subproces",
        around(part("Stap", start("In"), node("parallelGateway", "S"), task("A"), task("B"), end("Uit"),
                    node("endEvent", "Stop", "<bpmn:terminateEventDefinition />"), chain("In", "S", "A", "Stop"),
                    chain("S", "B", "Uit"))),
        (
            Trace("de rest gaat weg", "Begin In S A Stop Stap Klaar", (do("A"),)),
            Trace("de rest gaat voor", "Begin In S B Uit", (do("B"),), waits="A"),
        ),
    ),
    Diagram(
        "Terminate", "13.5.6", "beëindigt het hele proces",
        (start("Begin"), node("parallelGateway", "S"), task("A"), task("B"),
         node("endEvent", "Stop", "<bpmn:terminateEventDefinition />"), end("Klaar"),
         chain("Begin", "S", "A", "Stop"), chain("S", "B", "Klaar")),
        (Trace("alles weg", "Begin S A Stop", (do("A"),)), Trace("eerst de ander", "Begin S B Klaar A Stop", (do("B"),
            do("A")))),
    ),
    Diagram(
        "Aanroep van een proces", "13.3.4", "een ander proces, met wat u meegeeft",
        around(node("callActivity", "Stap",
            '<zeebe:calledElement processId="ander" propagateAllParentVariables="false" />',
                    io({"getal": "=bedrag"}, {"uitkomst": "=getal"}))),
        (Trace("heen en terug", "Begin In R Uit Stap Klaar", given={"bedrag": number(1)},
               variables={"bedrag": number(1), "uitkomst": number(11)}),),
        calls={"ander": (start("In"), script("R", "=getal + 10", "getal"), end("Uit"), chain("In", "R", "Uit"))},
    ),
    Diagram(
        "Aanroep die niet zegt wat terugkomt", "13.3.4", "alles komt terug, tenzij u dat uitzet",
        around(node("callActivity", "Stap", '<zeebe:calledElement processId="ander" />')),
        (Trace("alles komt terug", "Begin In R Uit Stap Klaar", given={"bedrag": number(1)},
               variables={"bedrag": number(2)}),),
        calls={"ander": (start("In"), script("R", "=bedrag + 1", "bedrag"), end("Uit"), chain("In", "R", "Uit"))},
    ),
    Diagram(
        "Aanroep die zegt wat terugkomt", "13.3.4", "met uitvoer komt alleen dat terug",
        around(node("callActivity", "Stap", '<zeebe:calledElement processId="ander" propagateAllChildVariables="true"'
            " />", io({}, {"som": "=bedrag"}))),
        (Trace("alleen de uitvoer", "Begin In R Uit Stap Klaar", given={"bedrag": number(1)},
               variables={"bedrag": number(1), "som": number(2)}),),
        calls={"ander": (start("In"), script("R", "=bedrag + 1", "bedrag"), end("Uit"), chain("In", "R", "Uit"))},
    ),
    Diagram(
        "Invoer en uitvoer, op volgorde", "10.4.7", "een regel mag lezen wat erboven staat",
        (start("Begin"),
            part("Deel", io({"a": "=1", "b": "=a + 1"}, {"som": "=b", "meer": "=som + 1"}), start("In"), end("Uit"),
                 chain("In", "Uit")), task("Stap", io({"a": "=1", "b": "=a + 1"}, {"los": "=b", "vast": "=los"})),
            end("Klaar"), chain("Begin", "Deel", "Stap", "Klaar")),
        (Trace("elk leest de vorige", "Begin In Uit Deel Stap Klaar", (do("Stap"),),
               given={"a": number(50), "som": number(7), "los": number(8)},
               variables={"a": number(50), "som": number(2), "meer": number(3), "los": number(2), "vast": number(2)}),),
    ),
    Diagram(
        "Aanroep met een fout", "10.5.6", "een fout in het aangeroepen proces is op de rand te vangen",
        (*around(node("callActivity", "Stap", '<zeebe:calledElement processId="ander" />')),
         boundary("Mis", "Stap", error("stuk")), end("Gevangen"), flow("Mis", "Gevangen")),
        (Trace("gevangen", "Begin In Stuk Mis Gevangen"),),
        calls={"ander": (start("In"), node("endEvent", "Stuk", error("stuk")), chain("In", "Stuk"))},
    ),
    Diagram(
        "Meervoudig, tegelijk", "13.3.7", "voor elk van de lijst een taak",
        around(task("Stap", for_each(yields="=x", into="uit"))),
        (
            Trace("allemaal open", "Begin", given=NAMES, waits="Stap Stap Stap"),
            Trace("klaar als allen klaar zijn", "Begin Stap Klaar",
                  (do("Stap", "bo", x=number(2)), do("Stap", "cor", x=number(3)), do("Stap", "an", x=number(1))), NAMES,
                  variables={**NAMES, "uit": [number(1), number(2), number(3)]}),
            Trace("wat er is, staat er al", "Begin", (do("Stap", "bo", x=number(2)),), NAMES, "Stap Stap",
                  {**NAMES, "uit": [number(2)]}),
            Trace("een lege lijst gaat voorbij", "Begin Stap Klaar", given={"lijst": []}),
            Trace("geen lijst: een storing", given={"lijst": "an"}, stops="Stap"),
        ),
    ),
    Diagram(
        "Meervoudig, genoeg is genoeg", "13.3.7", "een voorwaarde sluit eerder; de rest vervalt",
        around(task("Stap", for_each(yields="=x", into="uit", until="=numberOfCompletedInstances &gt;= 2"))),
        (
            Trace("één is niet genoeg", "Begin", (do("Stap", "an", x=number(1)),), NAMES, "Stap Stap"),
            Trace("twee wel", "Begin Stap Klaar", (do("Stap", "an", x=number(1)), do("Stap", "cor", x=number(3))),
                NAMES,
                  variables={**NAMES, "uit": [number(1), number(3)]}),
        ),
    ),
    Diagram(
        "Meervoudig, één antwoord is genoeg", "13.3.7",
            "de voorwaarde leest wat het exemplaar dat klaar is heeft ingevuld",
        around(task("Stap", for_each(until='=akkoord = "nee" or numberOfTerminatedInstances &gt; 0'))),
        (
            Trace("nog niet", "Begin", (do("Stap", "an", akkoord="ja"),), {**NAMES, "akkoord": "nee"}, "Stap Stap"),
            Trace("nu wel", "Begin Stap Klaar", (do("Stap", "an", akkoord="ja"), do("Stap", "cor", akkoord="nee")),
                  NAMES),
        ),
    ),
    Diagram(
        "Meervoudig, na elkaar", "13.3.7", "de volgende begint als de vorige klaar is",
        around(task("Stap", for_each(sequential=True, yields="=x", into="uit"))),
        (
            Trace("alleen de eerste", "Begin", given=NAMES, waits="Stap"),
            Trace("dan de tweede", "Begin", (do("Stap", "an", x=number(1)),), NAMES, "Stap", {**NAMES,
                "uit": [number(1)]}),
            Trace("allemaal", "Begin Stap Klaar",
                  (do("Stap", "an", x=number(1)), do("Stap", "bo", x=number(2)), do("Stap", "cor", x=number(3))), NAMES,
                  variables={**NAMES, "uit": [number(1), number(2), number(3)]}),
            Trace("een lege lijst", "Begin Stap Klaar", given={"lijst": []}),
            Trace("een lege waarde in de lijst", "Begin", (do("Stap"),), {"lijst": [None, "bo"]}, "Stap"),
        ),
    ),
    Diagram(
        "Meervoudig na elkaar, genoeg is genoeg", "13.3.7", "stopt zodra de voorwaarde waar is",
        around(task("Stap", for_each(sequential=True, until="=numberOfCompletedInstances = 1"))),
        (Trace("na één klaar", "Begin Stap Klaar", (do("Stap", "an"),), NAMES),),
    ),
    Diagram(
        "Meervoudige script- of servicetaak", "13.3.7", "voor elk, zonder mensen",
        around(script("Stap", "=ding * 10", "x").replace("</bpmn:script", for_each(yields="=x",
            into="uit") + "</bpmn:script")),
        (Trace("alle uitkomsten", "Begin Stap Klaar", given=THREE,
               variables={**THREE, "uit": [number(10), number(20), number(30)]}),),
    ),
    Diagram(
        "Meervoudig subproces", "13.3.7", "elk zijn eigen gegevens",
        around(part("Stap", for_each(yields="=x", into="uit"), start("In"), task("A"), end("Uit"), chain("In", "A",
            "Uit"))),
        (
            Trace("drie tegelijk", "Begin In In In", given=THREE, waits="A A A"),
            Trace("wat binnen wordt ingevuld, blijft binnen", "Begin In In In A Uit A Uit A Uit Stap Klaar",
                  (do("A", x=number(5)), do("A", x=number(6)), do("A", x=number(7))), THREE,
                  variables={**THREE, "uit": [number(5), number(6), number(7)]}),
            Trace("ook onder een naam die buiten bekend is", "Begin In In In A Uit A Uit A Uit Stap Klaar",
                  (do("A", x=number(5)), do("A", x=number(6)), do("A", x=number(7))), {**THREE, "x": number(1)},
                  variables={**THREE, "x": number(1), "uit": [number(5), number(6), number(7)]}),
        ),
    ),
    Diagram(
        "Meervoudig subproces, na elkaar", "13.3.7", "de volgende begint als de vorige klaar is",
        around(part("Stap", for_each(sequential=True), start("In"), task("A"), end("Uit"), chain("In", "A", "Uit"))),
        (
            Trace("de eerste", "Begin In", given=THREE, waits="A"),
            Trace("de tweede", "Begin In A Uit In", (do("A"),), THREE, "A"),
            Trace("klaar", "Begin In A Uit In A Uit In A Uit Stap Klaar", (do("A"), do("A"), do("A")), THREE),
        ),
    ),
    Diagram(
        "Meervoudige aanroep", "13.3.7", "het andere proces voor elk van de lijst",
        around(node("callActivity", "Stap",
            '<zeebe:calledElement processId="ander" propagateAllParentVariables="false" />',
                    io({"getal": "=ding"}, {"x": "=getal"}), for_each(yields="=x", into="uit"))),
        (Trace("alle drie", "Begin In In In R R R Uit Uit Uit Stap Klaar", given=THREE,
               variables={**THREE, "uit": [number(11), number(12), number(13)]}),),
        calls={"ander": (start("In"), script("R", "=getal + 10", "getal"), end("Uit"), chain("In", "R", "Uit"))},
    ),
    Diagram(
        "Meervoudig subproces met een termijn", "13.3.7", "als de tijd om is, vervalt ook wat binnenin bezig was",
        (*around(part("Stap", for_each(), start("In"), part("Diep", start("DIn"), task("A"), end("DUit"),
                      chain("DIn", "A", "DUit")), end("Uit"), chain("In", "Diep", "Uit"))),
         boundary("Om", "Stap", timer("Duration", "P1D")), task("Laat"), end("X"), chain("Om", "Laat", "X")),
        (Trace("één klaar, één bezig", "Begin In In DIn DIn A DUit Diep Uit Om Laat X",
               (do("A"), wait(days=2), do("Laat")), {"lijst": ["a", "b"]}),),
    ),
    Diagram(
        "Meervoudig met een termijn", "13.3.7", "als de tijd om is, gaat het verder met wat er is",
        (*around(task("Stap", for_each(yields="=x", into="uit"))), boundary("Om", "Stap", timer("Duration", "P1D")),
         end("Gesloten"), flow("Om", "Gesloten")),
        (
            Trace("gesloten met één antwoord", "Begin Om Gesloten", (do("Stap", "an", x=number(1)), wait(days=2)),
                NAMES,
                  variables={**NAMES, "uit": [number(1)]}),
            Trace("op tijd klaar", "Begin Stap Klaar", (do("Stap", "an"), do("Stap", "bo"), do("Stap", "cor")), NAMES),
        ),
    ),
    Diagram(
        "Lus om een taak", "13.3.6", "nog een keer zolang de voorwaarde waar is",
        around(task("Stap", laps("=nog"))),
        (
            Trace("nog een keer", "Begin", (do("Stap", nog=True),), waits="Stap"),
            Trace("klaar", "Begin Stap Klaar", (do("Stap", nog=True), do("Stap", nog=False)), variables={"nog": False}),
            Trace("niet waar en niet onwaar", moves=(do("Stap", nog="misschien"),), stops="Stap"),
        ),
    ),
    Diagram(
        "Lus met een maximum", "13.3.6", "hooguit zo vaak", around(task("Stap", laps(maximum=2))),
        (
            Trace("één keer", "Begin", (do("Stap"),), waits="Stap"),
            Trace("twee keer", "Begin Stap Klaar", (do("Stap"), do("Stap"))),
        ),
    ),
    Diagram(
        "Lus met de voorwaarde vooraf", "13.3.6", "misschien geen enkele keer", around(task("Stap", laps("=nog",
            before=True))),
        (
            Trace("geen keer", "Begin Stap Klaar", given={"nog": False}),
            Trace("één keer", "Begin Stap Klaar", (do("Stap", nog=False),), {"nog": True}),
        ),
    ),
    Diagram(
        "Taak met een bericht op de rand", "10.5.5", "onderbreekt de taak",
        (*around(task("Stap")), boundary("Weg", "Stap", message("bericht")), end("Weggehaald"), flow("Weg",
            "Weggehaald")),
        (
            Trace("onderbroken", "Begin Weg Weggehaald", (send("bericht"),)),
            Trace("gedaan", "Begin Stap Klaar", (do("Stap"),)),
        ),
    ),
)  # fmt: skip
