"""MDTO: what an archive must know of a dossier and of each file in it, as XML (MDTO 1.0, Nationaal Archief).

What people typed is in it; a character that XML cannot have is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.etree import ElementTree

import engine
from web import place, text

NAMESPACE = "https://www.nationaalarchief.nl/mdto"
LONGEST_NAME = 80
"""As MDTO advises for `naam`."""
OURS = "Smederij"
"""Where our own terms are defined: lists of MDTO are named only for terms that are in them."""
LEVELS, EVENTS, WORTH, SUMS = (
    f"Begrippenlijst {name} MDTO"
    for name in ("Aggregatieniveaus", "EventTypeLijst", "Waarderingen", "ChecksumAlgoritme")
)
SELECTION = "Selectielijst gemeenten en intergemeentelijke organen 2020"
_WORTH = {"forever": ("Blijvend te bewaren", "B", WORTH), "term": ("Tijdelijk te bewaren", "V", WORTH)}
_UNDECIDED = ("Nog niet bepaald", "", OURS)
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Part = tuple[str, "str | list[Part]"]
"""An element: its name, and its text or what is in it."""


def describe_dossier(dossier: engine.Dossier, names: Iterable[tuple[str, str]]) -> bytes:
    """The dossier as an `informatieobject`. `names` are its files: the name of each, and what identifies it."""
    detail = dossier.detail
    case = detail.case
    parts: list[Part] = [
        ("identificatie", _identity(case.reference)),
        ("naam", _name(dossier)),
        ("aggregatieniveau", _term("Dossier", "", LEVELS)),
        ("omschrijving", f"{case.process_name}: {case.title}"),
    ]
    if case.area:
        parts.append(("dekkingInRuimte", [("verwijzingNaam", case.area)]))
    parts.append(("taal", "nl"))
    parts.append(("event", _event("Creatie", case.started_at)))
    if case.ended_at is not None:
        parts.append(("event", _event("Bevriezing", case.ended_at)))
    parts.append(("waardering", _term(*_WORTH.get(dossier.retention, _UNDECIDED))))
    if dossier.term is not None:
        term: list[Part] = [
            ("termijnTriggerStartLooptijd", _term("Bevriezing", "", EVENTS)),
            ("termijnStartdatumLooptijd", dossier.term.begins.isoformat()),
            ("termijnLooptijd", dossier.term.duration),
            ("termijnEinddatum", dossier.term.ends.isoformat()),
        ]
        parts.append(("bewaartermijn", term))
    if detail.retention_class:
        parts.append(("informatiecategorie", _term(detail.retention_class, detail.retention_class, SELECTION)))
    parts.extend(("heeftRepresentatie", _reference(name, identity)) for name, identity in names)
    parts.append(("archiefvormer", [("verwijzingNaam", f"Gemeente {place.settings().municipality}")]))
    if detail.submitter_name:
        involved: list[Part] = [
            ("betrokkeneTypeRelatie", _term("Indiener", "", OURS)),
            ("betrokkeneActor", [("verwijzingNaam", detail.submitter_name)]),
        ]
        parts.append(("betrokkene", involved))
    parts.append(("activiteit", [("verwijzingNaam", case.process_name)]))
    parts.append(("beperkingGebruik", _restriction()))
    return _write(("informatieobject", parts))


def describe_file(name: str, identity: str, kind: str, size: int, digest: str, dossier: engine.Dossier) -> bytes:
    """A file of that dossier as a `bestand`. `kind` is its media type, `digest` its SHA-256 in hexadecimal."""
    checksum: list[Part] = [
        ("checksumAlgoritme", _term("SHA-256", "", SUMS)),
        ("checksumWaarde", digest),
        ("checksumDatum", _moment(place.now())),
    ]
    return _write(
        (
            "bestand",
            [
                ("identificatie", _identity(identity)),
                ("naam", name),
                ("omvang", str(size)),
                ("bestandsformaat", _term(kind, kind, "IANA Media Types")),
                ("checksum", checksum),
                ("isRepresentatieVan", _reference(_name(dossier), dossier.detail.case.reference)),
            ],
        )
    )


def _name(dossier: engine.Dossier) -> str:
    case = dossier.detail.case
    return f"{case.reference} {case.title}"[:LONGEST_NAME]


def _restriction() -> list[Part]:
    """Every dossier is about people, so an archive decides who may read it (Archiefwet 1995 art. 15 lid 1 onder a)."""
    told = "In het dossier staan gegevens van personen, ook in wat mensen zelf schreven en in bestanden."
    return [
        ("beperkingGebruikType", _term("Persoonsgegevens", "", OURS)),
        ("beperkingGebruikNadereBeschrijving", told),
    ]


def _identity(mark: str) -> list[Part]:
    return [("identificatieKenmerk", mark), ("identificatieBron", f"{OURS}, gemeente {place.settings().municipality}")]


def _reference(name: str, mark: str) -> list[Part]:
    return [("verwijzingNaam", name), ("verwijzingIdentificatie", _identity(mark))]


def _term(label: str, code: str, source: str) -> list[Part]:
    coded: list[Part] = [("begripCode", code)] if code else []
    return [("begripLabel", label), *coded, ("begripBegrippenlijst", [("verwijzingNaam", source)])]


def _event(name: str, at: datetime) -> list[Part]:
    return [("eventType", _term(name, "", EVENTS)), ("eventTijd", _moment(at))]


def _moment(at: datetime) -> str:
    return text.local(at).isoformat(timespec="seconds")


def _write(part: Part) -> bytes:
    # The attributes are written as they stand, so the prefix is the one that every example of MDTO has.
    attributes = {
        "xmlns": NAMESPACE,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": f"{NAMESPACE} {NAMESPACE}/MDTO-XML1.0.1.xsd",
    }
    root = ElementTree.Element("MDTO", attributes)
    root.extend(_elements([part]))
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _elements(parts: Iterable[Part]) -> Iterator[ElementTree.Element]:
    for name, inside in parts:
        element = ElementTree.Element(name)
        if isinstance(inside, str):
            element.text = _UNFIT.sub("", inside)
        else:
            element.extend(_elements(inside))
        yield element
