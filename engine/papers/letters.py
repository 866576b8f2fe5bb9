"""Letters: what a step says on paper: written in its transaction, printed and posted by staff, kept unchanged.

A decision is announced to the people it concerns by sending it (Awb 3:41 lid 1); those without e-mail get it by post.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sqlalchemy import func, literal_column, select, text
from sqlalchemy.orm import Session

from engine import events, history
from engine.database import connection_of
from engine.delivery import fixed_texts
from engine.dialect.mails import LINK, MailTemplate, fill, finish
from engine.errors import NotFound
from engine.finding import caselist, locking
from engine.finding.people import names_of
from engine.models import Case, Letter, Person, table_of
from engine.models.papers import UNSENT
from engine.municipality import here, now, reading, transaction
from engine.names import BY_POST, LETTER_TO, LETTER_TO_ALL, way_to_submitter
from engine.papers import asking
from engine.permissions import may, require
from engine.prepared import Prepared
from engine.views import MOST, LetterView, Page, PostedLetter, SentLetters, User
from engine.workflow import JobRequest, Step

KIND = "letter"
"""The kind of work that a diagram asks for."""
SAID = frozenset({KIND, "mail"})
"""Kinds of work that say something; a mail is a letter for a submitter whom no mail reaches, if the diagram says so."""
ANYBODY = "Beste lezer"
"""The salutation where no name is known; also in subjects, since some staff who read them may not see the addressee."""
LINK_ON_PAPER = "(met de geheime link die u kreeg toen u dit instuurde; hebt u die niet, bel ons dan)"
"""Beside the address of a submitter's page: a letter is kept as it was sent, so it does not contain the secret."""
LONGEST = 300
"""Of an addressee, and of a subject."""
MOST_AT_ONCE = 200
_to_post = select(literal_column("1")).select_from(table_of(Letter)).where(text(UNSENT)).limit(MOST + 1).subquery()
_COUNT_UNSENT = Prepared(select(func.count()).select_from(_to_post))


def write(session: Session, case: Case | locking.LockedCase, step: Step) -> list[events.Event]:
    """Write the letters that a step asks for, in its transaction; each once, since its id is that of the request.

    A letter without an address is written anyway, as a mail is: whoever posts it sees that the address is missing.
    """
    found: list[events.Event] = []
    for request in step.jobs:
        if request.kind in SAID and (letter := _compose(session, case, request)) is not None:
            found.append(_add(session, letter))
    return found


def write_instead_of_mail(
    session: Session, case: Case, letter_id: str, name: str, template: MailTemplate, values: Mapping[str, str]
) -> list[events.Event]:
    """Write to a submitter whom no mail reaches what the engine itself mails to others; nothing for all others.

    `name` is what the letter is called; `values` fill in the template.
    """
    subject, text = fill(template, lambda asked: values[asked])
    headers = {"to": LETTER_TO_ALL, "post": next(iter(BY_POST)), "template": name}
    said = {"subject": subject, "text": text}
    letter = _compose(session, case, JobRequest(0, "mail", case.process_id, "", headers, said))
    if letter is None:
        return []
    letter.id = letter_id
    return [_add(session, letter)]


def write_as_letter(session: Session, case: Case, letter_id: str, request: JobRequest) -> events.LetterWritten | None:
    """Write to the submitter on paper what could not be said otherwise; None where it is a letter already."""
    letter = _compose(session, case, request)
    if letter is None or session.get(Letter, letter_id) is not None:
        return None
    letter.id = letter_id
    return _add(session, letter)


def _add(session: Session, letter: Letter) -> events.LetterWritten:
    session.add(letter)
    said = (letter.id, digest_of(letter), letter.template, letter.to_submitter)
    return events.LetterWritten(letter.process_id, letter.element_id, *said)


def _compose(session: Session, case: Case | locking.LockedCase, request: JobRequest) -> Letter | None:
    """The letter of a request; None for what goes by mail, or is only for people without an e-mail address."""
    to, address = " ".join(request.headers.get("to", "").split()), request.headers.get("address", "")
    to_submitter = to in LETTER_TO
    if request.kind != KIND and not (to_submitter and case.submitter_id):
        return None
    if to_submitter:
        person = session.get(Person, case.submitter_id) if case.submitter_id else None
        has_mail = bool(person and person.email)
        if way_to_submitter(request.kind, request.headers, has_mail=has_mail) != "letter":
            return None
        to = person.name if person is not None else ""
        address = address or ((person.address or "") if person is not None else "")
    settings = here().settings
    known = {
        "aanhef": f"Beste {to}" if to else ANYBODY,
        LINK: f"{settings.base_url}/mijn-idee {LINK_ON_PAPER}",
        **fixed_texts(settings, case.reference),
    }
    subject, body = (
        finish(str(request.data[part]), values) for part, values in (("subject", {"aanhef": ANYBODY}), ("text", known))
    )
    return Letter(
        id=f"{case.id}-{request.number}",
        case_id=case.id,
        process_id=request.process_id,
        element_id=request.element_id,
        template=request.headers["template"],
        to_submitter=to_submitter,
        addressee=to[:LONGEST],
        address="\n".join(line for part in re.split(r"[\n,]", address) if (line := part.strip()))[:1000],
        subject=subject[:LONGEST],
        body=body,
        salt=history.new_salt(),
        written_at=now(),
    )


def digest_of(letter: Letter) -> str:
    """The digest by which the history proves a letter as long as that is kept, and which reveals nothing afterwards."""
    said = [letter.addressee, letter.address, letter.subject, letter.body]
    return history.salted_digest(said, letter.salt)


# ---- reading ----------------------------------------------------------------------------------------------------


def list_letters(user: User, *, sent: bool = False, page: int = 1, size: int = 25) -> Page[LetterView]:
    """*Te versturen brieven*, the oldest first; or those that were sent, the newest first. Raises: NotAllowed."""
    require(user, "send_letters", None)
    page, size = max(1, page), min(max(1, size), 100)
    with reading() as session:
        query = select(Letter).where(Letter.sent_at.is_not(None) if sent else Letter.sent_at.is_(None))
        order = (Letter.sent_at.desc(), Letter.id.desc()) if sent else (Letter.written_at, Letter.id)
        skipped = min((page - 1) * size, MOST)
        rows = session.scalars(query.order_by(*order).limit(min(size, MOST - skipped)).offset(skipped)).all()
        return Page(_views(session, rows, user), caselist.count_up_to_most(session, query), page, size)


def count_unsent(session: Session) -> int:
    """How many letters are to be posted, up to `MOST` + 1. Every page of those who post them asks it."""
    ((count,),) = _COUNT_UNSENT.fetch(connection_of(session), {})
    return int(count)


def read_letter(letter_id: str, user: User) -> LetterView:
    """A letter, to print it. Raises: NotAllowed, NotFound."""
    require(user, "send_letters", None)
    with reading() as session:
        letter = session.get(Letter, letter_id)
        if letter is None:
            raise NotFound("letter", letter_id)
        return _views(session, [letter], user)[0]


def of_case(session: Session, case_id: str, user: User) -> tuple[LetterView, ...]:
    """The letters of a case, the oldest first; content and addressee only for whoever may send them."""
    query = select(Letter).where(Letter.case_id == case_id).order_by(Letter.written_at, Letter.id)
    return _views(session, session.scalars(query).all(), user)


def posted_to_submitter(session: Session, case_id: str) -> tuple[PostedLetter, ...]:
    """The letters that the submitter of a case was sent, the oldest first."""
    query = select(Letter).where(Letter.case_id == case_id, Letter.to_submitter, Letter.sent_at.is_not(None))
    rows = session.scalars(query.order_by(Letter.sent_at, Letter.id))
    return tuple(PostedLetter(row.subject, row.sent_at) for row in rows if row.sent_at is not None)


def _views(session: Session, rows: Iterable[Letter], user: User) -> tuple[LetterView, ...]:
    rows = list(rows)
    references = dict(
        session.execute(select(Case.id, Case.reference).where(Case.id.in_({row.case_id for row in rows}))).all()
    )
    names = names_of(session, {row.sent_by for row in rows if row.sent_by})
    open_to_user = may(user, "send_letters", None)
    return tuple(
        LetterView(
            id=row.id,
            case_id=row.case_id,
            reference=references[row.case_id],
            template=row.template,
            addressee=row.addressee if open_to_user else "",
            address=tuple(row.address.split("\n")) if row.address and open_to_user else (),
            lacks_address=not row.address,
            subject=row.subject,
            body=row.body if open_to_user else "",
            written_at=row.written_at,
            sent_at=row.sent_at,
            sent_by=names[row.sent_by] if row.sent_by else None,
            may_open=open_to_user,
        )
        for row in rows
    )


# ---- sending ----------------------------------------------------------------------------------------------------


def mark_letters_sent(letter_ids: Iterable[str], user: User) -> SentLetters:
    """Record that letters were posted. Letters that were marked already stay as they are, and are returned.

    Raises: NotAllowed, NotFound: there is no such letter; then none is marked.
    """
    require(user, "send_letters", None)
    wanted = list(dict.fromkeys(letter_ids))[:MOST_AT_ONCE]
    with transaction() as session:
        # No id has the character NUL, and PostgreSQL cannot even search for it.
        can_be = [letter_id for letter_id in wanted if letter_id.isprintable()]
        cases = dict(session.execute(select(Letter.id, Letter.case_id).where(Letter.id.in_(can_be))).all())
        for letter_id in wanted:
            if letter_id not in cases:
                raise NotFound("letter", letter_id)
        # In a fixed order, so that two people who mark the same letters do not deadlock.
        locked = {case_id: locking.lock_case(session, case_id) for case_id in sorted(set(cases.values()))}
        letters = session.scalars(select(Letter).where(Letter.id.in_(wanted)).order_by(Letter.id)).all()
        before = [letter for letter in letters if letter.sent_at is not None]
        sent = [letter for letter in letters if letter.sent_at is None]
        for letter in sent:
            letter.sent_at, letter.sent_by = now(), user.id
            happened = [events.LetterSent(letter.process_id, letter.element_id, letter.id)]
            history.record(
                session,
                [*happened, *asking.ask_by(session, locked[letter.case_id], [letter])],
                case_id=letter.case_id,
                by=user.id,
                at=now(),
                definitions=locked[letter.case_id].bindings,
            )
        session.flush()
        return SentLetters(_views(session, sent, user), _views(session, before, user))
