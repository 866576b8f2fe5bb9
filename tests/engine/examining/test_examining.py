"""Examining: an operator is told what is wrong with an installation, and what to do about it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner, Result

import engine
from engine import examining
from engine.accounts import adding
from engine.cli.commands import main
from engine.cli.entering import OPERATOR
from engine.documents import keeping
from engine.examining import Finding, Verdict
from tests.conftest import STOCK, TestClock
from tests.engine.conftest import Deploy
from tests.engine.handing_in import asking

GOOD: dict[str, Any] = {
    "base_url": "https://ideeen.meppel.invalid",
    "cookie_secure": True,
    "behind_proxy": 1,
    "mail_from": "i@meppel.nl",
    "privacy_contact": "fg@meppel.nl",
    "accessibility_statement": "https://register.invalid/verklaring/1",
    "security_contact": "https://meppel.invalid/melden",
}


def of(settings: dict[str, Any]) -> list[Finding]:
    return list(examining.examine_settings(engine.load_settings({}, **settings)))


def doctor(**settings: object) -> Result:
    environ = {f"SMEDERIJ_{name.upper()}": str(value) for name, value in settings.items()}
    return CliRunner().invoke(main, ["doctor"], env=environ)


def test_the_settings_of_a_real_site_are_well() -> None:
    assert of(GOOD) == []


@pytest.mark.parametrize(
    ("changed", "verdict", "said"),
    [
        ({"demo": True}, Verdict.WRONG, "Zet demo uit"),
        ({"cookie_secure": False}, Verdict.WRONG, "Zet cookie_secure aan"),
        ({"base_url": "http://ideeen.meppel.invalid"}, Verdict.LOOK, "base_url is http"),
        ({"behind_proxy": 0}, Verdict.LOOK, "behind_proxy is 0"),
        ({"mail_from": "smederijen@voorbeeld.invalid"}, Verdict.LOOK, "daar kan niemand op antwoorden"),
        ({"municipality": "Meppel", "contact_phone": "14 0522"}, Verdict.LOOK, "Mensen lezen nu ‘Raadhuisplein 24"),
        ({"privacy_contact": ""}, Verdict.LOOK, "AVG artikel 13"),
        ({"accessibility_statement": ""}, Verdict.LOOK, "toegankelijkheidsverklaring"),
        ({"security_contact": ""}, Verdict.LOOK, "security.txt"),
        ({"secret_key": "kort"}, Verdict.WRONG, "secret_key is korter dan 32 tekens"),
    ],
    ids=lambda given: next(iter(given)) if isinstance(given, dict) else "",
)
def test_a_setting_that_does_not_fit_the_rest_is_told(changed: dict[str, Any], verdict: Verdict, said: str) -> None:
    (found,) = of({**GOOD, **changed})

    assert found.verdict is verdict
    assert said in found.told


def test_a_folder_that_others_can_read_is_told_with_the_remedy(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    room, *rest = examining.examine_folder(engine.load_settings({}, data_dir=tmp_path))

    assert "MB vrij" in room.told
    assert [one.told for one in rest] == [
        f"{tmp_path} is ook voor anderen op deze machine te lezen. Doe: chmod go= {tmp_path}"
    ]


@contextmanager
def sign_in_service(named: str, *, ahead: timedelta = timedelta(0)) -> Iterator[str]:
    """A service with this issuer; `{}` stands for its own address, which is yielded. Its clock may be ahead."""

    class Conversation(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path.startswith("/dienst/.well-known/") else 404)
            self.end_headers()
            self.wfile.write(json.dumps({"issuer": named.format(address)}).encode())

        def date_time_string(self, timestamp: float | None = None) -> str:
            """The value of the Date header."""
            return format_datetime(datetime.now(UTC) + ahead, usegmt=True)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Conversation) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}/dienst"
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield address
        server.shutdown()
        thread.join()


def of_service(issuer: str) -> Finding:
    (found,) = examining.examine_sign_in(engine.load_settings({}, sso_issuer=issuer, sso_client_id="smederij"))
    return found


def test_a_sign_in_service_that_answers_under_its_name_is_well() -> None:
    with sign_in_service("{}") as address:
        assert of_service(address).verdict is Verdict.WELL


def test_a_sign_in_service_that_calls_itself_otherwise_is_told_with_that_name() -> None:
    with sign_in_service("{}/v2.0") as address:
        found = of_service(address)

    assert found.verdict is Verdict.WRONG
    assert f"noemt zichzelf '{address}/v2.0'" in found.told


@pytest.mark.parametrize("minutes", [5, -5], ids=["ahead", "behind"])
def test_a_sign_in_service_with_another_clock_is_told(minutes: int) -> None:
    with sign_in_service("{}", ahead=timedelta(minutes=minutes)) as address:
        found = of_service(address)

    assert found.verdict is Verdict.WRONG
    assert "Zet de klokken gelijk (NTP)" in found.told


def test_a_sign_in_service_that_is_not_there_is_told() -> None:
    found = of_service("http://127.0.0.1:1/dienst")

    assert found.verdict is Verdict.WRONG
    assert "Kijk naar sso_issuer" in found.told


def test_an_empty_municipality_lacks_an_operator_processes_and_a_worker(place: engine.Municipality) -> None:
    wrong = {one.part for one in examining.examine_work() if one.verdict is Verdict.WRONG}

    assert wrong == {"accounts", "stappenplannen", "werkers"}


def test_groups_that_get_tasks_and_have_nobody_are_named(place: engine.Municipality) -> None:
    engine.install_stock(STOCK)
    for name, group in (("bo", "beheerder"), ("olga", "ondersteuning"), ("dana", "domesta")):
        adding.add_account(adding.NewAccount(name, name, "geheim-woord", (group,)), OPERATOR)

    told = [one.told for one in examining.examine_work() if one.told.startswith("niemand zit in")]

    # Who is of a partner organisation is in the wijkteam; ondersteuning has olga.
    assert told == [
        "niemand zit in Gebiedsregisseur, Initiatiefgroep, Kernteam, Stuurgroep. Taken voor die groepen blijven liggen."
    ]


def test_groups_that_are_mailed_and_have_no_address_are_named(place: engine.Municipality) -> None:
    engine.install_stock(STOCK)
    for name, group, email in (("bo", "beheerder", None), ("olga", "ondersteuning", "olga@voorbeeld.invalid")):
        adding.add_account(adding.NewAccount(name, name, "geheim-woord", (group,), email), OPERATOR)

    (told,) = [one.told for one in examining.examine_work() if "heeft een e-mailadres" in one.told]

    assert told.startswith("niemand in Gebiedsregisseur, Gemeente Hoogeveen, Initiatiefgroep, Stuurgroep heeft een")


def test_how_much_files_take_is_told_and_when_visitors_have_no_room_left(
    place: engine.Municipality, deploy: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(asking())
    engine.keep_start_file("proef", None, "een", "bijlagen", "plan.pdf", b"%PDF-".ljust(1_600_000))
    well = [one for one in examining.examine_work() if one.part == "bestanden"]

    monkeypatch.setattr(keeping, "MOST_OF_VISITORS", 1_900_000)

    (look,) = [one for one in examining.examine_work() if one.part == "bestanden"]
    assert well == [Finding("bestanden", Verdict.WELL, "1 in de database, 1,6 MB")]
    assert look.verdict is Verdict.LOOK
    assert "1,6 MB van hoogstens 1,9 MB" in look.told


def test_copies_that_are_no_longer_made_are_told(place: engine.Municipality) -> None:
    """Nothing else says so until somebody needs one."""

    def told_after(age: timedelta) -> list[Finding]:
        made = datetime.now(UTC) - age
        os.utime(place.settings.data_dir / "last_backup", (made.timestamp(), made.timestamp()))
        return [one for one in examining.examine_work() if one.part == "reservekopie"]

    (never,) = [one for one in examining.examine_work() if one.part == "reservekopie"]
    (place.settings.data_dir / "last_backup").touch()
    (tonight,), (days_ago,) = told_after(timedelta(hours=20)), told_after(timedelta(days=3))

    assert (never.verdict, tonight.verdict, days_ago.verdict) == (Verdict.LOOK, Verdict.WELL, Verdict.WRONG)
    assert "smederij backup" in never.told
    assert "journalctl -u smederij-backup" in days_ago.told


def test_a_clock_that_was_set_back_is_told(place: engine.Municipality, clock: TestClock) -> None:
    adding.add_account(adding.NewAccount("bo", "Bo", "geheim-woord", ("beheerder",)), OPERATOR)

    clock.turn(hours=-2)

    (told,) = [one for one in examining.examine_work() if one.part == "klok"]
    assert told.verdict is Verdict.WRONG
    assert "maar de laatste gebeurtenis is van" in told.told


def test_the_command_tells_all_at_once_also_without_a_database(tmp_path: Path) -> None:
    done = doctor(data_dir=tmp_path, smtp_host="127.0.0.1", smtp_port=1)

    assert done.exit_code == 1
    assert "FOUT    e-mail: 127.0.0.1, poort 1" in done.output
    assert "FOUT    database: Instelling data_dir" in done.output
    assert list(tmp_path.iterdir()) == []
