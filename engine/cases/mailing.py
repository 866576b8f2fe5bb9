"""Mailing: the mails of cases: recipients and content of each, sending one as a job, and looking at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import delivery
from engine.dialect import feel, mails
from engine.finding import caselist
from engine.finishing import do_once
from engine.models import Account, AccountGroup, Case, Job, Person, new_id
from engine.municipality import here, now, reading
from engine.names import BY_POST
from engine.permissions import SUBMITTER, require
from engine.requesting import ask_for, new_job
from engine.running.secretlinks import secret_of
from engine.views import MOST, HeldMail, MailView, Page, User

LEFT_OUT = "…"
"""Replaces a secret in a mail that others look at."""
ADDRESS = "address"
"""Where a job's own payload has an address. It is apart from what a diagram can say, which names only groups."""
REST, _REST = "rest", "-rest-"
"""Where a job's own payload says which people of the group it is still for, and what the id of such a job has in it."""
PAUSE = timedelta(seconds=20)
"""Before those are tried again."""


class _Copy(NamedTuple):
    """A mail as one recipient gets it."""

    number: int
    """Its place among those that the mail was first meant for: part of its Message-ID, so it stays."""
    person_id: str
    """Empty where only an address is known."""
    to: str
    subject: str
    body: str


def send_mail(job_id: str) -> None:
    """Execute a mail job: send to each recipient, with the same Message-ID at each attempt.

    Where some could be sent to and others not, the others get a job of their own. If this one were tried again, those
    who have the mail would get it at each attempt, and those after the one whose address is wrong would never.
    """
    with reading() as session:
        job = session.get_one(Job, job_id)
        copies = _compose(session, job)
    left, fault = _send_each(_first_of(job), copies)
    if fault is not None and len(left) == len(copies):
        raise fault

    def end(session: Session, job: Job) -> None:
        if left:
            _ask_for_rest(session, job, left)

    do_once(job_id, end)


def _send_each(key: str, copies: Sequence[_Copy]) -> tuple[list[_Copy], Exception | None]:
    """Send these. Returns those that were not accepted, and the last reason."""
    settings = here().settings
    left: list[_Copy] = []
    fault: Exception | None = None
    for place, copy in enumerate(copies):
        told = {"key": f"{key}-{copy.number}", "to": copy.to, "subject": copy.subject, "body": copy.body}
        try:
            # A term in the mail counts by the local date.
            delivery.deliver(settings, delivery.compose(settings, **told, at=now().astimezone(settings.zone)))
        except Exception as error:
            left, fault = [*left, copy], error
            if not delivery.is_of_recipient(error):  # Nor would the server take the others now.
                return [*left, *copies[place + 1 :]], error
    return left, fault


def _ask_for_rest(session: Session, job: Job, left: Sequence[_Copy]) -> None:
    """Have a mail sent to those that it could not be sent to, while the others have it."""
    people = {copy.person_id: copy.number for copy in left}
    told = {**job.payload, REST: {"of": _first_of(job), "after": job.id, "people": people}}
    key = f"{_first_of(job)}{_REST}{new_id()[-16:]}"
    ask_for(session, [new_job("mail", told, key=key, case_id=job.case_id, due_at=now() + PAUSE)])


def _first_of(job: Job) -> str:
    """The id of the job that the mail was asked for with."""
    return str(job.payload[REST]["of"]) if REST in job.payload else job.id


def ask_mail(
    session: Session,
    case: Case,
    job_id: str,
    template: mails.MailTemplate,
    values: Mapping[str, str],
    *,
    address: str | None = None,
    letter: str = "",
) -> Job:
    """Have a mail sent to the submitter of a case, within the caller's transaction. `values` fill in the template.

    `letter` is what it is called if it must go by post, because the mail server refuses the address.
    `address` is for what must go elsewhere than to the submitter's own address. No link goes there.
    """
    subject, body = mails.fill(template, lambda name: values[name])
    by_post = {"post": next(iter(BY_POST)), "template": letter} if letter else {}
    payload = {
        "headers": {"to": SUBMITTER, **by_post} if address is None else {},
        "data": feel.to_json({"subject": subject, "text": body}),
        **({ADDRESS: address} if address is not None else {}),
    }
    job = new_job("mail", payload, key=job_id, case_id=case.id)
    ask_for(session, [job])
    return job


def _compose(session: Session, job: Job, *, with_link: bool = True) -> list[_Copy]:
    """The mail for each of its recipients; the link and the salutation are filled in only here.

    Without `with_link` it is for other eyes than the submitter's: whoever has the link can act for them.
    """
    case = session.get_one(Case, job.case_id)
    data = feel.from_json(job.payload["data"])
    settings = here().settings
    if address := job.payload.get(ADDRESS):
        values = delivery.fixed_texts(settings, case.reference)
        subject, body = (mails.finish(data[part], values) for part in ("subject", "text"))
        return [_Copy(0, "", address, subject, body)]
    found: list[_Copy] = []
    rest: Mapping[str, int] | None = job.payload[REST]["people"] if REST in job.payload else None
    for person, is_submitter in _addressees(session, case, job.payload["headers"].get("to", SUBMITTER)):
        if not person.email or (rest is not None and person.id not in rest):
            continue
        own = f"/mijn-idee/{secret_of(case.id) if with_link else LEFT_OUT}"
        path = own if is_submitter else f"/ideeen/{case.reference}"
        values = {
            mails.LINK: settings.base_url + path,
            "aanhef": f"Beste {person.name}",
            **delivery.fixed_texts(settings, case.reference),
        }
        subject, body = (mails.finish(data[part], values) for part in ("subject", "text"))
        number = rest[person.id] if rest is not None else len(found)
        found.append(_Copy(number, person.id, person.email, subject, body))
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
    if len(composed) > 1 and job.state == "done":
        later = _people_of_rest(session, job)
        composed = [copy for copy in composed if copy.person_id not in later]
    subject, body = composed[0][-2:] if composed else (mails.finish(_subject(job), {}), "")
    case = session.get_one(Case, job.case_id)
    return MailView(
        id=job.id,
        case_id=job.case_id,
        reference=case.reference,
        to=", ".join(copy.to for copy in composed) or "(geen e-mailadres bekend)",
        subject=subject,
        body=body,
        created_at=job.created_at,
        sent_at=job.done_at,
        state=job.state,
        error=job.error,
    )


def told_to_submitter(session: Session, case: Case) -> tuple[HeldMail, ...]:
    """The mails about a case to its submitter, the oldest first, without their secret link. They have the name and the
    address of today, since those are filled in when a mail is sent."""
    query = select(Job).where(Job.case_id == case.id, Job.kind == "mail").order_by(Job.created_at, Job.id)
    return tuple(_held(session, job, case) for job in session.scalars(query) if _is_to_submitter(job))


def _is_to_submitter(job: Job) -> bool:
    return ADDRESS in job.payload or job.payload["headers"].get("to", SUBMITTER) == SUBMITTER


def _held(session: Session, job: Job, case: Case) -> HeldMail:
    composed = _compose(session, job, with_link=False)
    if composed:
        _, _, to, subject, body = composed[0]
    else:
        values = delivery.fixed_texts(here().settings, case.reference)
        data: Any = feel.from_json(job.payload["data"])
        to, (subject, body) = "", (mails.finish(str(data[part]), values) for part in ("subject", "text"))
    return HeldMail(to, subject, body, job.created_at, job.done_at if to else None)


def _people_of_rest(session: Session, job: Job) -> set[str]:
    """Those whom this job could not send to; another one is for them."""
    of_mail = Job.id.startswith(f"{_first_of(job)}{_REST}", autoescape=True)
    rests = session.scalars(select(Job.payload).where(Job.case_id == job.case_id, of_mail))
    return {person for told in rests if told[REST]["after"] == job.id for person in told[REST]["people"]}


def _subject(job: Job) -> str:
    data: Any = feel.from_json(job.payload["data"])
    return str(data.get("subject", ""))
