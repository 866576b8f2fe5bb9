"""Contacting: who a submitter is and how to reach them, for them to see and to correct (AVG art. 15 and 16)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import events, forms
from engine.cases.mailing import ask_mail
from engine.dialect.mails import MailTemplate
from engine.errors import AnswersRefused, FieldProblem, NotFound
from engine.finding import locking
from engine.finding.caselist import called, subject_of
from engine.models import Case, HistoryEvent, Person, new_id
from engine.municipality import now, reading, transaction
from engine.permissions import require
from engine.running import standing
from engine.views import ContactView, User

FORM = forms.Form(
    "contact",
    "",
    (
        forms.FormPage(
            "contact",
            "",
            "",
            (
                forms.FormField("name", "textfield", "Naam", required=True, max_length=300, personal="name"),
                forms.FormField("email", "email", "E-mailadres", personal="email"),
                forms.FormField("address", "textarea", "Postadres", max_length=500, personal="address"),
                forms.FormField("phone", "phone", "Telefoonnummer", personal="phone"),
            ),
        ),
    ),
)
"""What can be corrected, whatever the start form of the case asked. Keys are the columns of a person."""
MAIL = MailTemplate(
    "Uw e-mailadres is veranderd ({{ kenmerk }})",
    "{{ aanhef }},\n\nVanaf nu sturen wij berichten over {{ kenmerk }} naar dit e-mailadres.\n\n"
    "Met deze link ziet u hoe het ervoor staat:\n{{ link }}\n\nBewaar hem goed en geef hem aan niemand: wie de link "
    "heeft, kan openen wat u instuurde.\n\nHebt u hier niet om gevraagd? Bel ons dan.\n{{ contact }}",
)

TO_FORMER = MailTemplate(
    "Een ander e-mailadres ({{ kenmerk }})",
    "Goedendag,\n\nTot nu toe stuurden wij berichten over {{ kenmerk }} naar dit e-mailadres. Vanaf nu gaan ze naar "
    "een ander adres, of per post.\n\nHebt u hier niet om gevraagd? Bel ons dan.\n{{ contact }}",
)
"""Leaves out the name: because of a typing error, the former address may be somebody else's."""
MOST_ADDRESSES, WITHIN = 5, timedelta(days=1)
"""How often a submitter may change the address: each change sends mail to an address that nobody has checked."""


def read_contact(case_id: str, user: User) -> ContactView:
    """Who the submitter is and how to reach them. Raises: NotFound (also for what was erased), NotAllowed."""
    with reading() as session:
        case = session.get(Case, case_id)
        if case is None:
            raise NotFound("case", case_id)
        require(user, "correct_contact", subject_of(case))
        person = session.get(Person, case.submitter_id) if case.submitter_id and not case.erased_at else None
        if person is None:
            raise NotFound("submitter", case_id)
        told: Mapping[str, Any] = {field.key: getattr(person, field.key) or "" for field in FORM.fields}
        return ContactView(case.reference, case.title, called(session, case), **told)


def correct_contact(case_id: str, user: User, raw: forms.Raw) -> tuple[str, ...]:
    """Correct who the submitter is and how to reach them; returns what changed.

    The history says who did so and which data it was about, never the old or new values. The link is mailed to a new
    e-mail address, so that the submitter sees that mail arrives. The former address is told that it is no longer used:
    otherwise whoever got hold of another's link could have all that follows sent elsewhere unseen. Cases that share the
    person record (a question that became an idea) use the new contact data as well.

    Raises:
        NotFound, NotAllowed.
        AnswersRefused: at the e-mail address: `unreachable`, if that would leave neither an e-mail nor a postal
        address, or `too_often`, if the submitter changed it too often today.
    """
    given = forms.validate(FORM, raw)
    with transaction() as session:
        case = locking.lock_case(session, case_id)
        require(user, "correct_contact", subject_of(case))
        query = select(Person).where(Person.id == case.submitter_id).with_for_update()
        person = session.scalar(query.execution_options(populate_existing=True))
        if person is None or case.erased_at:
            raise NotFound("submitter", case_id)
        if (person.email or person.address) and not given["email"] and not given["address"]:
            raise AnswersRefused({"email": FieldProblem("unreachable")})
        changed = tuple(key for key, value in given.items() if (value or "") != (getattr(person, key) or ""))
        before = standing.reach(person)
        former = person.email if "email" in changed else None
        if "email" in changed and user.case_id is not None and _count_addresses(session, case) >= MOST_ADDRESSES:
            raise AnswersRefused({"email": FieldProblem("too_often")})
        for key in changed:
            setattr(person, key, given[key] or None)
        if changed:
            stands = standing.of_contact(person, before)
            standing.record(session, case, [events.ContactCorrected(changed)], user.id, stands)
        if "email" in changed and person.email:
            session.flush()
            ask_mail(session, case, f"{case.id}-address-{new_id()[-16:]}", MAIL, {"kenmerk": case.reference})
        if former:
            told = {"kenmerk": case.reference}
            ask_mail(session, case, f"{case.id}-former-{new_id()[-16:]}", TO_FORMER, told, address=former)
        return changed


def _count_addresses(session: Session, case: Case) -> int:
    """How often the e-mail address was corrected lately."""
    lately = HistoryEvent.kind == "contact_corrected", HistoryEvent.at > now() - WITHIN
    found = session.scalars(select(HistoryEvent.facts).where(HistoryEvent.case_id == case.id, *lately))
    return sum("email" in facts["fields"] for facts in found)
