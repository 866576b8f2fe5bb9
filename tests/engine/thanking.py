"""A process whose first act is a mail: a job to run, for tests of who runs it."""

from __future__ import annotations

from engine.dialect.folder import ProcessFiles
from tests.engine.diagrams import chain, end, field, folder, form, node, properties, start, user

START = form(
    "insturen",
    field("titel"),
    field("naam", properties={"personal": "name"}),
    field("mail", properties={"personal": "email"}),
)
HEADERS = (
    '<zeebe:taskHeaders><zeebe:header key="template" value="ontvangen" />'
    '<zeebe:header key="to" value="indiener" /></zeebe:taskHeaders>'
)


def thanking() -> ProcessFiles:
    """Mails the submitter as soon as something is submitted."""
    return folder(
        start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
        node("serviceTask", "Bedanken", '<zeebe:taskDefinition type="mail" />', HEADERS),
        user("Werken"),
        end(),
        chain("Begin", "Bedanken", "Werken", "Klaar"),
        process="bedanken",
        files={
            "forms/insturen.form": START,
            "mails/ontvangen.md": b"Onderwerp: Dank voor {{ titel }}\n\n{{ aanhef }}, tot ziens op {{ link }}.\n",
        },
    )
