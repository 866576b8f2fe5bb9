"""Inside: whether the entered municipality can work: its database, workers, clock, people, files and copies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import backedup
from engine.accounts import reviewing
from engine.accounts.signing_in import is_managed
from engine.background.worker import health
from engine.cases import links
from engine.clocks import utc_now
from engine.dialect.folder import ProcessFiles
from engine.documents import keeping
from engine.examining.findings import Finding, Verdict
from engine.models import Account, AccountGroup, Document, HistoryEvent, Person
from engine.municipality import group_names, here, now, reading
from engine.permissions import STAFF
from engine.settings import Settings
from engine.versions.definitions import in_use_files
from engine.whatif.sampling import read_members

OFF_BY = timedelta(seconds=30)
"""How much two clocks may differ: half of how long a worker may be silent by default."""
BETWEEN_COPIES = timedelta(days=2)
"""How old the last copy may be: one is made each night, and one night may fail."""
APPROVE = "proceseigenaar"
_MEMBERS = re.compile(rb"\bgroepen\.([a-z]+)")


def examine_work() -> Iterator[Finding]:
    """Whether the entered municipality can work: database, workers, clock and people. Raises: Unavailable."""
    with reading() as session:
        yield Finding("database", Verdict.WELL, f"{here().database.engine.dialect.name}, tabellen van deze versie")
        yield from _examine_key(session)
        yield from _examine_clock(session)
        yield from _examine_people(session)
        yield from _examine_review(session)
        yield _examine_files(session)
    yield from _examine_workers()
    yield _examine_backup(here().settings)


def _examine_review(session: Session) -> Iterator[Finding]:
    """Whether somebody still looks who has which rights; nothing is said before that is due."""
    last = reviewing.last_reviewed(session)
    if last is not None and now() - last > reviewing.QUIET:
        day = last.astimezone(here().settings.zone)
        told = f"sinds {day:%d-%m-%Y} keek niemand na of iedereen zijn rechten nog nodig heeft: smederij user review"
        yield Finding("rechten", Verdict.LOOK, told)


def _examine_backup(settings: Settings) -> Finding:
    """Whether copies are still being made: nothing else says so until somebody needs one."""
    made = backedup.read_last(settings)
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
