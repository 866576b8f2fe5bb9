"""Examining: whether an installation can do its work, so that an operator need not wait for the first complaint.

Each finding states a fact and, where that is a problem, what to do. Nothing is changed and no mail is sent.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import smtplib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from urllib.parse import urlsplit
from urllib.request import urlopen

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import delivery
from engine.accounts.signing_in import is_managed
from engine.background.worker import health
from engine.backups import read_last_backup
from engine.cases import links
from engine.clocks import utc_now
from engine.dialect.folder import ProcessFiles
from engine.documents import keeping
from engine.models import Account, AccountGroup, Document, HistoryEvent, Person
from engine.municipality import group_names, here, now, reading
from engine.permissions import STAFF
from engine.settings import Settings
from engine.versions.definitions import in_use_files
from engine.whatif.sampling import read_members

PLENTY, LITTLE = 1024**3, 100 * 1024**2
"""Free bytes on the disk: below the first somebody must look, below the second things go wrong."""
SHORTEST_KEY = 32
SECONDS = 10
"""How long another server may take to answer."""
DISCOVERY = "/.well-known/openid-configuration"
LARGEST_ANSWER = 1_000_000
OFF_BY = timedelta(seconds=30)
"""How much two clocks may differ: half of how long a worker may be silent by default."""
OF_A_TOKEN = timedelta(seconds=120)
"""How much a sign-in service's clock may differ before what it signs counts as too old or too new."""
REQUIRED = {
    "privacy_contact": "mensen horen te lezen hoe zij de functionaris gegevensbescherming bereiken (AVG artikel 13)",
    "accessibility_statement": "een overheid verwijst naar haar toegankelijkheidsverklaring (Besluit digitale "
    "toegankelijkheid overheid)",
}
"""Settings that a public site must have by law, and why."""
BETWEEN_COPIES = timedelta(days=2)
"""How old the last copy may be: one is made each night, and one night may fail."""
AT_HOME = frozenset({"127.0.0.1", "localhost", "::1"})
APPROVE = "proceseigenaar"
_MEMBERS = re.compile(rb"\bgroepen\.([a-z]+)")


class Verdict(Enum):
    """How bad it is, as it is printed."""

    WELL = "goed"
    LOOK = "let op"
    WRONG = "FOUT"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one part."""

    part: str
    verdict: Verdict
    told: str


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
        told = f"{place}: de mailserver doet het niet ({delivery.quote(error)}). {delivery.explain(settings, error)}"
        yield Finding("e-mail", Verdict.WRONG, told)
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


def examine_work() -> Iterator[Finding]:
    """Whether the entered municipality can work: database, workers, clock and people. Raises: Unavailable."""
    with reading() as session:
        yield Finding("database", Verdict.WELL, f"{here().database.engine.dialect.name}, tabellen van deze versie")
        yield from _examine_key(session)
        yield from _examine_clock(session)
        yield from _examine_people(session)
        yield _examine_files(session)
    yield from _examine_workers()
    yield _examine_backup(here().settings)


def _examine_backup(settings: Settings) -> Finding:
    """Whether copies are still being made: nothing else says so until somebody needs one."""
    made = read_last_backup(settings)
    if made is None:
        told = "hier is nog geen reservekopie gemaakt met smederij backup. Doe dat elke nacht (docs/beheer.md)."
        return Finding("reservekopie", Verdict.LOOK, told)
    told = f"de laatste is van {made.astimezone(settings.zone):%d-%m-%Y %H:%M}"
    if utc_now() - made <= BETWEEN_COPIES:
        return Finding("reservekopie", Verdict.WELL, told)
    return Finding("reservekopie", Verdict.WRONG, f"{told}. Kijk waarom: journalctl -u smederij-backup")


def _examine_files(session: Session) -> Finding:
    """How much space uploaded files take, and whether a visitor can still upload one."""
    count, size = session.execute(select(func.count(), func.coalesce(func.sum(Document.size), 0))).one()
    of_visitors = keeping.size_of_visitors(session)
    told = f"{count} in de database, {_megabytes(size)}"
    if of_visitors <= keeping.MOST_OF_VISITORS * 0.8:
        return Finding("bestanden", Verdict.WELL, told)
    told += f". Bij formulieren die nog niet zijn verstuurd horen {_megabytes(of_visitors)}"
    told += f" van hoogstens {_megabytes(keeping.MOST_OF_VISITORS)}: daarna gaat het grootste weg. "
    return Finding("bestanden", Verdict.LOOK, told + "Kijk in het log van de proxy wie er zoveel stuurt.")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB".translate(str.maketrans(",.", ".,"))


def _examine_workers() -> Iterator[Finding]:
    found = health()
    if found.workers:
        yield Finding("werkers", Verdict.WELL, f"{found.workers} aan het werk")
    else:
        since = found.last_sign.astimezone(here().settings.zone) if found.last_sign else None
        last = f"; het laatste teken van leven was op {since:%d-%m-%Y om %H:%M}" if since else ""
        told = f"niemand aan het werk{last}. Start er een: smederij work, of smederij serve zonder --no-work."
        yield Finding("werkers", Verdict.WRONG, told)
    for count, told in (
        (found.failed_jobs, "mislukte opdrachten. Kijk bij Beheer, Mislukte opdrachten."),
        (found.retried, "opdrachten gingen mis en worden opnieuw geprobeerd. Waarom staat bij Beheer."),
        (found.incidents, "zaken staan stil. Kijk bij Beheer, Zaken die stilstaan."),
    ):
        if count:
            yield Finding("werk", Verdict.LOOK, f"{count} {told}")


def _examine_key(session: Session) -> Iterator[Finding]:
    known = links.is_key_known(session)
    if known is False:
        told = (
            "dit is niet de sleutel van de geheime links: de link in nieuwe e-mails werkt niet. Zet secret_key terug "
        )
        yield Finding(
            "sleutel", Verdict.WRONG, f"{told}(uit een reservekopie van data_dir), of doe: smederij renew-links"
        )
    elif known:
        yield Finding("sleutel", Verdict.WELL, "de geheime links zijn met deze sleutel gemaakt")


def _examine_clock(session: Session) -> Iterator[Finding]:
    moment, zone = now(), here().settings.zone
    told = f"het is hier {moment.astimezone(zone):%d-%m-%Y %H:%M} ({zone.key})"
    problems = []
    last = session.scalar(select(func.max(HistoryEvent.at)))
    if last is not None and last > moment + OFF_BY:
        problems.append(f"maar de laatste gebeurtenis is van {last.astimezone(zone):%d-%m-%Y %H:%M}")
    if here().database.engine.dialect.name == "postgresql":
        there = session.scalar(select(func.clock_timestamp()))
        if there is not None and abs(there - utc_now()) > OFF_BY:
            problems.append(f"en bij de database {there.astimezone(zone):%d-%m-%Y %H:%M:%S}")
    if problems:
        yield Finding("klok", Verdict.WRONG, f"{told}, {', '.join(problems)}. Zet de klokken gelijk (NTP).")
    else:
        yield Finding("klok", Verdict.WELL, told)


def _examine_people(session: Session) -> Iterator[Finding]:
    if not is_managed(session):
        told = "er is nog geen beheerder. Maak er een: smederij user add NAAM --group beheerder"
        yield Finding("accounts", Verdict.WRONG, told)
    files = in_use_files(session)
    if not files:
        yield Finding("stappenplannen", Verdict.WRONG, "er is er geen in gebruik. Doe: smederij deploy MAP")
        return
    yield Finding("stappenplannen", Verdict.WELL, f"{len(files)} in gebruik")
    yield from _examine_addresses(session, files.values())
    members, names = read_members(session), group_names()
    if members.get(APPROVE, 0) < 2:
        told = "er zijn geen twee proceseigenaren: wie een stappenplan verandert, mag het niet zelf goedkeuren."
        yield Finding("accounts", Verdict.LOOK, told)
    asked = {group for one in files.values() for group in _asked(one)}
    if empty := sorted(names[group] for group in (asked & STAFF) - members.keys()):
        told = f"niemand zit in {', '.join(empty)}. Taken voor die groepen blijven liggen."
        yield Finding("accounts", Verdict.LOOK, told)


def _examine_addresses(session: Session, files: Iterable[ProcessFiles]) -> Iterator[Finding]:
    """Groups that a process mails and in which nobody has an address: the mail reaches nobody, and no error says so."""
    has_address = (Account.active, Person.email.is_not(None), Person.email != "")
    query = select(AccountGroup.group_id).join(Account, Account.id == AccountGroup.account_id)
    reached = set(session.scalars(query.join(Person, Person.id == Account.id).where(*has_address)))
    mailed = {element.headers.get("to", "") for one in files for element in one.process.elements.values()}
    if lost := sorted(group_names()[group] for group in (mailed & STAFF) - reached):
        told = f"niemand in {', '.join(lost)} heeft een e-mailadres: e-mails aan die groepen komen nergens aan. "
        yield Finding("accounts", Verdict.LOOK, told + "Doe: smederij user contact NAAM --email ADRES")


def _asked(files: ProcessFiles) -> Iterator[str]:
    """The groups that a process gives tasks to: by name, or each member separately, as for a vote."""
    for element in files.process.elements.values():
        yield from (group.strip() for group in (element.candidate_groups or "").split(","))
    for data in files.files.values():
        yield from (found.decode() for found in _MEMBERS.findall(data))
