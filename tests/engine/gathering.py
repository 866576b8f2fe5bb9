"""A process with lists: a resident names sources of money, an office adds to them, and each of them is judged."""

from __future__ import annotations

from engine.dialect.folder import ProcessFiles
from engine.forms import Raw
from tests.engine.diagrams import chain, each, end, field, folder, form, properties, script, start, user
from tests.engine.form_builders import component, number, rows

SOURCES = rows(
    component(key="bron", label="Van wie?", validate={"required": True}),
    number("bijdrage", label="Hoeveel?", validate={"min": 1}, appearance={"prefixAdorner": "€"}),
    component("checkbox", "toegezegd", label="Is het toegezegd?"),
    key="bronnen",
    label="Waar komt het geld vandaan?",
)
BEGIN = form(
    "insturen",
    field("titel", label="Hoe heet het?", validate={"required": True}),
    SOURCES,
    field("naam", label="Hoe heet u?", properties={"personal": "name"}),
)
MORE = form("aanvullen", SOURCES, field("uitleg", label="Uitleg"))
JUDGE = form(
    "oordelen",
    rows(
        number("kans", label="Kans op geld van {{ item.bron }}", validate={"required": True, "max": 100}),
        key="kansen",
        label="Hoe groot is de kans?",
        properties={"forEach": "=bronnen"},
    ),
)
FILES = {"forms/insturen.form": BEGIN, "forms/aanvullen.form": MORE, "forms/oordelen.form": JUDGE}
GIVEN: Raw = {
    "titel": "Bankje",
    "naam": "Ina Inwoner",
    "bronnen": ["1", "2"],
    "bronnen.1.bron": "De buurt",
    "bronnen.1.bijdrage": "1.250,50",
    "bronnen.1.toegezegd": "true",
    "bronnen.2.bron": "Een fonds",
}


def gathering() -> ProcessFiles:
    return folder(
        start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
        user("Aanvullen", groups="ondersteuning,indiener", form="aanvullen"),
        user("Oordelen", form="oordelen"),
        script("Rekenen", "=sum(bronnen.bijdrage)", "totaal"),
        user("Bedanken", each("=bronnen", item="een")),
        end(),
        chain("Begin", "Aanvullen", "Oordelen", "Rekenen", "Bedanken", "Klaar"),
        process="geld",
        files=FILES,
    )
