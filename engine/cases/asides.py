"""Asides of a case: what staff may begin beside its current tasks, such as asking the submitter for more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import events, forms
from engine.colliding import until_whole
from engine.database import connection_of
from engine.dialect import asides
from engine.dialect.elements import Element
from engine.errors import NotFound, NotWaiting
from engine.finding import locking
from engine.finding.caselist import called, find_case, subject_of
from engine.models import Case, Subscription
from engine.municipality import reading, today, transaction
from engine.permissions import may, require
from engine.running import answers, kept_messages
from engine.running.correlation import give
from engine.running.secretlinks import hash_secret
from engine.spelling import spell_canonically
from engine.subjects import StartSubject
from engine.versions import definitions
from engine.views import AsideDetail, AsideView, User


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Something that a diagram of a case lets people begin: the version, its start event, and the button's text."""

    definition_id: str
    start: Element
    name: str

    @property
    def subject(self) -> StartSubject:
        return StartSubject(asides.groups_of(self.start))


def list_asides(session: Session, case: Case, user: User) -> tuple[AsideView, ...]:
    """What this user may begin in a case now, in the order of its diagrams."""
    if not may(user, "read_case", subject_of(case)):
        return ()
    return tuple(view for view, groups in list_open(session, case) if may(user, "start", StartSubject(groups)))


def list_open(session: Session, case: Case) -> Iterator[tuple[AsideView, frozenset[str]]]:
    """What can be begun in a case now, by whomever, with the groups that may."""
    for one in _drawn(session, case):
        if _ref_of(session, case, one) is not None:
            view = AsideView(one.start.id, asides.message_of(one.start), one.name)
            yield view, one.subject.startable_by


def read_aside(case_key: str, element_id: str, user: User) -> AsideDetail:
    """The form by which something is begun beside the tasks, and whether that is possible now.

    Raises: NotFound, NotAllowed.
    """
    with reading() as session:
        case = find_case(session, case_key)
        drawn = _find(session, case, element_id, user)
        return AsideDetail(
            case_id=case.id,
            reference=case.reference,
            title=case.title,
            noun=called(session, case),
            element_id=element_id,
            name=drawn.name,
            documentation=drawn.start.documentation or "",
            form=definitions.form_of(session, drawn.definition_id, str(drawn.start.form_id)),
            is_open=_ref_of(session, case, drawn) is not None,
        )


@until_whole
def begin_aside(case_id: str, element_id: str, user: User, raw: forms.Raw, *, idempotency_key: str) -> None:
    """Begin something beside the tasks of a case by its form. The same answers with the same key change nothing.

    Raises: NotFound, NotAllowed, AnswersRefused, CaseEnded, ExecutionFailed. NotWaiting: it can no longer be begun.
    """
    with transaction() as session:
        case = locking.lock_case(session, case_id)
        require(user, "read_case", subject_of(case))
        drawn = _find(session, case, element_id, user)
        message = asides.message_of(drawn.start)
        form = definitions.form_of(session, drawn.definition_id, str(drawn.start.form_id))
        values = answers.to_values(forms.validate(form, raw, today=today()))
        given = answers.seal(values)
        # Includes what was typed: whoever goes back to the page and asks something else is not clicking twice. Noted
        # under the id of the case, for which no diagram waits.
        noted = hash_secret(idempotency_key + spell_canonically(given.values).decode())
        incoming = kept_messages.Incoming(message, case.id, {}, user, noted)
        if kept_messages.find_known(session, incoming) is not None:
            return
        locking.require_running(case)
        ref = _ref_of(session, case, drawn)
        if ref is None:
            raise NotWaiting(message)
        place = {"process_id": drawn.start.process, "element_id": element_id}
        begun = events.AsideBegun(**place, fields_given=tuple(sorted(values)), digest=given.digest)
        kept = kept_messages.keep(session, incoming)
        give(session, case, message, values, by=user.id, first=[begun], ref=ref, noting=kept)
        row = answers.row_of(given, case.id, by=user.id, definition_id=drawn.definition_id, form_id=form.id, **place)
        answers.keep(connection_of(session), row)


def _find(session: Session, case: Case, element_id: str, user: User) -> _Drawn:
    """Raises: NotAllowed, NotFound."""
    require(user, "read_case", subject_of(case))
    for drawn in _drawn(session, case):
        if drawn.start.id == element_id:
            require(user, "start", drawn.subject)
            return drawn
    raise NotFound("aside", element_id)


def _drawn(session: Session, case: Case) -> Iterator[_Drawn]:
    for definition_id in case.bindings.values():
        process = definitions.files_of(session, definition_id).process
        for start in asides.asides_of(process):
            yield _Drawn(definition_id, start, asides.name_of(process, start))


def _ref_of(session: Session, case: Case, drawn: _Drawn) -> str | None:
    """What waits for it in the case now; None for nothing. In a repeated part, that of one instance."""
    if case.state in locking.ENDED or case.incident is not None:
        return None
    query = select(Subscription.ref).where(Subscription.case_id == case.id, Subscription.kind == "message")
    query = query.where(Subscription.element_id == drawn.start.id)
    query = query.where(Subscription.message == asides.message_of(drawn.start))
    return session.scalar(query.order_by(Subscription.ref).limit(1))
