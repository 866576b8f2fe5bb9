"""Resending: whether a submitter was mailed the link of their case, and mailing it again. Nobody else sees it."""

from __future__ import annotations

from sqlalchemy import select

from engine import events, history
from engine.cases.mailing import ask_mail
from engine.dialect import feel
from engine.dialect.mails import LINK, MailTemplate, is_asked
from engine.errors import Conflict
from engine.finding import locking
from engine.finding.caselist import subject_of
from engine.models import Job, Person, new_id
from engine.municipality import now, reading, transaction
from engine.permissions import SUBMITTER, require
from engine.running import standing
from engine.views import User

MAIL = MailTemplate(
    "Uw link ({{ kenmerk }})",
    "{{ aanhef }},\n\nU vroeg ons om de link van {{ kenmerk }}. Hier is hij:\n{{ link }}\n\n"
    "Met deze link ziet u hoe het ervoor staat. Bewaar hem goed en geef hem aan niemand: wie de link heeft, kan "
    "openen wat u instuurde.\n\nHebt u hier niet om gevraagd? Dan hoeft u niets te doen.\n{{ contact }}",
)


class NoAddress(Conflict):
    """The e-mail address of the submitter is not known, or the case has no submitter."""


def is_link_mailed(user: User) -> bool:
    """Whether a mail with the link of their case was sent, or will be, to the submitter who asks.

    In a process that sends no such mail, the submitter has to keep the link.
    """
    with reading() as session:
        sent = session.scalars(select(Job.payload).where(Job.case_id == user.case_id, Job.kind == "mail")).all()
    texts = [feel.from_json(one["data"])["text"] for one in sent if one["headers"].get("to") == SUBMITTER]
    return any(is_asked(LINK, text) for text in texts)


def resend_link(case_id: str, user: User) -> None:
    """Have the link of a case mailed to its submitter. While such a mail is waiting, no second one is made.

    Raises: NotFound, NotAllowed, NoAddress.
    """
    with transaction() as session:
        case = locking.lock_case(session, case_id)
        require(user, "read_case", subject_of(case))
        require(user, "read_personal", subject_of(case))
        person = session.get(Person, case.submitter_id) if case.submitter_id else None
        if person is None or not person.email:
            raise NoAddress(f"no e-mail address for {case.reference}")
        own = select(Job.id).where(Job.case_id == case.id, Job.id.startswith(f"{case.id}-link-"))
        if session.scalar(own.where(Job.state.in_(("waiting", "running"))).limit(1)) is not None:
            return
        job = ask_mail(session, case, f"{case.id}-link-{new_id()[-16:]}", MAIL, {"kenmerk": case.reference})
        resent = events.LinkResent(job.id, standing.ask(case.salt, job.kind, job.payload))
        history.record(session, [resent], case_id=case.id, by=user.id, at=now(), definitions=case.bindings)
