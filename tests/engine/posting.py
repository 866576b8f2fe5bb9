"""A process whose second step is a letter, for tests of its text, its addressee, and who posts it."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from engine.dialect.folder import ProcessFiles
from tests.engine.diagrams import chain, end, field, folder, form, io, node, properties, start, user

START = form(
    "insturen",
    field("titel"),
    field("naam", properties={"personal": "name"}),
    field("mail", properties={"personal": "email"}),
    field("adres", properties={"personal": "address"}),
)
LETTER = b"""Onderwerp: Uw plan {{ titel }} ({{ kenmerk }})

{{ aanhef }},

Uw plan gaat door. De datum is {{ vandaag }}.

{{ bezwaar_maken }}

{{ ondertekening }}

{{ contact }}
"""
INA = {"titel": "Bankje", "naam": "Ina Inwoner", "adres": "Dorpsstraat 1, 7901 AA Hoogeveen"}


def job(key: str, kind: str, headers: Mapping[str, str], *inside: str) -> str:
    """A service task with a kind of work."""
    rows = "".join(f"<zeebe:header key={quoteattr(k)} value={quoteattr(v)} />" for k, v in headers.items())
    told = f"<zeebe:taskHeaders>{rows}</zeebe:taskHeaders>" if rows else ""
    return node("serviceTask", key, f"<zeebe:taskDefinition type={quoteattr(kind)} />", told, *inside)


def posting(
    letter: bytes = LETTER, registers: tuple[str, ...] = (), effect: str = "beschikking", **headers: str
) -> ProcessFiles:
    """Decides by a task, announces it by letter, and adds an entry to registers. An empty header is left out."""
    entered = [f"Inschrijven_{number}" for number, _ in enumerate(registers)]
    told = {key: value for key, value in {"template": "besluit", "to": "indiener", **headers}.items() if value}
    return folder(
        start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
        user("Besluiten"),
        job("Brief_schrijven", "letter", told),
        *(
            job(key, "register", {"register": register}, io({"plan": "=titel"}))
            for key, register in zip(entered, registers, strict=True)
        ),
        user("Afronden"),
        end("Klaar", properties(outcome="klaar", retentionClass="6.1.9", legalEffect=effect)),
        chain("Begin", "Besluiten", "Brief_schrijven", *entered, "Afronden", "Klaar"),
        process="post",
        files={"forms/insturen.form": START, "letters/besluit.md": letter},
    )
