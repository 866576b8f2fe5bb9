"""A small process that has a bit of everything: a start form, a choice, a mail, a reminder, a vote and a withdrawal."""

from __future__ import annotations

from engine.dialect.folder import ProcessFiles
from tests.engine.diagrams import (
    boundary,
    chain,
    each,
    end,
    field,
    flow,
    folder,
    form,
    message,
    node,
    properties,
    start,
    timer,
    user,
)

START = form(
    "insturen",
    field("titel", validate={"required": True, "maxLength": 100}),
    field("naam", properties={"personal": "name"}),
    field("mail", properties={"personal": "email"}),
)
CHECK = form("controle", field("volledig", "checkbox"), field("notitie", "textarea"))
ADD = form("aanvullen", field("aanvulling", "textarea", validate={"required": True}))
BALLOT = form(
    "stembiljet",
    field(
        "keuze",
        "radio",
        validate={"required": True},
        values=[{"value": v, "label": v.capitalize()} for v in ("voor", "tegen", "onthouden", "belang")],
    ),
    field("reden", "textarea"),
)
MAIL = b"""Onderwerp: Besluit over {{ titel }}

{{ aanhef }},

Er zijn {{ count(stemmen) }} stemmen. Kijk op {{ link }}.

{{ bezwaar_maken }}

{{ ondertekening }}
{{ contact }}
"""


def idea(process: str = "voorbeeld") -> ProcessFiles:
    ballot = node(
        "userTask",
        "Stemmen",
        '<zeebe:formDefinition formId="stembiljet" />',
        '<zeebe:assignmentDefinition assignee="=lid.id" />',
        properties(ballot="true"),
        each("=groepen.stuurgroep", "lid", yields="={keuze: keuze}", into="stemmen"),
    )
    mail = node(
        "serviceTask",
        "Uitslag mailen",
        '<zeebe:taskDefinition type="mail" />',
        '<zeebe:taskHeaders><zeebe:header key="template" value="besluit" />'
        '<zeebe:header key="to" value="indiener" /></zeebe:taskHeaders>',
    )
    return folder(
        start(
            "Ingestuurd",
            '<zeebe:formDefinition formId="insturen" />',
            properties(startableBy="iedereen", publishedStatus="Ingestuurd", statutoryTerm="P8W"),
        ),
        user("Controleren", form="controle", due="=werkdagen(5)"),
        node("exclusiveGateway", "Volledig?", default="nee"),
        user("Aanvullen", properties(suspendsTerm="true"), groups="indiener", form="aanvullen"),
        boundary("Tijd om", "Aanvullen", timer("Duration", "P14D")),
        end("Buiten behandeling", properties(outcome="buiten behandeling", retentionClass="6.3")),
        ballot,
        boundary("Stemming gesloten", "Stemmen", timer("Duration", "P2D")),
        node("exclusiveGateway", "Verder"),
        user(
            "Publiceren",
            properties(publishedStatus="Gaat door", publishedText='="Besluit: " + notitie'),
            form="controle",
        ),
        mail,
        end("Akkoord", properties(outcome="akkoord", retentionClass="6.1.9", legalEffect="beschikking")),
        chain("Ingestuurd", "Controleren", "Volledig?"),
        flow("Volledig?", "Stemmen", "=volledig"),
        flow("Volledig?", "Aanvullen", key="nee"),
        flow("Aanvullen", "Controleren"),
        flow("Tijd om", "Buiten behandeling"),
        chain("Stemmen", "Verder", "Publiceren", "Uitslag mailen", "Akkoord"),
        flow("Stemming gesloten", "Verder"),
        node(
            "subProcess",
            "Intrekken",
            node("startEvent", "Idee ingetrokken", message()),
            end("Ingetrokken", properties(outcome="ingetrokken", publishedStatus="Ingetrokken")),
            flow("Idee ingetrokken", "Ingetrokken"),
            triggeredByEvent="true",
        ),
        process=process,
        extra="",
        files={
            "forms/insturen.form": START,
            "forms/controle.form": CHECK,
            "forms/aanvullen.form": ADD,
            "forms/stembiljet.form": BALLOT,
            "mails/besluit.md": MAIL,
        },
    )


GIVEN = {"titel": "Bankje bij de vijver", "naam": "Ina Inwoner", "mail": "ina@voorbeeld.invalid"}
