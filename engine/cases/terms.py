"""Terms: the statutory term of a case: when it ends, and extending it with a reason that the submitter is told."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import deadlines, events, history
from engine.cases.mailing import ask_mail
from engine.database import connection_of
from engine.dialect.mails import MailTemplate
from engine.dialect.saying import to_text
from engine.errors import ExtensionRefused, NotFound
from engine.finding import locking
from engine.finding.caselist import subject_of
from engine.models import Case, Publication
from engine.municipality import calendar, here, now, reading, today, transaction
from engine.names import DECIDED
from engine.papers import letters
from engine.permissions import may, require
from engine.running import answers, publishing, standing
from engine.tidying import tidy_text
from engine.views import User

MOST_WEEKS = 6
"""The maximum extension of a decision on an objection (Awb 7:10 lid 3); for a first decision, a reasonable term."""
LONGEST_REASON = 2000
FIELD = "reden_verlenging"
FIRST_STATUS = "Ingestuurd"
LETTER = "termijn-verlengd"
"""What the letter about an extension is called, since no diagram has a template for it."""
MAIL = MailTemplate(
    "Wij hebben meer tijd nodig ({{ kenmerk }})",
    "{{ aanhef }},\n\n{{ tekst }}\n\nHier ziet u hoe het ervoor staat:\n{{ link }}\n\n"
    "Hebt u vragen? Neem dan contact met ons op.\n{{ contact }}",
)
PUBLISHED = "Wij hebben meer tijd nodig om te beslissen. U krijgt uiterlijk op {day} een besluit.\n\nDe reden: {reason}"
PUBLISHED_WHILE_STILL = (
    "Wij hebben meer tijd nodig om te beslissen. Wij wachten nog op uw antwoord. Zolang staat de tijd stil die wij "
    "hebben om te beslissen. Antwoordt u vandaag, dan krijgt u uiterlijk op {day} een besluit.\n\nDe reden: {reason}"
)
"""While the term is suspended nobody knows its last day yet."""


def term_of(case: Case) -> deadlines.Term | None:
    """The statutory term of a case, with all that happened to it; None without one."""
    if case.statutory_term is None:
        return None
    received, duration = deadlines.read_interval(case.statutory_term)
    term = deadlines.Term(received or case.started_at.astimezone(here().settings.zone).date(), duration)
    for since, until in case.suspensions:
        term = deadlines.suspend(term, date.fromisoformat(since))
        if until is not None:
            term = deadlines.resume(term, date.fromisoformat(until))
    for duration, _ in case.extensions:
        term = deadlines.extend(term, duration)
    return term


def received_on(case: Case) -> date | None:
    """The day on which the municipality had received it, where somebody entered it on a later day (Awb 4:13)."""
    return deadlines.read_interval(case.statutory_term)[0] if case.statutory_term is not None else None


def statutory_due(case: Case, days: deadlines.WorkingDays) -> date | None:
    """The last day of the statutory term (Awb 4:13), with the days it was suspended (4:15) and extended (4:14)."""
    term = term_of(case)
    return deadlines.ends_on(term, days, today=today()) if term is not None else None


def stands_still(case: Case, days: deadlines.WorkingDays) -> bool:
    """Whether the clock of its statutory term stands still now (Awb 4:15)."""
    term = term_of(case)
    return term is not None and deadlines.stands_still(term, days)


def is_extendable(session: Session, case: Case, user: User) -> bool:
    """Whether this user may extend the term of this case now."""
    return may(user, "extend_term", subject_of(case)) and _why_not(session, case) is None


def check_extendable(case_id: str, user: User) -> None:
    """Check whether a term can be extended, before anything is asked.

    Raises:
        NotFound, NotAllowed, CaseEnded.
        ExtensionRefused: the term cannot be extended (now), whatever is answered.
    """
    with reading() as session:
        case = session.get(Case, case_id)
        if case is None:
            raise NotFound("case", case_id)
        require(user, "read_case", subject_of(case))
        locking.require_running(case)
        require(user, "extend_term", subject_of(case))
        if why := _why_not(session, case):
            raise ExtensionRefused({"termijn": why})


def _why_not(session: Session, case: Case) -> str | None:
    due = statutory_due(case, calendar(session))
    if due is None:
        return "no_term"
    if case.extensions:
        return "extended_before"
    if is_decided(session, case):
        return "decided"
    # The applicant must hear of it before the term has ended (Awb 4:14 lid 3; for an objection 7:10 lid 3).
    return "passed" if today() > due else None


def is_decided(session: Session, case: Case) -> bool:
    """Whether the decision was announced to the submitter."""
    announced = select(Publication.id).where(Publication.case_id == case.id, Publication.status.in_(DECIDED))
    return session.scalar(announced.limit(1)) is not None


def extend_term(case_id: str, user: User, weeks: int | None, reason: str) -> date:
    """Extend the statutory term of a case, once, by one to six weeks. Returns the new last day.

    The submitter is told the reason and the new day, on the page with the status, and by mail or else by letter. The
    reason is stored as answers are, with a digest in the history (Awb 4:14 lid 3, 7:10 lid 3).

    Raises:
        NotFound, NotAllowed, CaseEnded.
        ExtensionRefused: no reason, an impossible number of weeks, or a term that cannot be extended (now).
    """
    told = tidy_text(reason, LONGEST_REASON)
    with transaction() as session:
        case = locking.lock_case(session, case_id)
        require(user, "read_case", subject_of(case))
        locking.require_running(case)
        require(user, "extend_term", subject_of(case))
        problems = {} if told else {"reden": "required"}
        if weeks is None or not 1 <= weeks <= MOST_WEEKS:
            problems["weken"] = "weeks"
        if why := _why_not(session, case):
            problems["termijn"] = why
        term = term_of(case)
        if problems or term is None:
            raise ExtensionRefused(problems)
        due = deadlines.ends_on(deadlines.extend(term, f"P{weeks}W"), calendar(session), today=today())
        case.extensions = [*case.extensions, [f"P{weeks}W", today().isoformat()]]
        extended = _keep(session, case, user, told, f"P{weeks}W", due)
        following = _tell(session, case, told, due, still=deadlines.stands_still(term, calendar(session)))
        case.updated_at = now()
        history.record(
            session, [extended, *following], case_id=case.id, by=user.id, at=now(), definitions=case.bindings
        )
        return due


def _keep(session: Session, case: Case, user: User, reason: str, duration: str, due: date) -> events.Event:
    given = answers.seal({FIELD: reason})
    place = {"process_id": case.process_id, "definition_id": case.bindings[case.process_id]}
    answers.keep(connection_of(session), answers.row_of(given, case.id, by=user.id, **place))
    return events.TermExtended(duration, due.isoformat(), (FIELD,), given.digest)


def _tell(session: Session, case: Case, reason: str, due: date, *, still: bool) -> list[events.Event]:
    """By law it counts once it is announced: on the submitter's page, and by mail; by post if no mail reaches them."""
    text = (PUBLISHED_WHILE_STILL if still else PUBLISHED).format_map({"day": to_text(due), "reason": reason})
    case.status, case.status_text = case.status or FIRST_STATUS, text
    published = publishing.publish(
        session, case.id, events.StatusPublished(case.process_id, "", case.status), text, now()
    )
    return [published, *write_to_submitter(session, case, f"{case.id}-term", LETTER, MAIL, text)]


def write_to_submitter(
    session: Session, case: Case, key: str, name: str, template: MailTemplate, text: str
) -> list[events.Event]:
    """Have the engine's own words about a term mailed to the submitter, or written as a letter (called `name`) where no
    mail reaches them. `key` is the id of both."""
    values = {"kenmerk": case.reference, "tekst": text}
    written = letters.write_instead_of_mail(session, case, key, name, template, values)
    job = ask_mail(session, case, key, template, values, letter=name)
    asked = standing.ask(case.salt, job.kind, job.payload)
    return [*written, events.JobRequested(case.process_id, "", job.id, job.kind, asked)]
