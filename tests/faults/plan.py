"""The process of these tests: two tasks, a mail and a timer between them, and after them an entry and a letter.

Workers handle the mail and the timer. The entry takes the next number of a register that all cases share.
"""

from __future__ import annotations

from engine.dialect.folder import ProcessFiles
from tests.engine.diagrams import catch, chain, end, field, flow, folder, form, io, node, properties, start, timer, user

PROCESS = "voorbeeld"
REGISTER = "subsidieregister"
MAIL = b"""Onderwerp: Ontvangen: {{ titel }}

{{ aanhef }},

Kijk op {{ link }}.
"""
LETTER = b"""Onderwerp: Besluit over: {{ titel }}

{{ aanhef }},

Uw idee is klaar. Lees meer onder kenmerk {{ kenmerk }}.
"""


def load() -> ProcessFiles:
    """An idea that is checked, acknowledged by mail, and a second later closed, registered and announced by letter."""
    mail = node(
        "serviceTask",
        "Ontvangst melden",
        '<zeebe:taskDefinition type="mail" />',
        '<zeebe:taskHeaders><zeebe:header key="template" value="ontvangen" />'
        '<zeebe:header key="to" value="indiener" /></zeebe:taskHeaders>',
    )
    entry = node(
        "serviceTask",
        "Inschrijven",
        '<zeebe:taskDefinition type="register" />',
        f'<zeebe:taskHeaders><zeebe:header key="register" value="{REGISTER}" /></zeebe:taskHeaders>',
        io({"plan": "=titel"}),
    )
    letter = node(
        "serviceTask",
        "Brief schrijven",
        '<zeebe:taskDefinition type="letter" />',
        '<zeebe:taskHeaders><zeebe:header key="template" value="besluit" />'
        '<zeebe:header key="to" value="indiener" /></zeebe:taskHeaders>',
    )
    return folder(
        start(
            "Ingestuurd",
            '<zeebe:formDefinition formId="insturen" />',
            properties(startableBy="iedereen", publishedStatus="Ingestuurd"),
        ),
        user("Controleren", form="controle", due="=werkdagen(5)"),
        node("parallelGateway", "Beide"),
        mail,
        catch("Even wachten", timer("Duration", "PT1S")),
        node("parallelGateway", "Samen"),
        user("Afronden", form="controle"),
        entry,
        letter,
        end("Klaar", properties(outcome="akkoord", retentionClass="6.1.9")),
        chain("Ingestuurd", "Controleren", "Beide", "Ontvangst melden", "Samen"),
        flow("Beide", "Even wachten"),
        flow("Even wachten", "Samen"),
        chain("Samen", "Afronden", "Inschrijven", "Brief schrijven", "Klaar"),
        process=PROCESS,
        files={
            "forms/insturen.form": form(
                "insturen",
                field("titel", validate={"required": True, "maxLength": 100}),
                field("naam", properties={"personal": "name"}),
                field("mail", properties={"personal": "email"}),
                field("fotos", "filepicker", multiple=True),
            ),
            "forms/controle.form": form("controle", field("notitie", "textarea")),
            "mails/ontvangen.md": MAIL,
            "letters/besluit.md": LETTER,
        },
    )
