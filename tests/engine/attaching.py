"""A process with files: a resident submits drawings, the office adds its own document and asks for more."""

from __future__ import annotations

from engine.dialect.folder import ProcessFiles
from tests.engine.diagrams import chain, end, field, folder, form, properties, start, user

FILES = field("bijlagen", "filepicker", label="Foto's of tekeningen", multiple=True)
BEGIN = form(
    "insturen",
    field("titel", label="Hoe heet het?", validate={"required": True}),
    FILES,
    field("naam", label="Hoe heet u?", properties={"personal": "name"}),
)
LOOK = form("bekijken", field("intern", "filepicker", label="Advies", accept=".pdf"), field("notitie", label="Notitie"))
MORE = form("aanvullen", {**FILES, "validate": {"required": True}}, field("uitleg", label="Uitleg"))


def attaching() -> ProcessFiles:
    return folder(
        start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
        user("Bekijken", groups="ondersteuning", form="bekijken"),
        user("Aanvullen", groups="indiener", form="aanvullen"),
        end(),
        chain("Begin", "Bekijken", "Aanvullen", "Klaar"),
        process="tekening",
        files={"forms/insturen.form": BEGIN, "forms/bekijken.form": LOOK, "forms/aanvullen.form": MORE},
    )
