"""Starts, messages with a key, and data objects."""

from __future__ import annotations

from tests.engine.conformance.telling import Diagram, Trace, do, gateway, number, send_to, task
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    each,
    end,
    io,
    message,
    node,
    part,
    properties,
    script,
    signal,
    start,
    timer,
)

FORM = '<zeebe:formDefinition formId="leeg" />'
RAPPORT = '<bpmn:dataObject id="Gegeven" />' + node(
    "dataObjectReference", "Rapport", properties(variable="advies"), dataObjectRef="Gegeven"
)
SEND = '<zeebe:taskDefinition type="message" />'


def way_in(key: str) -> str:
    return start(key, FORM, properties(startableBy="iedereen"))


def by(definition: str) -> tuple[str, ...]:
    """A plain start and one by an event, each with a task of its own, that come together."""
    return (
        start("Begin"), node("startEvent", "Komt", definition), task("Lezen"), task("Bellen"), gateway("Samen"),
        end("Klaar"), chain("Begin", "Lezen", "Samen", "Klaar"), chain("Komt", "Bellen", "Samen"),
    )  # fmt: skip


BEGINNINGS = (
    Diagram(
        "Gewone start", "10.5.2", "begint als iemand het formulier verstuurt, of als een ander proces het aanroept",
        (start("Begin"), task("Stap"), end("Klaar"), chain("Begin", "Stap", "Klaar")),
        (Trace("wacht op de stap", "Begin", waits="Stap"), Trace("gaat door", "Begin Stap Klaar", (do("Stap"),))),
    ),
    Diagram(
        "Meer gewone starts", "13.5.1", "elke start met een formulier is een eigen begin",
        (way_in("Balie"), way_in("Site"), task("Bellen"), task("Lezen"), gateway("Samen"), end("Klaar"),
         chain("Balie", "Bellen", "Samen", "Klaar"), chain("Site", "Lezen", "Samen")),
        (
            Trace("aan de balie", "Balie", at="Balie", waits="Bellen"),
            Trace("op de site", "Site", at="Site", waits="Lezen"),
            Trace("de andere start telt niet mee", "Site Lezen Samen Klaar", (do("Lezen"),), at="Site"),
        ),
    ),
    *(
        Diagram(
            f"Start met een {name}", "10.5.2", note, by(definition),
            (
                Trace("gebeurt", "Komt", at="Komt", waits="Bellen"),
                Trace("en gaat zijn eigen weg", "Komt Bellen Samen Klaar", (do("Bellen"),), at="Komt"),
                Trace("de gewone start blijft", "Begin Lezen Samen Klaar", (do("Lezen"),)),
            ),
        )
        for name, note, definition in (
            ("bericht", "elk bericht met deze naam begint een zaak, tenzij er een loopt met dezelfde sleutel",
             message("bericht")),
            ("datum", "op dat moment begint één zaak", timer("Date", "2026-04-01T09:00:00")),
            ("herhalende timer", "elke keer begint er een zaak", timer("Cycle", "R/P7D")),
            ("signaal", "als een andere zaak het signaal verstuurt", signal("alarm")),
        )
    ),
    Diagram(
        "Start met een bericht, met gegevens", "10.5.2", "wat het bericht meebrengt, zijn gegevens van de zaak",
        (node("startEvent", "Komt", message("bericht")), script("Tel", "=x + 1", "y"), end("Klaar"),
         chain("Komt", "Tel", "Klaar")),
        (Trace("telt verder", "Komt Tel Klaar", at="Komt", given={"x": number(1)},
               variables={"x": number(1), "y": number(2)}),),
    ),
    Diagram(
        "Alleen een start met een bericht", "10.5.2", "een gewone start hoeft er niet te zijn",
        (node("startEvent", "Komt", message("bericht")), task("Stap"), end("Klaar"), chain("Komt", "Stap", "Klaar")),
        (Trace("begint", "Komt", at="Komt", waits="Stap"),),
    ),
    Diagram(
        "Aanroep van een proces met meer soorten starts", "10.5.2", "de aanroep begint bij de gewone start",
        (start("Begin"), node("callActivity", "Roep", '<zeebe:calledElement processId="ander" />'), end("Klaar"),
         chain("Begin", "Roep", "Klaar")),
        (Trace("bij de gewone start", "Begin In Gewoon Uit Roep Klaar", (do("Gewoon"),)),),
        calls={"ander": (
            start("In"), node("startEvent", "Komt", message("bericht")), task("Gewoon"), task("Anders"), end("Uit"),
            end("Weg"), chain("In", "Gewoon", "Uit"), chain("Komt", "Anders", "Weg"),
        )},
    ),
)  # fmt: skip

MESSAGES = (
    Diagram(
        "Bericht met een sleutel", "8.4.2", "alleen het bericht met dezelfde waarde komt aan",
        (start("Begin"), catch("Stap", message("betaald")), end("Klaar"), chain("Begin", "Stap", "Klaar")),
        (
            Trace("dezelfde sleutel", "Begin Stap Klaar", (send_to("betaald", "7"),), {"nummer": number(7)}),
            Trace("sleutel is een tekst", "Begin Stap Klaar", (send_to("betaald", "a"),), {"nummer": "a"}),
            Trace("een groot getal wordt geschreven zonder punten", "Begin Stap Klaar", (send_to("betaald", "12345"),),
                  {"nummer": number(12345)}),
            Trace("geen sleutel is een storing", given={"nummer": None}, stops="Stap"),
        ),
    ),
    Diagram(
        "Berichten met elk een sleutel", "8.4.2", "van meer die wachten, komt het aan bij wie deze sleutel heeft",
        (start("Begin"), node("subProcess", "Deel", each("=nummers", "nummer"), start("In"),
                              catch("Stap", message("betaald")), task("Na"), end("Uit"),
                              chain("In", "Stap", "Na", "Uit")), end("Klaar"), chain("Begin", "Deel", "Klaar")),
        (
            Trace("de tweede", "Begin In In Stap", (send_to("betaald", "2"),),
                  {"nummers": [number(1), number(2)]}, "Na"),
            Trace("beide, in andere volgorde", "Begin In In Stap Stap",
                  (send_to("betaald", "2"), send_to("betaald", "1")),
                  {"nummers": [number(1), number(2)]}, "Na Na"),
        ),
    ),
    Diagram(
        "Sleutel wordt één keer bepaald", "8.4.2", "de waarde van het moment waarop het wachten begint",
        (start("Begin"), task("Taak"), boundary("Rand", "Taak", message("betaald"), interrupting=False), task("Extra"),
         end("Anders"), gateway("S", "parallel"), task("Vul"), end("B"), end("Klaar"),
         chain("Begin", "S", "Taak", "Klaar"), chain("S", "Vul", "B"), chain("Rand", "Extra", "Anders")),
        (
            Trace("ook als het gegeven verandert", "Begin S Vul B Rand",
                  (do("Vul", nummer=number(2)), send_to("betaald", "1")), {"nummer": number(1)}, "Extra Taak"),
        ),
    ),
    Diagram(
        "Bericht versturen", "10.5.4", "na het opslaan gaat het naar wie wacht, of het begint een zaak",
        (start("Begin"), node("intermediateThrowEvent", "Stuur", SEND, message("bericht")), end("Klaar"),
         chain("Begin", "Stuur", "Klaar")),
        (Trace("gaat door", "Begin Stuur Klaar"),),
    ),
    Diagram(
        "Bericht met invoer", "10.5.1", "de invoer is wat het bericht meebrengt; uitvoer wordt een gegeven",
        (start("Begin"), node("intermediateThrowEvent", "Stuur", SEND, io({"x": "=bedrag * 2"}, {"om": "=bedrag"}),
                              message("bericht")), end("Klaar"), chain("Begin", "Stuur", "Klaar")),
        (
            Trace("neemt mee wat het krijgt", "Begin Stuur Klaar", given={"bedrag": number(4)},
                  sent={"x": number(8)}, variables={"bedrag": number(4), "om": number(4)}),
        ),
    ),
    Diagram(
        "Einde met een bericht met invoer", "10.5.1", "hetzelfde, aan het eind",
        (start("Begin"), node("endEvent", "Stuur", SEND, io({"x": "=bedrag * 2"}), message("bericht")),
         chain("Begin", "Stuur")),
        (Trace("neemt mee wat het krijgt", "Begin Stuur", given={"bedrag": number(4)}, sent={"x": number(8)}),),
    ),
    Diagram(
        "Verzendtaak met een bericht", "13.3.3", "hetzelfde, als taak",
        (start("Begin"), node("sendTask", "Stuur", SEND, messageRef="bericht"), end("Klaar"),
         chain("Begin", "Stuur", "Klaar")),
        (Trace("gaat door", "Begin Stuur Klaar"),),
    ),
    Diagram(
        "Einde met een bericht", "10.5.3", "eindigt, en verstuurt het",
        (start("Begin"), node("endEvent", "Stuur", SEND, message("bericht")), chain("Begin", "Stuur")),
        (Trace("eindigt", "Begin Stuur"),),
    ),
)  # fmt: skip

DATA = (
    Diagram(
        "Gegevensobject in het proces", "10.4.1", "een gegeven dat er vanaf het begin is, nog zonder waarde",
        (RAPPORT, start("Begin"), task("Stap"), end("Klaar"), chain("Begin", "Stap", "Klaar")),
        (
            Trace("zonder waarde", "Begin", variables={"advies": None}, waits="Stap"),
            Trace("met waarde", "Begin Stap Klaar", (do("Stap", advies="goed"),), variables={"advies": "goed"}),
        ),
    ),
    Diagram(
        "Gegevensobject in een subproces", "10.4.1", "alleen binnen te zien, en na afloop weg",
        (start("Begin"), part("Deel", RAPPORT, start("In"), task("Stap"), end("Uit"), chain("In", "Stap", "Uit")),
         task("Na"), end("Klaar"), chain("Begin", "Deel", "Na", "Klaar")),
        (
            Trace("blijft binnen", "Begin In Stap Uit Deel", (do("Stap", advies="goed"),), waits="Na", variables={}),
            Trace("verbergt wat buiten zo heet", "Begin In Stap Uit Deel", (do("Stap", advies="goed"),),
                  {"advies": "buiten"}, "Na", {"advies": "buiten"}),
        ),
    ),
    Diagram(
        "Gegevensobject met invoer en uitvoer", "10.4.7", "begint met wat u meegeeft; naar buiten komt wat u noemt",
        (start("Begin"), part("Deel", io({"advies": "=eerst"}, {"later": "=advies"}), RAPPORT, start("In"),
                              task("Stap"), end("Uit"), chain("In", "Stap", "Uit")), end("Klaar"),
         chain("Begin", "Deel", "Klaar")),
        (Trace("erin en eruit", "Begin In Stap Uit Deel Klaar", (do("Stap"),), {"eerst": "goed"},
               variables={"eerst": "goed", "later": "goed"}),),
    ),
    Diagram(
        "Gegevensopslag en gegevensstromen", "10.4.1", "vertellen wat een stap gebruikt of levert; verplaatsen niets",
        ('<bpmn:dataStoreReference id="Archief" name="Archief" />', start("Begin"),
         task("Stap", '<bpmn:property id="Plek" name="__targetRef_placeholder" />'
                      '<bpmn:dataInputAssociation id="Leest"><bpmn:sourceRef>Archief</bpmn:sourceRef>'
                      '<bpmn:targetRef>Plek</bpmn:targetRef></bpmn:dataInputAssociation>'),
         end("Klaar"), chain("Begin", "Stap", "Klaar")),
        (Trace("gaat door", "Begin Stap Klaar", (do("Stap"),)),),
    ),
)  # fmt: skip
STARTS = (*BEGINNINGS, *MESSAGES)
