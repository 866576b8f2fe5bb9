"""Access: who may open which page and do what, as a table of every role against every page and action."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest
from flask import Flask

import engine
from tests.web.conftest import PASSWORD, open_task
from tests.web.visitor import Visitor
from web import create_app

VISITOR, SUBMITTER = "visitor", "submitter"
STAFF = ("ondersteuning", "gebiedsregisseur", "domesta", "auditor", "beheerder", "proceseigenaar", "stuurgroep-1")
ROLES = (VISITOR, SUBMITTER, *STAFF)
SIGN_IN = 303
"""Nobody is signed in: redirected to the sign-in page."""

ALL = dict.fromkeys(ROLES, 200)
STAFF_ONLY = {VISITOR: SIGN_IN, SUBMITTER: SIGN_IN, **dict.fromkeys(STAFF, 200)}


def only(*roles: str) -> dict[str, int]:
    """Only these, of those who are signed in; visitors are asked to sign in first."""
    return {**STAFF_ONLY, **{role: 200 if role in roles else 403 for role in STAFF}}


READERS = ("proceseigenaar", "auditor", "beheerder")
"""Who can see the workshop."""
MOVERS = ("beheerder", "proceseigenaar")
"""Who can move ideas to another version."""
PAGES: dict[str, dict[str, int]] = {
    "/": ALL,
    "/help": ALL,
    "/toegankelijkheid": ALL,
    "/idee-insturen": {**ALL, "auditor": 403},
    "/idee-insturen/pagina_1": {**ALL, "auditor": 403},
    "/beginnen": STAFF_ONLY,
    "/mijn-idee": {**dict.fromkeys(ROLES, 403), SUBMITTER: 200},
    "/mijn-idee/alle": {**dict.fromkeys(ROLES, 403), SUBMITTER: 200},
    "/mijn-idee/intrekken": {**dict.fromkeys(ROLES, 403), SUBMITTER: 200},
    "/mijn-idee/gegevens": {**dict.fromkeys(ROLES, 403), SUBMITTER: 200},
    "/mijn-idee/taak/{supplement}": {**dict.fromkeys(ROLES, 403), SUBMITTER: 200},
    "/mijn-idee/taak/{decide}": dict.fromkeys(ROLES, 403),
    "/inloggen": {VISITOR: 200, SUBMITTER: 200, **dict.fromkeys(STAFF, 303)},
    # Where there is no sign-in service.
    "/inloggen/dienst": dict.fromkeys(ROLES, 404),
    "/inloggen/terug": dict.fromkeys(ROLES, 404),
    "/inloggen/uitgelogd": dict.fromkeys(ROLES, 404),
    "/account": STAFF_ONLY,
    "/account/wachtwoord": STAFF_ONLY,
    "/afwezigheid/{office}": only("ondersteuning", "beheerder"),
    "/afwezigheid/{office}/geen": {**only(), "ondersteuning": 409, "beheerder": 409},
    "/taken": STAFF_ONLY,
    "/taken/team": STAFF_ONLY,
    "/concepten": STAFF_ONLY,
    "/taken/{check}": only("ondersteuning"),
    "/taken/{check}/overdragen": only("ondersteuning"),
    "/taken/{supplement}": only("ondersteuning", "gebiedsregisseur"),
    "/taken/{ballot}": {**only(), "stuurgroep-1": 303},
    "/stemmen": STAFF_ONLY,
    "/stemmen/{ballot}": STAFF_ONLY,
    "/stemmen/{ballot}/niet-meedoen": only("stuurgroep-1"),
    "/stemmen/vergadering/2026-13-01": {**STAFF_ONLY, **dict.fromkeys(STAFF, 404)},
    "/stemmen/vergadering/2026-12-01": {**only(), "ondersteuning": 404, "gebiedsregisseur": 404},
    "/stemmen/{check}": {**STAFF_ONLY, **dict.fromkeys(STAFF, 404)},
    "/ideeen": STAFF_ONLY,
    "/ideeen/{reference}": STAFF_ONLY,
    "/ideeen/{reference}/gegevens": only("ondersteuning", "gebiedsregisseur"),
    "/ideeen/{reference}/dossier.zip": only("ondersteuning", "gebiedsregisseur"),
    "/ideeen/{reference}/intrekken": only("ondersteuning", "gebiedsregisseur"),
    "/ideeen/{reference}/ontvangen": only("ondersteuning", "gebiedsregisseur"),
    "/ideeen/{reference}/termijn-verlengen": only("ondersteuning", "gebiedsregisseur"),
    # What no diagram of this idea lets anybody start.
    "/ideeen/{reference}/beginnen/niets": {**STAFF_ONLY, **dict.fromkeys(STAFF, 404)},
    "/stappenplan": STAFF_ONLY,
    "/stappenplan/idee": STAFF_ONLY,
    "/stappenplan/idee/versie/1": STAFF_ONLY,
    "/stappenplan/idee/versie/99": {VISITOR: SIGN_IN, SUBMITTER: SIGN_IN, **dict.fromkeys(STAFF, 404)},
    "/stappenplan/idee/versie/1/formulier/idee-insturen": STAFF_ONLY,
    "/stappenplan/idee/versie/1/formulier/geen": {VISITOR: SIGN_IN, SUBMITTER: SIGN_IN, **dict.fromkeys(STAFF, 404)},
    "/berichten": only("beheerder"),
    "/brieven": only("ondersteuning", "gebiedsregisseur"),
    "/brieven/geen": {**only(), "ondersteuning": 404, "gebiedsregisseur": 404},
    "/bestanden/geen": {VISITOR: SIGN_IN, **dict.fromkeys(ROLES[1:], 404)},
    "/bestanden/geen/klein": {VISITOR: SIGN_IN, **dict.fromkeys(ROLES[1:], 404)},
    "/registers": STAFF_ONLY,
    "/registers/besluitenregister": STAFF_ONLY,
    "/registers/besluitenregister/csv": STAFF_ONLY,
    "/rechten": only("auditor", "beheerder"),
    "/controle": only("auditor", "beheerder"),
    "/controle/gemeente": only("auditor", "beheerder"),
    "/controle/termijnen": only("auditor", "beheerder"),
    "/controle/termijnen/2026.csv": only("auditor", "beheerder"),
    "/controle/bekeken": only("auditor"),
    "/controle/bekeken/csv": only("auditor"),
    "/controle/gebeurtenissen-2026.csv": only("auditor", "beheerder"),
    "/controle/ideeen-2026.ocel.json": only("auditor", "beheerder"),
    "/controle/ideeen-2026.xes": only("auditor", "beheerder"),
    "/bewaren": only(*READERS),
    "/bewaren/ideeen": only(*READERS),
    "/bewaren/lijsten/geen": {**only(), **dict.fromkeys(READERS, 404)},
    "/bewaren/lijsten/geen/verklaring": {**only(), **dict.fromkeys(READERS, 404)},
    "/bewaren/lijsten/geen/csv": {**only(), **dict.fromkeys(READERS, 404)},
    "/beheer": only("beheerder"),
    "/beheer/accounts/nieuw": only("beheerder"),
    "/beheer/accounts/{office}": only("beheerder"),
    "/beheer/storingen/geen": {**only(), "beheerder": 404},
    "/beheer/inzage": only("beheerder"),
    "/beheer/inzage/overzicht": {**only(), "beheerder": 404},
    "/beheer/kalender": only("beheerder"),
    "/beheer/versies": only(*MOVERS),
    "/beheer/versies/idee": only(*MOVERS),
    "/beheer/versies/verloop/geen": {**only(), **dict.fromkeys(MOVERS, 404)},
    "/beheer/verplaatsen/{reference}": only("beheerder"),
    "/werkplaats": only(*READERS),
    "/werkplaats/idee": only(*READERS),
    "/werkplaats/idee/versie/1.zip": only(*READERS),
    "/werkplaats/idee/ervaring": only(*READERS),
    "/werkplaats/idee/gevolgen": only(*READERS),
    "/werkplaats/idee/wat-als": only(*READERS),
    "/werkplaats/idee/wat-als/geen": {**only(), **dict.fromkeys(READERS, 404)},
    "/werkplaats/wijziging/{change}/gevolgen": only(*READERS),
    "/werkplaats/wijziging/{change}": only(*READERS),
    "/werkplaats/wijziging/{change}/aanbieden": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/beoordelen": {**only(), **dict.fromkeys(READERS, 409)},
    "/werkplaats/wijziging/{change}/proberen": {**only(), "proceseigenaar": 303},
    "/werkplaats/wijziging/{change}/proberen/begin": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/proberen/taak/0": {**only(), "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/proberen/stem/0": {**only(), "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/proberen/knop/geen": {**only(), "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/idee/momenten/geen/weg": {**only(), "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/verhalen": only(*READERS),
    "/werkplaats/wijziging/{change}/verhalen/opnieuw": {**only(), "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/verhalen/opnieuw/alle": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/verhalen/weghalen": {**only(), "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/idee/map": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/idee/bestanden": only(*READERS),
    "/werkplaats/wijziging/{change}/idee/stappen": only(*READERS),
    "/werkplaats/wijziging/{change}/idee/stappen/alles/ernaast": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/idee/stappen/{step}": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/daarna": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/tak": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/intussen": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/compensatie": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/zonder-lijn": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/verplaatsen": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/deel": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/uitpakken": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/weghalen": only("proceseigenaar"),
    "/werkplaats/wijziging/{change}/idee/stappen/formulier/idee-toetsen": only(*READERS),
    "/werkplaats/wijziging/{change}/idee/stappen/formulier/idee-toetsen/voorbeeld": only(*READERS),
    "/werkplaats/wijziging/{change}/idee/stappen/formulier/idee-aanvullen/vraag/{field}": only(*READERS),
    "/werkplaats/wijziging/{change}/idee/stappen/mail/ontvangen": only(*READERS),
    "/werkplaats/wijziging/{change}/idee/stappen/brief/geen": {**only(), **dict.fromkeys(READERS, 404)},
    "/werkplaats/wijziging/{change}/idee/stappen/tabel/geen": {**only(), **dict.fromkeys(READERS, 404)},
    "/werkplaats/wijziging/{change}/vergelijken": only(*READERS),
    "/werkplaats/idee/vergelijken": only(*READERS),
    "/werkplaats/wijziging/{change}/idee/tekenen": only(*READERS),
    "/werkplaats/wijziging/{change}/idee/tekening": only(*READERS),
    "/werkplaats/wijziging/{change}/idee/woorden": only(*READERS),
    "/werkplaats/wijziging/{change}/idee/map.zip": only(*READERS),
}
NOT_DONE = {VISITOR: 401, SUBMITTER: 401, **dict.fromkeys(STAFF, 403)}
ACTIONS: dict[str, dict[str, int]] = {
    "/taken/{check}": {**NOT_DONE, "ondersteuning": 422},
    "/inloggen/dienst": dict.fromkeys(ROLES, 404),
    "/afwezigheid/{office}": {**NOT_DONE, "ondersteuning": 422, "beheerder": 422},
    "/afwezigheid/{office}/geen": {**NOT_DONE, "ondersteuning": 409, "beheerder": 409},
    "/afwezigheid/{office}/geen/stoppen": {**NOT_DONE, "ondersteuning": 409, "beheerder": 409},
    "/account/bericht": {VISITOR: 401, SUBMITTER: 401, **dict.fromkeys(STAFF, 422)},
    "/taken/{check}/oppakken": {**NOT_DONE, "ondersteuning": 303},
    "/concepten/{check}/weggooien": {**NOT_DONE, "ondersteuning": 303},
    "/taken/{check}/teruggeven": {**NOT_DONE, "ondersteuning": 303},
    "/taken/{check}/overdragen": {**NOT_DONE, "ondersteuning": 422},
    "/taken/{check}/concept": {**NOT_DONE, "ondersteuning": 200},
    "/stemmen/{ballot}": {**NOT_DONE, "stuurgroep-1": 422},
    "/stemmen/{ballot}/niet-meedoen": {**NOT_DONE, "stuurgroep-1": 422},
    "/mijn-idee/taak/{supplement}": {**dict.fromkeys(ROLES, 403), SUBMITTER: 422},
    "/mijn-idee/taak/{decide}": dict.fromkeys(ROLES, 403),
    "/mijn-idee/intrekken": {**dict.fromkeys(ROLES, 403), SUBMITTER: 422},
    "/brieven": {**NOT_DONE, "ondersteuning": 422, "gebiedsregisseur": 422},
    "/mijn-idee/gegevens": {**dict.fromkeys(ROLES, 403), SUBMITTER: 422},
    "/controle": {**NOT_DONE, "auditor": 200, "beheerder": 200},
    "/controle/bewijs": {**NOT_DONE, "auditor": 200, "beheerder": 200},
    "/bewaren/lijsten": {**NOT_DONE, "beheerder": 422},  # There is nothing to destroy.
    "/bewaren/lijsten/geen/eraf": {**NOT_DONE, "beheerder": 404},
    "/bewaren/lijsten/geen/erop/geen": {**NOT_DONE, "beheerder": 404},
    "/bewaren/lijsten/geen/weggooien": {**NOT_DONE, "beheerder": 404},
    "/bewaren/lijsten/geen/aanbieden": {**NOT_DONE, "beheerder": 404},
    "/bewaren/lijsten/geen/oordeel": {**NOT_DONE, **dict.fromkeys(READERS, 404)},
    "/beheer/accounts/nieuw": {**NOT_DONE, "beheerder": 422},
    "/beheer/accounts/{office}/naam": {**NOT_DONE, "beheerder": 422},
    "/beheer/accounts/{office}/wachtwoord": {**NOT_DONE, "beheerder": 422},
    "/beheer/accounts/{office}/groepen": {**NOT_DONE, "beheerder": 422},
    "/beheer/accounts/{office}/blokkeren": {**NOT_DONE, "beheerder": 422},
    "/beheer/accounts/{office}/deblokkeren": {**NOT_DONE, "beheerder": 422},
    "/beheer/opdrachten/geen/opnieuw": {**NOT_DONE, "beheerder": 404},
    "/beheer/storingen/geen": {**NOT_DONE, "beheerder": 404},
    "/beheer/inzage": {**NOT_DONE, "beheerder": 200},
    "/beheer/inzage/overzicht": {**NOT_DONE, "beheerder": 404},
    "/beheer/kalender": {**NOT_DONE, "beheerder": 422},
    "/beheer/kalender/2026-05-15/weghalen": {**NOT_DONE, "beheerder": 404},
    "/beheer/versies/idee": {**NOT_DONE, **dict.fromkeys(MOVERS, 422)},
    "/beheer/versies/verloop/geen/terug": {**NOT_DONE, **dict.fromkeys(MOVERS, 404)},
    "/beheer/versies/verloop/geen/wachten": {**NOT_DONE, **dict.fromkeys(MOVERS, 404)},
    "/beheer/versies/verloop/geen/verder": {**NOT_DONE, **dict.fromkeys(MOVERS, 404)},
    "/beheer/verplaatsen/{reference}": {**NOT_DONE, "beheerder": 422},
    "/werkplaats": {**NOT_DONE, "proceseigenaar": 422},
    "/werkplaats/wijziging/{change}/verhalen/meenemen": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/verhalen/opnieuw": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/verhalen/opnieuw/alle": {**NOT_DONE, "proceseigenaar": 303},
    "/werkplaats/wijziging/{change}/verhalen/weghalen": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/oefenen": {**NOT_DONE, "proceseigenaar": 303},
    "/werkplaats/geen/wijziging": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/idee/wat-als": {**NOT_DONE, "proceseigenaar": 422},  # Nothing was submitted before today.
    "/werkplaats/idee/wat-als/geen/stoppen": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/titel": {**NOT_DONE, "proceseigenaar": 422},
    "/werkplaats/wijziging/{change}/stappenplan": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/aanbieden": {**NOT_DONE, "proceseigenaar": 422},
    "/werkplaats/wijziging/{change}/beoordelen": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/terughalen": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/proberen/begin": {**NOT_DONE, "proceseigenaar": 422},
    "/werkplaats/wijziging/{change}/proberen/taak/0": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/proberen/stem/0": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/proberen/knop/geen": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/proberen/klok": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/proberen/verder": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/proberen/intrekken": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/proberen/bericht": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/proberen/terug": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/proberen/verhaal": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/idee/verder": {**NOT_DONE, "proceseigenaar": 303},
    "/werkplaats/wijziging/{change}/idee/bestanden": {**dict.fromkeys(ROLES, 422), VISITOR: 401, SUBMITTER: 401},
    "/werkplaats/wijziging/{change}/idee/formulier": {**dict.fromkeys(ROLES, 422), VISITOR: 401, SUBMITTER: 401},
    "/werkplaats/wijziging/{change}/idee/controle": {**dict.fromkeys(ROLES, 422), VISITOR: 401, SUBMITTER: 401},
    "/werkplaats/wijziging/{change}/idee/naast": {**dict.fromkeys(ROLES, 422), VISITOR: 401, SUBMITTER: 401},
    "/werkplaats/wijziging/{change}/idee/samen": {**dict.fromkeys(ROLES, 422), VISITOR: 401, SUBMITTER: 401},
    "/werkplaats/wijziging/{change}/idee/herstel": {**dict.fromkeys(ROLES, 422), VISITOR: 401, SUBMITTER: 401},
    "/werkplaats/wijziging/{change}/idee/momenten": {**NOT_DONE, "proceseigenaar": 303},
    "/werkplaats/wijziging/{change}/idee/momenten/geen/terug": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/idee/momenten/geen/weg": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/idee/map": {**NOT_DONE, "proceseigenaar": 422},
    "/werkplaats/wijziging/{change}/idee/stappen": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/alles/ernaast": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/alles/intrekken": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/alles/weggooien": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/{step}": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/daarna": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/tak": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/intussen": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/compensatie": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/zonder-lijn": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/verplaatsen": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/deel": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/uitpakken": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/{step}/weghalen": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/formulier/idee-toetsen": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/formulier/idee-aanvullen/vraag/{field}": {
        **NOT_DONE,
        "proceseigenaar": 409,
    },
    "/werkplaats/wijziging/{change}/idee/stappen/mail/ontvangen": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/idee/stappen/brief/geen": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/idee/stappen/tabel/geen": {**NOT_DONE, "proceseigenaar": 404},
    "/werkplaats/wijziging/{change}/idee/terugdraaien": {**NOT_DONE, "proceseigenaar": 303},
    "/werkplaats/wijziging/{change}/oppakken": {**NOT_DONE, "proceseigenaar": 409},
    "/werkplaats/wijziging/{change}/weggooien": {**NOT_DONE, "proceseigenaar": 303},
    "/account/wachtwoord": {VISITOR: 401, SUBMITTER: 401, **dict.fromkeys(STAFF, 422)},
    "/account/taken-teruggeven": {VISITOR: 401, SUBMITTER: 401, **dict.fromkeys(STAFF, 303)},
    "/account/overal-uitloggen": {VISITOR: 401, SUBMITTER: 401, **dict.fromkeys(STAFF, 303)},
    "/ideeen/{reference}/intrekken": {**dict.fromkeys(STAFF, 422), VISITOR: 401, SUBMITTER: 401},
    "/ideeen/{reference}/gegevens": {**NOT_DONE, "ondersteuning": 422, "gebiedsregisseur": 422},
    "/ideeen/{reference}/link-sturen": {**NOT_DONE, "ondersteuning": 303, "gebiedsregisseur": 303},
    "/ideeen/{reference}/ontvangen": {**NOT_DONE, "ondersteuning": 422, "gebiedsregisseur": 422},
    "/ideeen/{reference}/termijn-verlengen": {**NOT_DONE, "ondersteuning": 422, "gebiedsregisseur": 422},
    "/ideeen/{reference}/beginnen/niets": {**dict.fromkeys(STAFF, 404), VISITOR: 401, SUBMITTER: 401},
}


GIVEN = {"omschrijving": "Gezien uit mijn keuken", "naam": "Vera Verzonnen", "email": "vera@voorbeeld.invalid"}
"""What a submitter entered, in words that appear nowhere else."""


@pytest.fixture
def places(site: Flask) -> Iterator[tuple[Flask, dict[str, str]]]:
    """The site outside the demo with ideas at every stage, and the ids of their tasks; `secret` is the submitter's."""
    municipality = site.extensions["smederij_municipality"]
    settings = municipality.settings.model_copy(update={"demo": False})
    outside = engine.open_municipality(settings, municipality.clock)
    plain = create_app(outside)
    plain.config["PROPAGATE_EXCEPTIONS"] = True
    office = engine.find_user("ondersteuning")
    raw = {"titel": "Bankje", "smederij": "Wolfsbos", "akkoord": "true", **GIVEN}
    found: dict[str, str] = {}

    engine.start_case("idee", raw, None)
    engine.complete_task(open_task("ondersteuning", "Idee toetsen"), office, {"volledig": "true", "soort": "groen"})
    for name in ("stuurgroep-1", "stuurgroep-2", "stuurgroep-3"):
        member = engine.find_user(name)
        engine.complete_task(open_task(name, "Stem uitbrengen"), member, {"keuze": "voor"})
    found["decide"] = open_task("gebiedsregisseur", "Besluit vastleggen")

    engine.start_case("idee", raw, None)
    engine.complete_task(open_task("ondersteuning", "Idee toetsen"), office, {"volledig": "true", "soort": "groen"})
    found["ballot"] = open_task("stuurgroep-1", "Stem uitbrengen")

    asked = engine.start_case("idee", raw, None)
    engine.complete_task(open_task("ondersteuning", "Idee toetsen"), office, {"soort": "groen"})
    own = engine.read_own_case(engine.open_secret_link(asked.secret))
    found.update(supplement=own.tasks[0].id, reference=asked.reference, secret=asked.secret)

    engine.start_case("idee", raw, None)
    found["check"] = open_task("ondersteuning", "Idee toetsen")
    found["office"] = office.id
    found["change"] = engine.begin_change("idee", engine.find_user("proceseigenaar"))
    found["step"], found["field"] = (
        "Task_Check",
        engine.read_part_form(found["change"], "idee", "idee-aanvullen", engine.find_user("proceseigenaar"))
        .fields[0]
        .id,
    )
    yield plain, found
    outside.close()


def visit(site: Flask, role: str, secret: str) -> Visitor:
    visitor = Visitor(site)
    if role == SUBMITTER:
        return visitor.open_link(secret)
    return visitor if role == VISITOR else visitor.sign_in(role, PASSWORD)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_for_whom_it_is_meant_and_nobody_else(role: str, places: tuple[Flask, dict[str, str]]) -> None:
    site, found = places
    visitor = visit(site, role, found["secret"])

    seen = {address: visitor.get(address.format(**found)).status for address in PAGES}

    assert seen == {address: row[role] for address, row in PAGES.items()}


@pytest.mark.parametrize("role", ROLES)
def test_every_action_is_done_for_whom_it_is_meant_and_nobody_else(
    role: str, places: tuple[Flask, dict[str, str]]
) -> None:
    site, found = places
    visitor = visit(site, role, found["secret"])

    seen = {}
    for address in ACTIONS:
        seen[address] = visitor.post(address.format(**found)).status
        if address.startswith("/account"):
            visitor = visit(site, role, found["secret"])

    assert seen == {address: row[role] for address, row in ACTIONS.items()}


def test_the_table_names_every_address_of_the_site(site: Flask) -> None:
    """A new page must be added to the table before it can be merged."""
    public = {
        "/static/<path:filename>", "/huisstijl/<path:name>", "/health", "/metrics", "/.well-known/security.txt",
        "/.well-known/change-password",
        "/taal/<language>", "/mijn-idee/<secret>", "/idee-insturen/controleren",
        "/idee-insturen/ontvangen", "/idee-insturen/wissen", "/inloggen", "/uitloggen", "/mijn-idee/openen",
        "/mijn-idee/sluiten", "/mijn-idee/link-kwijt",
    }  # fmt: skip
    site_map = site.url_map.bind("localhost")
    anything: Mapping[str, str] = defaultdict(lambda: "geen")
    asked = [(address, "GET") for address in PAGES] + [(address, "POST") for address in ACTIONS]
    matched = (site_map.match(address.format_map(anything), method, return_rule=True) for address, method in asked)
    table = {str(rule) for rule, _values in matched}

    rules = {str(rule) for rule in site.url_map.iter_rules() if not str(rule).startswith("/insturen/")}

    assert rules - table - public == set()


def test_only_who_speaks_with_the_submitter_sees_how_to_reach_them(site: Flask, idea: engine.StartedCase) -> None:
    seen = {
        role: "bewoner@voorbeeld.invalid" in Visitor(site).sign_in(role, PASSWORD).get(f"/ideeen/{idea.reference}").text
        for role in STAFF
    }

    assert seen == {role: role in {"ondersteuning", "gebiedsregisseur"} for role in STAFF}


def test_a_submitter_sees_no_more_than_was_published(site: Flask, idea: engine.StartedCase) -> None:
    office = engine.find_user("ondersteuning")
    typed = {"wat_ontbreekt": "Een interne gedachte", "volledig": "", "soort": "groen"}
    engine.save_draft(open_task("ondersteuning", "Idee toetsen"), office, typed)

    page = Visitor(site).open_link(idea.secret).get("/mijn-idee")

    assert "interne gedachte" not in page.text
    assert "Idee toetsen" not in page.text
    assert "Collega" not in page.text


def test_who_has_no_contact_with_the_submitter_does_not_read_the_name(site: Flask, idea: engine.StartedCase) -> None:
    seen = {
        role: "Bewoner" in Visitor(site).sign_in(role, PASSWORD).get(f"/ideeen/{idea.reference}?verloop=alles").text
        for role in STAFF
    }

    assert seen == {role: role in {"ondersteuning", "gebiedsregisseur"} for role in STAFF}


WITHOUT_WORDS = {
    "/ideeen/{reference}/dossier.zip",
    "/registers/besluitenregister",
    "/registers/besluitenregister/csv",
    "/controle/bekeken",
    "/controle/bekeken/csv",
    "/controle/gebeurtenissen-2026.csv",
    "/controle/ideeen-2026.ocel.json",
    "/controle/ideeen-2026.xes",
}
"""Pages and files that can mention people, though not what these submitters entered; views are recorded too."""


@pytest.mark.parametrize("role", STAFF)
def test_who_opens_a_page_with_what_a_submitter_gave_is_kept_and_nobody_else(
    role: str, places: tuple[Flask, dict[str, str]]
) -> None:
    """This finds a new page that shows such things without telling the engine."""
    site, found = places
    visitor, kept_today = visit(site, role, found["secret"]), site.extensions["smederij_municipality"].viewed
    opened = [address for address, row in PAGES.items() if row[role] == 200 and "werkplaats" not in address]

    shown, kept = set(), set()
    for address in opened:
        kept_today.clear()
        page = visitor.get(address.format(**found)).text
        shown |= {address} if any(word in page for word in GIVEN.values()) or address in WITHOUT_WORDS else set()
        kept |= {address} if any(kept_today.values()) else set()
    for address in [address for address, row in ACTIONS.items() if row[role] == 422 and "werkplaats" not in address]:
        kept_today.clear()
        page = visitor.post(address.format(**found)).text
        shown |= {address} if any(word in page for word in GIVEN.values()) else set()
        kept |= {address} if any(kept_today.values()) else set()

    assert kept == shown
    assert "/ideeen/{reference}" in kept
