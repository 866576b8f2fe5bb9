"""The dossier as a file: a page, data, files, the process and what an archive must know. All of it can be checked."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from lxml import etree, html

import engine
from engine.municipality import transaction
from engine.versions import definitions
from tests.conftest import STOCK
from tests.engine.attaching import attaching
from tests.pictures import picture
from tests.web.conftest import IDEA, SignIn
from tests.web.visitor import Visitor
from web.disclosure.bags import Bag

MDTO = "{https://www.nationaalarchief.nl/mdto}"
HOSTILE = '"><script>alert(1)</script>=HYPERLINK("x") & ]]>'


@pytest.fixture
def office(staff: SignIn) -> Visitor:
    return staff("ondersteuning")


def fetch(visitor: Visitor, reference: str) -> tuple[str, dict[str, bytes]]:
    """The folder in the archive, and what is in it by name."""
    answer = visitor.get(f"/ideeen/{reference}/dossier.zip")
    assert answer.status == 200
    archive = ZipFile(io.BytesIO(answer.response.get_data()))
    (folder,) = {name.partition("/")[0] for name in archive.namelist()}
    return folder, {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def listed(found: dict[str, bytes], manifest: str) -> dict[str, str]:
    lines = found[manifest].decode().splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def page_of(found: dict[str, bytes]) -> Any:
    return html.document_fromstring(found["data/dossier.html"].decode())


def parsed(found: dict[str, bytes], name: str) -> Any:
    (described,) = etree.fromstring(found[f"data/{name}"])
    return described


def parts(element: Any) -> list[str]:
    return [part.tag.removeprefix(MDTO) for part in element]


@pytest.fixture
def drawn(site: Flask) -> engine.StartedCase:
    """A case with a photo."""
    with transaction() as session:
        definitions.put_in_use(session, "tekening", attaching(), "systeem")
    kept = engine.keep_start_file("tekening", None, "geheim", "bijlagen", "../plan.jpg", picture())
    given: dict[str, str | list[str]] = {"titel": "Bankje", "naam": "Ina", "bijlagen": [kept]}
    return engine.start_case("tekening", given, None, idempotency_key="geheim")


def test_the_page_of_a_case_leads_to_its_dossier_for_those_who_may(
    idea: engine.StartedCase, office: Visitor, staff: SignIn
) -> None:
    address = f"/ideeen/{idea.reference}/dossier.zip"

    assert address in office.get(f"/ideeen/{idea.reference}").links()
    assert address not in staff("auditor").get(f"/ideeen/{idea.reference}").links()


def test_every_file_in_a_dossier_can_be_checked(drawn: engine.StartedCase, office: Visitor) -> None:
    """As RFC 8493 says, sections 2.1.3 and 2.2.1: each file of the payload is listed, and nothing else is."""
    folder, found = fetch(office, drawn.reference)

    payload = {name for name in found if name.startswith("data/")}
    tags = set(found) - payload - {"tagmanifest-sha256.txt"}
    assert folder == f"dossier-{drawn.reference}"
    assert found["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    for manifest, names in (("manifest-sha256.txt", payload), ("tagmanifest-sha256.txt", tags)):
        assert listed(found, manifest) == {name: hashlib.sha256(found[name]).hexdigest() for name in names}
    size = sum(len(found[name]) for name in payload)
    assert f"Payload-Oxum: {size}.{len(payload)}\n" in found["bag-info.txt"].decode()


def check(found: dict[str, bytes], folder: Path, seal: bytes | None = None) -> tuple[int, str]:
    """What the program in a dossier says of it, as whoever got it runs it: with nothing of ours."""
    for name in ("geschiedenis.json", "nareken.py"):
        (folder / name).write_bytes(found[f"data/{name}"])
    (folder / "bewijs.json").write_bytes(seal or b"")
    arguments = ["bewijs.json"] if seal is not None else []
    ran = subprocess.run(
        [sys.executable, "-I", "nareken.py", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_who_got_a_dossier_checks_its_history_against_a_seal(
    drawn: engine.StartedCase, office: Visitor, tmp_path: Path
) -> None:
    _, seal = engine.make_seal(engine.find_user("auditor"))
    _, found = fetch(office, drawn.reference)

    status, told = check(found, tmp_path, seal)

    assert status == 0, told
    assert "1 antwoorden zijn wat de geschiedenis ervan zegt." in told
    assert "staan er onveranderd in" in told
    newest = json.loads(found["data/geschiedenis.json"])["gebeurtenissen"][-1][-2]
    assert newest in page_of(found).text_content()


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        (b"Bankje", b"Schommel", "Een antwoord is niet wat de geschiedenis ervan zegt."),
        (b"case_started", b"case_begun", "klopt niet."),
    ],
    ids=["an answer", "an event"],
)
def test_who_got_a_dossier_notices_what_was_changed_in_it(
    was: bytes, becomes: bytes, told: str, drawn: engine.StartedCase, office: Visitor, tmp_path: Path
) -> None:
    _, found = fetch(office, drawn.reference)
    file = found["data/geschiedenis.json"]
    assert was in file

    status, said = check({**found, "data/geschiedenis.json": file.replace(was, becomes)}, tmp_path)

    assert status == 1
    assert told in said


def test_a_history_that_was_written_anew_is_not_the_one_of_the_seal(
    drawn: engine.StartedCase, office: Visitor, tmp_path: Path
) -> None:
    _, seal = engine.make_seal(engine.find_user("auditor"))
    _, found = fetch(office, drawn.reference)
    told = json.loads(found["data/geschiedenis.json"])
    previous = "0" * 64
    for event in told["gebeurtenissen"]:
        event[0], event[4] = previous, "een ander"
        spelled = json.dumps(event[:9], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        event[9] = previous = hashlib.sha256(spelled).hexdigest()
    forged = {**found, "data/geschiedenis.json": json.dumps(told).encode()}

    assert check(forged, tmp_path)[0] == 0
    status, said = check(forged, tmp_path, seal)

    assert status == 1
    assert "Dit is niet de geschiedenis die deze zaak had toen het bewijs werd gemaakt." in said


def test_a_dossier_has_no_vote_of_a_vote_that_goes_on_in_its_history(
    vote: engine.StartedCase, office: Visitor, tmp_path: Path
) -> None:
    member = engine.find_user("stuurgroep-1")
    (ballot,) = engine.list_ballots(member)
    assert ballot.my_task is not None
    engine.complete_task(ballot.my_task.id, member, {"keuze": "tegen", "reden": "Veel te duur"})

    _, found = fetch(office, vote.reference)

    assert check(found, tmp_path)[0] == 0
    assert all(
        b"Veel te duur" not in data and b"tegen" not in data
        for name, data in found.items()
        if name.endswith("geschiedenis.json")
    )


def test_a_dossier_has_the_photo_and_the_process_it_went_along(drawn: engine.StartedCase, office: Visitor) -> None:
    _, found = fetch(office, drawn.reference)

    assert found["data/bestanden/001-plan.jpg"][:2] == b"\xff\xd8"
    assert b"definitions" in found["data/stappenplannen/tekening-1/process.bpmn"]
    page = page_of(found)
    assert page.xpath("//main//a/@href") == ["bestanden/001-plan.jpg"]
    told = json.loads(found["data/gegevens.json"])
    assert [one["bestand"] for one in told["bestanden"]] == ["bestanden/001-plan.jpg"]
    assert told["stappenplannen"] == [{"stappenplan": "tekening", "naam": "tekening", "versie": 1}]


def test_what_an_archive_must_know_is_in_the_order_of_mdto(drawn: engine.StartedCase, office: Visitor) -> None:
    _, found = fetch(office, drawn.reference)

    dossier, photo = parsed(found, "dossier.mdto.xml"), parsed(found, "bestanden/001-plan.jpg.bestand.mdto.xml")
    assert (dossier.tag, parts(dossier)) == (
        f"{MDTO}informatieobject",
        [
            *("identificatie", "naam", "aggregatieniveau", "omschrijving", "taal", "event", "waardering"),
            *(3 * ["heeftRepresentatie"]),
            *("archiefvormer", "betrokkene", "activiteit", "beperkingGebruik"),
        ],
    )
    assert (photo.tag, parts(photo)) == (
        f"{MDTO}bestand",
        ["identificatie", "naam", "omvang", "bestandsformaat", "checksum", "isRepresentatieVan"],
    )
    data = found["data/bestanden/001-plan.jpg"]
    assert photo.findtext(f"{MDTO}omvang") == str(len(data))
    assert photo.findtext(f".//{MDTO}checksumWaarde") == hashlib.sha256(data).hexdigest()


def test_each_file_that_a_dossier_names_describes_itself_by_the_same_mark(
    drawn: engine.StartedCase, office: Visitor
) -> None:
    _, found = fetch(office, drawn.reference)

    mark = f".//{MDTO}identificatieKenmerk"
    dossier = parsed(found, "dossier.mdto.xml")
    named = {
        part.findtext(f"{MDTO}verwijzingNaam"): part.findtext(mark)
        for part in dossier.iter(f"{MDTO}heeftRepresentatie")
    }
    described = {
        name.removeprefix("data/").removesuffix(".bestand.mdto.xml"): parsed(found, name.removeprefix("data/"))
        for name in found
        if name.endswith(".bestand.mdto.xml")
    }
    assert named == {name: one.findtext(mark) for name, one in described.items()}
    assert {one.find(f"{MDTO}isRepresentatieVan").findtext(mark) for one in described.values()} == {drawn.reference}


def test_nothing_that_somebody_typed_acts_in_a_dossier(site: Flask, office: Visitor) -> None:
    started = engine.start_case("idee", {**IDEA, "titel": HOSTILE, "naam": HOSTILE, "omschrijving": "</main>]}"}, None)

    _, found = fetch(office, started.reference)

    page = page_of(found)
    assert page.xpath("//script | //@onclick | //form | //img | //iframe | //@src") == []
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert json.loads(found["data/gegevens.json"])["titel"] == HOSTILE
    assert HOSTILE in parsed(found, "dossier.mdto.xml").findtext(f"{MDTO}omschrijving")
    info = found["bag-info.txt"].decode().splitlines()
    assert [line.partition(": ")[0] for line in info] == [
        *("Source-Organization", "External-Identifier", "External-Description", "Bagging-Date", "Bag-Software-Agent"),
        "Payload-Oxum",
    ]


def test_the_secret_link_is_in_no_dossier(idea: engine.StartedCase, office: Visitor) -> None:
    _, found = fetch(office, idea.reference)

    assert not any(idea.secret.encode() in data for data in found.values())


def test_a_dossier_of_a_case_that_was_erased_says_so_and_names_nobody(
    idea: engine.StartedCase, office: Visitor
) -> None:
    engine.withdraw_case(idea.case_id, engine.find_user("ondersteuning"), "Verhuisd.")
    engine.erase_case(idea.reference, engine.find_user("beheerder"), "De bewoner vroeg erom.")

    _, found = fetch(office, idea.reference)

    assert "Wat hier is ingevuld, is gewist." in found["data/dossier.html"].decode()
    assert json.loads(found["data/gegevens.json"])["gewist"] is True
    assert not any(str(IDEA["naam"]).encode() in data for data in found.values())


def test_an_ended_case_says_how_long_it_is_kept_in_the_words_of_the_archive(
    idea: engine.StartedCase, office: Visitor
) -> None:
    definitions.deploy(STOCK / "bewaartermijn")
    engine.withdraw_case(idea.case_id, engine.find_user("ondersteuning"), "Verhuisd.")

    _, found = fetch(office, idea.reference)

    dossier = parsed(found, "dossier.mdto.xml")
    told = json.loads(found["data/gegevens.json"])
    assert [one.findtext(f".//{MDTO}begripLabel") for one in dossier.iter(f"{MDTO}event")] == ["Creatie", "Bevriezing"]
    assert dossier.findtext(f"{MDTO}waardering/{MDTO}begripCode") == "V"
    assert dossier.findtext(f"{MDTO}bewaartermijn/{MDTO}termijnLooptijd") == "P1Y"
    assert dossier.findtext(f"{MDTO}bewaartermijn/{MDTO}termijnEinddatum") == told["bewaren_tot_en_met"] == "2027-03-02"
    assert dossier.findtext(f"{MDTO}informatiecategorie/{MDTO}begripCode") == told["bewaarklasse"]


def test_an_auditor_reads_who_took_a_dossier_along(idea: engine.StartedCase, office: Visitor, staff: SignIn) -> None:
    fetch(office, idea.reference)

    assert "Dossier van de zaak, opgehaald als bestand" in staff("auditor").get(f"/ideeen/{idea.reference}").main


def test_a_name_with_a_line_end_or_a_percent_sign_takes_one_line_in_the_list(site: Flask) -> None:
    """RFC 8493 section 2.1.3: these are written as percent and their number."""
    packed = io.BytesIO()
    with site.app_context(), ZipFile(packed, "w") as archive:
        bag = Bag(archive, "dossier")
        digest = bag.add("tien%\n procent.form", b"x")
        bag.close([])

    manifest = ZipFile(packed).read("dossier/manifest-sha256.txt").decode()
    assert manifest == f"{digest}  data/tien%25%0A procent.form\n"
