"""Handovers: the mail that tells a replacement which tasks went to them, sent once, when the absence began.

A digest lists tasks that came; these came long before, and only changed hands. The mail names tasks and cases as a
digest does, and nothing that a submitter typed. It never says why somebody is away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import delivery
from engine.finishing import end
from engine.models import Account, Case, Job, Leave, Person, Task
from engine.municipality import here, now, reading
from engine.requesting import ask_for, new_job

KIND = "handover"
NEVER = "never"
NAMED = 20
"""How many tasks are named."""


def ask_mail(session: Session, leave: Leave, replacement_id: str, tasks: Sequence[str]) -> None:
    """Have the replacement told which tasks went to them, within the caller's transaction; if none did, do nothing."""
    if not tasks or not here().settings.digests:
        return
    told = {
        "holder": leave.account_id,
        "replacement": replacement_id,
        "last_day": leave.last_day.isoformat(),
        "tasks": list(tasks),
    }
    ask_for(session, [new_job(KIND, told, key=f"{leave.id}-handover")])


def send_handover(job_id: str) -> None:
    """Execute such a mail job, listing what they still have; nothing for people who want no mail about tasks."""
    with reading() as session:
        told = session.get_one(Job, job_id).payload
        account = session.get_one(Account, told["replacement"])
        is_asked = account.active and account.digest != NEVER
        address = account.person.email if is_asked else None
        holder = session.get_one(Person, told["holder"]).name
        lines = _lines(session, account.id, told["tasks"])
        name = account.person.name
    if address and lines:
        settings, at = here().settings, now().astimezone(here().settings.zone)
        subject = f"U vervangt {holder}: {len(lines)} {'taak' if len(lines) == 1 else 'taken'}"
        body = _body(name, holder, date.fromisoformat(told["last_day"]), lines)
        delivery.deliver(
            settings, delivery.compose(settings, key=job_id, to=address, subject=subject, body=body, at=at)
        )
    end(job_id)


def _lines(session: Session, account_id: str, tasks: Sequence[str]) -> list[str]:
    """The tasks among these that this person still has to do, the most urgent first."""
    query = select(Task.name, Case.reference, Task.due_at).join(Case, Case.id == Task.case_id)
    query = query.where(Task.id.in_(tasks), Task.assignee == account_id, Task.state == "open")
    zone = here().settings.zone
    found = []
    for name, reference, due_at in session.execute(query.order_by(Task.due_at.is_(None), Task.due_at, Task.id)):
        until = f", uiterlijk {_in_words(due_at.astimezone(zone).date())}" if due_at is not None else ""
        found.append(f"- {name} ({reference}){until}")
    return found


def _body(name: str, holder: str, last_day: date, lines: Sequence[str]) -> str:
    settings = here().settings
    more = [f"- en nog {len(lines) - NAMED}"] if len(lines) > NAMED else []
    parts = [
        f"Beste {name},",
        f"{holder} is er niet, tot en met {_in_words(last_day)}. U vervangt {holder}. "
        + ("Deze taak staat nu op uw naam:" if len(lines) == 1 else "Deze taken staan nu op uw naam:"),
        "\n".join([*lines[:NAMED], *more]),
        f"U vindt uw taken op:\n{settings.base_url}/taken",
        "Lukt het u niet? Geef een taak dan terug, of draag haar over aan een collega.",
        f"Wilt u geen berichten over taken? Dat kiest u bij Mijn account:\n{settings.base_url}/account",
        f"Met vriendelijke groet,\nDe Smederijen van {settings.municipality}",
    ]
    return "\n\n".join(parts) + "\n"


def _in_words(day: date) -> str:
    return format_date(day, "EEEE d MMMM", locale="nl")
