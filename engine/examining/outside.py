"""Outside: what an installation is given before any of its data is read: settings, a folder, other servers."""

from __future__ import annotations

import json
import os
import shutil
import smtplib
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from urllib.request import urlopen

from engine import delivery
from engine.clocks import utc_now
from engine.examining.findings import Finding, Verdict
from engine.settings import Settings

PLENTY, LITTLE = 1024**3, 100 * 1024**2
"""Free bytes on the disk: below the first somebody must look, below the second things go wrong."""
SHORTEST_KEY = 32
SECONDS = 10
"""How long another server may take to answer."""
DISCOVERY = "/.well-known/openid-configuration"
LARGEST_ANSWER = 1_000_000
OF_A_TOKEN = timedelta(seconds=120)
"""How much a sign-in service's clock may differ before what it signs counts as too old or too new."""
REQUIRED = {
    "privacy_contact": "mensen horen te lezen hoe zij de functionaris gegevensbescherming bereiken (AVG artikel 13)",
    "accessibility_statement": "een overheid verwijst naar haar toegankelijkheidsverklaring (Besluit digitale "
    "toegankelijkheid overheid)",
    "security_contact": "wie een zwakke plek vindt, leest in security.txt waar dat te melden is (Forum "
    "Standaardisatie: pas toe of leg uit)",
}
"""Settings that a public site of a government must have, and why."""
AT_HOME = frozenset({"127.0.0.1", "localhost", "::1"})


def examine_settings(settings: Settings) -> Iterator[Finding]:
    """What is strange about a combination of settings that are each correct."""
    address = urlsplit(settings.base_url)
    is_public = address.hostname not in AT_HOME
    if is_public and settings.demo:
        yield Finding("instellingen", Verdict.WRONG, "demo staat aan: zo kent iedereen de wachtwoorden. Zet demo uit.")
    if address.scheme == "https" and not settings.cookie_secure:
        told = "base_url is https en cookie_secure staat uit. Zet cookie_secure aan."
        yield Finding("instellingen", Verdict.WRONG, told)
    if is_public and address.scheme == "http":
        told = "base_url is http: wat mensen typen is onderweg te lezen. Zet een proxy met https ervoor."
        yield Finding("instellingen", Verdict.LOOK, told)
    if is_public and not settings.behind_proxy:
        told = "behind_proxy is 0. Staat er een proxy voor, dan telt inloggen dat mislukt voor alle bezoekers samen."
        yield Finding("instellingen", Verdict.LOOK, told)
    if settings.mail_from.endswith(".invalid"):
        told = f"mail_from is {settings.mail_from}: daar kan niemand op antwoorden. Zet er een adres van uzelf."
        yield Finding("instellingen", Verdict.LOOK, told)
    for name, law in REQUIRED.items():
        if is_public and not getattr(settings, name):
            yield Finding("instellingen", Verdict.LOOK, f"{name} is niet ingesteld, en moet: {law}.")
    if "municipality" in settings.model_fields_set:
        for name in sorted({"contact_address", "contact_phone"} - settings.model_fields_set):
            told = f"{name} is niet ingesteld. Mensen lezen nu ‘{getattr(settings, name)}’."
            yield Finding("instellingen", Verdict.LOOK, told)
    if settings.secret_key and len(settings.secret_key) < SHORTEST_KEY:
        told = f"secret_key is korter dan {SHORTEST_KEY} tekens en dus te raden. Neem een langere."
        yield Finding("instellingen", Verdict.WRONG, told)


def examine_folder(settings: Settings) -> Iterator[Finding]:
    """Whether the data folder exists, for its owner alone, with room to write."""
    folder = settings.data_dir
    whoever = os.access in os.supports_effective_ids
    try:
        is_there = folder.is_dir()
        is_open = os.access(folder, os.R_OK | os.W_OK | os.X_OK, effective_ids=whoever)
    except PermissionError:
        is_there, is_open = True, False
    if not is_there:
        yield Finding("map", Verdict.WRONG, f"{settings.tell_origin('data_dir')}: de map {folder} is er niet.")
        return
    if not is_open:
        told_of = f"{settings.tell_origin('data_dir')}: in {folder} mag u niet schrijven. "
        yield Finding("map", Verdict.WRONG, told_of + "Geef het commando als de gebruiker van Smederij.")
        return
    free = shutil.disk_usage(folder).free
    told = {Verdict.WRONG: ". De schijf is bijna vol: maak ruimte.", Verdict.LOOK: ". Maak op tijd ruimte."}
    verdict = Verdict.WRONG if free < LITTLE else Verdict.LOOK if free < PLENTY else Verdict.WELL
    yield Finding("map", verdict, f"{folder}: {free // 1024**2:,} MB vrij".replace(",", ".") + told.get(verdict, ""))
    for path in (folder, folder / "secret_key"):
        if path.exists() and path.stat().st_uid != os.geteuid():
            told_of = f"{path} is niet van de gebruiker die u nu bent. Geef commando’s als de gebruiker van Smederij."
            yield Finding("map", Verdict.LOOK, told_of)
        if path.exists() and path.stat().st_mode & 0o077:
            told_of = f"{path} is ook voor anderen op deze machine te lezen. Doe: chmod go= {path}"
            yield Finding("map", Verdict.LOOK, told_of)


def examine_mail(settings: Settings) -> Iterator[Finding]:
    """Whether the mail server accepts us, up to the point where a mail would be sent."""
    if not settings.smtp_host:
        told = f"geen smtp_host: e-mails worden bestanden in {settings.mail_dir}, en niemand krijgt ze."
        yield Finding("e-mail", Verdict.LOOK, told)
        return
    place = f"{settings.smtp_host}, poort {settings.smtp_port}"
    try:
        with delivery.connect(settings) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        yield Finding("e-mail", Verdict.WRONG, delivery.tell(settings, error))
        return
    if settings.smtp_tls == "off" and settings.smtp_host not in AT_HOME:
        told = f"{place} antwoordt, maar smtp_tls is off: e-mails en het wachtwoord zijn onderweg te lezen."
        yield Finding("e-mail", Verdict.LOOK, told)
        return
    yield Finding("e-mail", Verdict.WELL, f"{place} antwoordt")


def examine_sign_in(settings: Settings) -> Iterator[Finding]:
    """Whether the municipality's sign-in service answers, under exactly the name that the settings give it."""
    if not settings.sso_issuer:
        return
    address = settings.sso_issuer.rstrip("/") + DISCOVERY
    try:
        with urlopen(address, timeout=SECONDS) as answer:  # noqa: S310 - the settings allow https, or this machine
            named, told_at = json.loads(answer.read(LARGEST_ANSWER))["issuer"], answer.headers["Date"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        told = f"de inlogdienst doet het niet op {address} ({error}). Kijk naar sso_issuer."
        yield Finding("inlogdienst", Verdict.WRONG, told)
        return
    if named != settings.sso_issuer:
        told = f"de inlogdienst noemt zichzelf {named!r}. Zet dat letter voor letter in sso_issuer."
        yield Finding("inlogdienst", Verdict.WRONG, told)
        return
    off_by = _measure_clock(told_at)
    if off_by is not None and off_by > OF_A_TOKEN:
        told = f"bij de inlogdienst is het {told_at}. Dat scheelt {off_by.total_seconds():.0f} seconden met hier. "
        yield Finding("inlogdienst", Verdict.WRONG, told + "Dan kan inloggen mislukken. Zet de klokken gelijk (NTP).")
        return
    yield Finding("inlogdienst", Verdict.WELL, f"{settings.sso_issuer} antwoordt")


def _measure_clock(told_at: str | None) -> timedelta | None:
    """How much the clock of the answering server differs from ours; None when it does not say."""
    try:
        return abs(parsedate_to_datetime(told_at or "") - utc_now())
    except (ValueError, TypeError):
        return None
