"""Lost links: mailing them again to somebody who lost them, without telling anyone whose address is known.

Whoever asks gets the same answer in the same time: the request only writes a job, whatever the address is. A worker
looks who has it, and only the mailbox tells. The address is kept no longer than that job needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from babel.dates import format_date
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine import events, forms, history
from engine.accounts.sessions import hash_token
from engine.accounts.signing_in import WINDOW, place_of
from engine.cases.mailing import ask_mail
from engine.database import lock_name
from engine.dialect.mails import MailTemplate
from engine.errors import AnswersRefused, FieldProblem
from engine.finding import locking
from engine.finishing import do_once
from engine.models import Case, FailedSignIn, Job, Person, new_id
from engine.municipality import here, now, transaction
from engine.requesting import ask_for, new_job
from engine.running import standing
from engine.views import SYSTEM

KIND = "lost-link"
KEY = "email"
FORM = forms.Form(
    "link-kwijt",
    "",
    (
        forms.FormPage(
            "link-kwijt", "", "", (forms.FormField(KEY, "email", "E-mailadres", required=True, personal="email"),)
        ),
    ),
)
MAIL = MailTemplate(
    "Uw link ({{ kenmerk }})",
    "{{ aanhef }},\n\nOp onze site vroeg iemand met uw e-mailadres om een nieuwe e-mail met de link van {{ kenmerk }}, "
    "ingestuurd op {{ dag }}. Hier is hij:\n{{ link }}\n\n"
    "Met deze link ziet u hoe het ervoor staat. Bewaar hem goed en geef hem aan niemand: wie de link heeft, kan "
    "openen wat u instuurde.\n\nHebt u hier niet om gevraagd? Dan hoeft u niets te doen: alleen u kreeg deze e-mail.\n"
    "{{ contact }}",
)
MOST_ASKED, MOST_ASKED_BY_ALL = 5, 200
"""How often one place and all together may ask within `WINDOW`, in which tries to sign in are counted as well."""
MOST_CASES = 10
"""Of so many cases the links are mailed, the newest: as many as a browser remembers."""
PAUSE, MOST_MAILS, DAY = timedelta(hours=1), 3, timedelta(days=1)
"""How long after one mail the next may go, and how many in a day. Else anybody could fill somebody's mailbox."""


def request_links(raw: forms.Raw, *, address: str) -> None:
    """Have the links of the cases with this e-mail address mailed there, if there are any; nobody is told whether.

    `address` is where the request came from.

    Raises: AnswersRefused, also where that place, or everybody together, asked too often: `asked_too_often`.
    """
    email = str(forms.validate(FORM, raw)[KEY])
    limits = {hash_token("lost-link:" + place_of(address)): MOST_ASKED, hash_token("lost-link:"): MOST_ASKED_BY_ALL}
    with transaction() as session:
        for subject in sorted(limits):
            lock_name(session, f"lost-link:{subject}")
            lately = FailedSignIn.subject == subject, FailedSignIn.at > now() - WINDOW
            if (session.scalar(select(func.count()).where(*lately)) or 0) >= limits[subject]:
                raise AnswersRefused({KEY: FieldProblem("asked_too_often")})
        session.add_all(FailedSignIn(subject=subject, at=now()) for subject in limits)
        ask_for(session, [new_job(KIND, {KEY: email})])


def send_links(job_id: str) -> None:
    """Execute such a request: a mail for each case, with the mail and its event in one commit."""
    do_once(job_id, _ask_mails)


def _ask_mails(session: Session, job: Job) -> None:
    for case_id in _find_cases(session, str(job.payload[KEY])):
        case = locking.lock_case(session, case_id)
        if case.erased_at is None and case.secret_hash is not None and not _was_mailed(session, case):
            _mail_link(session, case)
    job.payload = {}


def _find_cases(session: Session, email: str) -> Sequence[str]:
    """In the order in which they are locked."""
    query = select(Case.id).join(Person, Person.id == Case.submitter_id)
    known = query.where(func.lower(Person.email) == email.lower(), Case.secret_hash.is_not(None))
    return sorted(session.scalars(known.order_by(Case.id.desc()).limit(MOST_CASES)))


def _was_mailed(session: Session, case: Case) -> bool:
    """Whether the link was mailed often enough lately, or is about to be."""
    own = Job.case_id == case.id, Job.id.startswith(f"{case.id}-link-")
    waits, recent = Job.state.in_(("waiting", "running")), Job.created_at > now() - PAUSE
    if session.scalar(select(Job.id).where(*own, or_(waits, recent)).limit(1)) is not None:
        return True
    today = select(func.count()).select_from(Job).where(*own, Job.created_at > now() - DAY)
    return (session.scalar(today) or 0) >= MOST_MAILS


def _mail_link(session: Session, case: Case) -> None:
    day = format_date(case.started_at.astimezone(here().settings.zone).date(), "d MMMM y", locale="nl")
    job = ask_mail(session, case, f"{case.id}-link-{new_id()[-16:]}", MAIL, {"kenmerk": case.reference, "dag": day})
    asked = events.LinkAsked(job.id, standing.ask(case.salt, job.kind, job.payload))
    history.record(session, [asked], case_id=case.id, by=SYSTEM.id, at=now(), definitions=case.bindings)
