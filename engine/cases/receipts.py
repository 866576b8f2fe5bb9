"""Receipts: correcting the day on which something came in, from which its statutory term counts (Awb 4:13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from engine import deadlines, events, history
from engine.cases import terms
from engine.cases.starting import LONGEST_UNENTERED
from engine.database import connection_of
from engine.dialect.mails import MailTemplate
from engine.dialect.saying import to_text
from engine.errors import NotFound, ReceiptRefused
from engine.finding import locking
from engine.finding.caselist import subject_of
from engine.models import Case, new_id
from engine.municipality import calendar, here, now, reading, today, transaction
from engine.permissions import may, require
from engine.running import answers
from engine.tidying import tidy_text
from engine.views import User

LONGEST_REASON = 2000
FIELD = "reden_ontvangstdag"
LETTER = "ontvangst-verbeterd"
"""What the letter about it is called, since no diagram has a template for it."""
MAIL = MailTemplate(
    "De dag waarop wij dit van u kregen ({{ kenmerk }})",
    "{{ aanhef }},\n\n{{ tekst }}\n\nHier ziet u hoe het ervoor staat:\n{{ link }}\n\n"
    "Hebt u vragen? Neem dan contact met ons op.\n{{ contact }}",
)
TOLD = (
    "Wij hadden niet goed opgeschreven op welke dag wij dit van u kregen. Dat was op {received}. Vanaf die dag telt de "
    "tijd die wij hebben om te besluiten. {until}\n\nDe reden: {reason}"
)
IN_TIME = "U krijgt uiterlijk op {due} een besluit."
STILL = (
    "Wij wachten nog op uw antwoord. Zolang staat die tijd stil. Antwoordt u vandaag, dan hoort u uiterlijk op {due} "
    "van ons."
)
LATE = (
    "U had uiterlijk op {due} een besluit moeten krijgen. Dat is niet gelukt. Bel ons gerust om te vragen hoe het "
    "ervoor staat."
)


def is_correctable(session: Session, case: Case, user: User) -> bool:
    """Whether this user may correct the day of receipt of this case now."""
    return may(user, "correct_receipt", subject_of(case)) and _why_not(session, case) is None


def check_correctable(case_id: str, user: User) -> None:
    """Check whether the day can be corrected, before anything is asked.

    Raises:
        NotFound, NotAllowed, CaseEnded.
        ReceiptRefused: it cannot be corrected, whatever is answered.
    """
    with reading() as session:
        case = session.get(Case, case_id)
        if case is None:
            raise NotFound("case", case_id)
        _require(case, user)
        if why := _why_not(session, case):
            raise ReceiptRefused({"termijn": why})


def _require(case: Case, user: User) -> None:
    require(user, "read_case", subject_of(case))
    locking.require_running(case)
    require(user, "correct_receipt", subject_of(case))


def _why_not(session: Session, case: Case) -> str | None:
    if case.statutory_term is None:
        return "no_term"
    return "decided" if terms.is_decided(session, case) else None


def correct_receipt(case_id: str, user: User, day: date, reason: str) -> date:
    """Correct the day on which a case came in; its statutory term counts from there. Returns the last day of the term.

    The submitter is told the day, what follows from it and the reason, by mail or else by letter. The reason is stored
    as answers are, with a digest in the history. What was decided or promised stays true: see the codes.

    Raises:
        NotFound, NotAllowed, CaseEnded.
        ReceiptRefused: no reason, a day on which it cannot have come in, or one that does not fit what happened since.
    """
    told = tidy_text(reason, LONGEST_REASON)
    with transaction() as session:
        case = locking.lock_case(session, case_id)
        _require(case, user)
        days = calendar(session)
        problems = {} if told else {"reden": "required"}
        if why := _why_not(session, case):
            problems["termijn"] = why
        elif why := _wrong_day(case, day, days):
            problems["ontvangen"] = why
        was = terms.term_of(case)
        if problems or was is None:
            raise ReceiptRefused(problems)
        corrected = replace(was, start=day)
        due = deadlines.ends_on(corrected, days, today=today())
        happened = _keep(session, case, user, day, told, due)
        text = _say(day, due, told, still=deadlines.stands_still(corrected, days))
        following = terms.write_to_submitter(session, case, f"{case.id}-receipt-{new_id()[-16:]}", LETTER, MAIL, text)
        case.updated_at = now()
        history.record(
            session, [happened, *following], case_id=case.id, by=user.id, at=now(), definitions=case.bindings
        )
        return due


def _wrong_day(case: Case, day: date, days: deadlines.WorkingDays) -> str | None:
    """Why it cannot have come in on that day."""
    was, entered = terms.term_of(case), _entered(case)
    if was is None or day == was.start:
        return "same"
    if day > entered:
        return "entered_before"
    if day < entered - LONGEST_UNENTERED:
        return "far_away"
    corrected = replace(was, start=day)
    for number, (_, extended) in enumerate(case.extensions):
        if date.fromisoformat(extended) > _due_on(corrected, date.fromisoformat(extended), number, days):
            return "extended_late"  # It would have been extended when it had already ended (Awb 4:14 lid 3).
    is_later = deadlines.ends_on(corrected, days, today=today()) > deadlines.ends_on(was, days, today=today())
    # The submitter was told the last day of the extended term.
    return "promised" if case.extensions and is_later else None


def _entered(case: Case) -> date:
    return case.started_at.astimezone(here().settings.zone).date()


def _due_on(term: deadlines.Term, day: date, extensions: int, days: deadlines.WorkingDays) -> date:
    """The last day of a term as it was seen on an earlier day, when it had been extended so many times."""
    known = tuple(
        replace(one, until=one.until if one.until is not None and one.until <= day else None)
        for one in term.suspensions
        if one.since <= day
    )
    then = replace(term, suspensions=known, extensions=term.extensions[:extensions])
    return deadlines.ends_on(then, days, today=day)


def _keep(session: Session, case: Case, user: User, day: date, reason: str, due: date) -> events.Event:
    received = day if day < _entered(case) else None
    before, duration = deadlines.read_interval(case.statutory_term or "")
    case.statutory_term = deadlines.spell_interval(received, duration)
    given = answers.seal({FIELD: reason})
    place = {"process_id": case.process_id, "definition_id": case.bindings[case.process_id]}
    answers.keep(connection_of(session), answers.row_of(given, case.id, by=user.id, **place))
    was, becomes = (one.isoformat() if one is not None else None for one in (before, received))
    return events.ReceiptCorrected(was, becomes, day.isoformat(), due.isoformat(), (FIELD,), given.digest)


def _say(day: date, due: date, reason: str, *, still: bool) -> str:
    until = STILL if still else LATE if today() > due else IN_TIME
    return TOLD.format_map({"received": to_text(day), "until": until.format(due=to_text(due)), "reason": reason})
