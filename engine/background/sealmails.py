"""Seal mails: sending a seal of the history to auditors automatically, each week or day.

A seal proves what existed when it was made, and is kept where nobody who manages the database can reach it. A seal that
somebody has to remember to make is not there when it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import annals, delivery
from engine.accounts.sessions import user_of
from engine.background.mornings import read_morning
from engine.finishing import finish
from engine.models import Account, AccountGroup, Job, Person
from engine.municipality import here, now, reading, transaction
from engine.permissions import AUDITOR
from engine.proving import sealing, seals
from engine.requesting import ask_for, new_job
from engine.views import SYSTEM

KIND = "seal"
WEEKLY, NEVER = "weekly", "never"


def ask_for_due() -> int:
    """Have a seal made and mailed to every auditor with an address who has none of this week, or day; returns how many.

    A worker calls this repeatedly. The job is named by auditor and day, and stays: so there is one, however many
    workers call this.
    """
    if here().settings.seal_mails == NEVER:
        return 0
    with reading() as session:
        period = _read_period(session)
        if period is None or not _find_due(session, period):
            return 0
    with transaction() as session:
        annals.lock(session)  # Of two workers, the second passes here once it can see the jobs of the first.
        due = _find_due(session, period)
        if due:
            name, file = sealing.seal(session, SYSTEM)
            told = {"name": name, "file": file.decode()}
            jobs = [new_job(KIND, {"account": account, **told}, key=_name(account, period)) for account in due]
            ask_for(session, jobs)
        return len(due)


def _read_period(session: Session) -> date | None:
    """The day by which the seal of this week, or of today, is named; None where it is not the time for one."""
    morning = read_morning(session)
    if morning is None:
        return None
    return morning.week if here().settings.seal_mails == WEEKLY else morning.day


def _find_due(session: Session, period: date) -> Sequence[str]:
    """The auditors who have an address and no seal of this period."""
    auditors = (
        select(Account.id)
        .join(Person, Person.id == Account.id)
        .join(AccountGroup, AccountGroup.account_id == Account.id)
        .where(Account.active, AccountGroup.group_id == AUDITOR, Person.email.is_not(None), Person.email != "")
    )
    found = session.scalars(auditors.order_by(Account.id)).all()
    asked = set(session.scalars(select(Job.id).where(Job.id.in_([_name(one, period) for one in found]))))
    return [one for one in found if _name(one, period) not in asked]


def _name(account: str, period: date) -> str:
    return f"{account}-seal-{period.isoformat()}"


def send_seal(job_id: str) -> None:
    """Execute a job that mails a seal: the same seal at each attempt.

    What is sent is not stored: the auditor has it now, and here it would prove nothing.
    """
    with reading() as session:
        job = session.get_one(Job, job_id)
        account = session.get_one(Account, job.payload["account"])
        user = user_of(account)
        address = account.person.email if account.active and AUDITOR in user.groups else None
    if address:
        settings, at = here().settings, now().astimezone(here().settings.zone)
        subject = f"Bewijs van de geschiedenis van de Smederijen van {settings.municipality}"
        file = str(job.payload["file"]).encode()
        body = _body(user.name, seals.read(file).mark)
        message = delivery.compose(settings, key=job_id, to=address, subject=subject, body=body, at=at)
        message.add_attachment(file, maintype="application", subtype="json", filename=f"{job.payload['name']}.json")
        delivery.deliver(settings, message)
    with transaction() as session:
        job = session.get_one(Job, job_id)
        job.payload = {"account": job.payload["account"], "name": job.payload["name"]}
        finish(job)


def _body(name: str, mark: str) -> str:
    settings = here().settings
    when = "op de eerste werkdag van elke week" if settings.seal_mails == WEEKLY else "op elke werkdag"
    return (
        f"Beste {name},\n\n"
        "Hierbij een bewijs van wat de geschiedenis van de Smederijen nu is. Er staan geen namen en geen antwoorden "
        "in.\n\n"
        "Bewaar het bestand waar niemand die de database beheert erbij kan. Later controleert u ermee of alles van nu "
        f"er nog is, onveranderd:\n{settings.base_url}/controle\n\n"
        f"Het kenmerk ervan is:\n{mark}\n\n"
        f"U krijgt dit bericht {when}. Blijft het een keer uit? Vraag de beheerder dan waarom.\n\n"
        f"Met vriendelijke groet,\nDe Smederijen van {settings.municipality}\n"
    )
