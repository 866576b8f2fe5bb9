"""The process of these tests: two tasks, and between them a mail beside a timer, so that workers have both to do."""

from __future__ import annotations

from engine.dialect.folder import ProcessFiles
from tests.engine.diagrams import catch, chain, end, field, flow, folder, form, node, properties, start, timer, user

PROCESS = "voorbeeld"
MAIL = b"""Onderwerp: Ontvangen: {{ titel }}

{{ aanhef }},

Kijk op {{ link }}.
"""


def load() -> ProcessFiles:
    """An idea that is checked, acknowledged by mail, and closed a second later."""
    mail = node(
        "serviceTask",
        "Ontvangst melden",
        '<zeebe:taskDefinition type="mail" />',
        '<zeebe:taskHeaders><zeebe:header key="template" value="ontvangen" />'
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
        end("Klaar", properties(outcome="akkoord", retentionClass="6.1.9")),
        chain("Ingestuurd", "Controleren", "Beide", "Ontvangst melden", "Samen"),
        flow("Beide", "Even wachten"),
        flow("Even wachten", "Samen"),
        chain("Samen", "Afronden", "Klaar"),
        process=PROCESS,
        files={
            "forms/insturen.form": form(
                "insturen",
                field("titel", validate={"required": True, "maxLength": 100}),
                field("naam", properties={"personal": "name"}),
                field("mail", properties={"personal": "email"}),
            ),
            "forms/controle.form": form("controle", field("notitie", "textarea")),
            "mails/ontvangen.md": MAIL,
        },
    )
