"""Mailing: the mails of cases: recipients and content of each, sending one as a job, and looking at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import delivery
from engine.dialect import feel, mails
from engine.finding import caselist
from engine.models import Account, AccountGroup, Case, Job, Person
from engine.municipality import here, now, reading, transaction
from engine.permissions import SUBMITTER, require
from engine.requesting import ask_for, new_job
from engine.running.beginning import secret_of
from engine.running.errands import finish
from engine.views import MOST, MailView, Page, User

LEFT_OUT = "…"
"""Replaces a secret in a mail that others look at."""
ADDRESS = "address"
"""Where a job's own payload has an address. It is apart from what a diagram can say, which names only groups."""


def send_mail(job_id: str) -> None:
    """Execute a mail job: send to each recipient, with the same Message-ID at each attempt."""
    with reading() as session:
        job = session.get_one(Job, job_id)
        composed = _compose(session, job)
    settings = here().settings
    for number, (to, subject, body) in enumerate(composed):
        at = now().astimezone(settings.zone)  # A term in the mail counts by the local date.
        key = f"{job_id}-{number}"
        message = delivery.compose(settings, key=key, to=to, subject=subject, body=body, at=at)
        delivery.deliver(settings, message)
    with transaction() as session:
        finish(session.get_one(Job, job_id))


def ask_mail(
    session: Session,
    case: Case,
    job_id: str,
    template: mails.MailTemplate,
    values: Mapping[str, str],
    *,
    address: str | None = None,
) -> Job:
    """Have a mail sent to the submitter of a case, within the caller's transaction. `values` fill in the template.

    `address` is for what must go elsewhere than to the submitter's own address. No link goes there.
    """
    subject, body = mails.fill(template, lambda name: values[name])
    payload = {
        "headers": {"to": SUBMITTER} if address is None else {},
        "data": feel.to_json({"subject": subject, "text": body}),
        **({ADDRESS: address} if address is not None else {}),
    }
    job = new_job("mail", payload, key=job_id, case_id=case.id)
    ask_for(session, [job])
    return job


def _compose(session: Session, job: Job, *, with_link: bool = True) -> list[tuple[str, str, str]]:
    """(address, subject, text) for each recipient of the mail; the link and the salutation are filled in only here.

    Without `with_link` it is for other eyes than the submitter's: whoever has the link can act for them.
    """
    case = session.get_one(Case, job.case_id)
    data = feel.from_json(job.payload["data"])
    settings = here().settings
    if address := job.payload.get(ADDRESS):
        values = delivery.fixed_texts(settings, case.reference)
        subject, body = (mails.finish(data[part], values) for part in ("subject", "text"))
        return [(address, subject, body)]
    found = []
    for person, is_submitter in _addressees(session, case, job.payload["headers"].get("to", SUBMITTER)):
        own = f"/mijn-idee/{secret_of(case.id) if with_link else LEFT_OUT}"
        path = own if is_submitter else f"/ideeen/{case.reference}"
        values = {
            mails.LINK: settings.base_url + path,
            "aanhef": f"Beste {person.name}",
            **delivery.fixed_texts(settings, case.reference),
        }
        if person.email:
            subject, body = (mails.finish(data[part], values) for part in ("subject", "text"))
            found.append((person.email, subject, body))
    return found


def _addressees(session: Session, case: Case, to: str) -> list[tuple[Person, bool]]:
    if to == SUBMITTER:
        person = session.get(Person, case.submitter_id) if case.submitter_id else None
        return [(person, True)] if person is not None else []
    query = (
        select(Person)
        .join(Account, Account.id == Person.id)
        .join(AccountGroup, AccountGroup.account_id == Account.id)
        .where(Account.active, AccountGroup.group_id == to)
        .order_by(Person.id)
    )
    return [(person, False) for person in session.scalars(query)]


def list_mails(user: User, *, page: int = 1, size: int = 25) -> Page[MailView]:
    """Mails that were sent or wait to be, the newest first; in the demo also for those who speak with submitters.

    They show the secret link of a submitter only in the demo, where everybody plays everyone.

    Raises: NotAllowed.
    """
    require(user, "read_demo_mails" if here().settings.demo else "read_mails", None)
    page, size = max(1, page), min(max(1, size), 100)
    with reading() as session:
        query = select(Job).where(Job.kind == "mail")
        newest = query.order_by(Job.created_at.desc(), Job.id.desc())
        skipped = min((page - 1) * size, MOST)
        rows = session.scalars(newest.limit(min(size, MOST - skipped)).offset(skipped)).all()
        total = caselist.count_up_to_most(session, query)
        return Page(tuple(_mail_view(session, job) for job in rows), total, page, size)


def _mail_view(session: Session, job: Job) -> MailView:
    composed = _compose(session, job, with_link=here().settings.demo)
    _, subject, body = composed[0] if composed else ("", mails.finish(_subject(job), {}), "")
    case = session.get_one(Case, job.case_id)
    return MailView(
        id=job.id,
        case_id=job.case_id,
        reference=case.reference,
        to=", ".join(to for to, _, _ in composed) or "(geen e-mailadres bekend)",
        subject=subject,
        body=body,
        created_at=job.created_at,
        sent_at=job.done_at,
        state=job.state,
        error=job.error,
    )


def _subject(job: Job) -> str:
    data: Any = feel.from_json(job.payload["data"])
    return str(data.get("subject", ""))
