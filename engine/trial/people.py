"""People: the participants in a trial: roles, not names, with the ids that scenarios use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from engine.errors import AnswersRefused
from engine.forms import Form, FormField, FormPage, validate
from engine.models import Account, AccountGroup, Person, Task
from engine.municipality import group_names, now
from engine.names import PARTNERS
from engine.permissions import AUDITOR, SUBMITTER, TEAM
from engine.scenarios import MEMBERS
from engine.tasks.worklists import subject_of
from engine.views import User

VIEWER = User("proef", "Proef", frozenset({"gebiedsregisseur"}))
"""The user as whom a trial is viewed: somebody who may read all of a case."""
OPERATOR = User("proef-beheer", "Proef", frozenset({"beheerder"}))
DOMAIN = "proef.invalid"
INVENTED = {
    "name": ("Ina Inwoner", "Ina"),
    "email": ("ina.inwoner@voorbeeld.invalid", "ina@voorbeeld.invalid", "i@x.invalid", "i@x.test"),
    "phone": ("0612345678", "06-12345678", "+31612345678", "01234567"),
    "address": ("Raadhuisplein 1", "1234 AB"),
}
"""The personal answers of a trial in a scenario, by our property `personal`: the first that fits."""
LONGEST_PADDING = 2_000


def invent(field: FormField) -> str | None:
    """An answer about nobody that a personal field accepts; None when we know of none."""
    alone = Form("", "", (FormPage("", "", "", (replace(field, hide=None),)),))
    for text in _inventions(field):
        try:
            validate(alone, {field.key: text})
        except AnswersRefused:
            continue
        return text
    return None


def _inventions(field: FormField) -> Iterator[str]:
    known = INVENTED[str(field.personal)]
    yield from known
    if field.kind in {"textfield", "textarea"}:
        least, most = min(field.min_length or 0, LONGEST_PADDING), field.max_length
        for text in known:
            yield text[:most].strip()
            yield " ".join([text] * (least // len(text) + 1))[:most]
            yield text.replace(" ", "").ljust(least, "a")[:most]


def add_people(session: Session) -> None:
    """Make the accounts of everyone in scenarios, and a colleague where a group has one member.

    The colleague has no account: expressions must find as many members of a group as in a scenario.
    """
    for group, members in MEMBERS.items():
        if len(members) == 1:
            session.add(Person(id=_colleague_of(group), name=_named_colleague(group), created_at=now()))
        for number, member in enumerate(members, 1):
            key = member["id"]
            name = _name_of(group, number, len(members), member["rol"])
            session.add(Person(id=key, name=name, email=f"{key}@{DOMAIN}", created_at=now()))
            session.flush()
            # Nobody signs in to a trial; the name only sorts the members of a group as in scenarios.
            session.add(
                Account(
                    id=key,
                    username=f"{group}-{number:02}",
                    password_hash="",
                    role=member["rol"],
                    active=True,
                    groups=[AccountGroup(group_id=group)],
                )
            )
    session.flush()


def _named_colleague(group: str) -> str:
    return f"{group_names().get(group, group)}, een collega"


def _name_of(group: str, number: int, count: int, role: str) -> str:
    name = group_names().get(group, group)
    return f"{name}, lid {number} ({role})" if count > 1 else name


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does a task, and in whose name a scenario records it."""

    user: User
    group: str


def find_actor(session: Session, task: Task) -> Actor | None:
    """Who does a task in a trial: its assignee, else the first of its groups that has any member.

    Where two people must do two tasks, a colleague does the second.
    """
    groups = sorted(task.candidate_groups)
    submitter = task.case.submitter_id
    if submitter is not None and (task.assignee == submitter or (task.assignee is None and SUBMITTER in groups)):
        return Actor(submitter_of(submitter, task.case_id), SUBMITTER)
    if task.assignee is not None:
        user = _member(task.assignee)
        return Actor(user, next(iter(user.groups))) if user is not None else None
    barred = subject_of(session, task).barred
    for group in groups:
        wanted = next(iter(PARTNERS)) if group == TEAM else group
        if wanted not in MEMBERS or wanted == AUDITOR:
            continue
        for key in (MEMBERS[wanted][0]["id"], _colleague_of(wanted)):
            if key not in barred and (user := _member(key)) is not None:
                return Actor(user, group)
    return None


def _colleague_of(group: str) -> str:
    """The id of the second member of a group: where scenarios know one member, a person without an account."""
    members = MEMBERS[group]
    return members[1]["id"] if len(members) > 1 else f"{group}-2"


def submitter_of(person_id: str, case_id: str) -> User:
    return User(person_id, "Indiener", frozenset({SUBMITTER}), "inwoner", case_id)


def _member(key: str) -> User | None:
    for group, members in MEMBERS.items():
        if len(members) == 1 and key == _colleague_of(group):
            return User(key, _named_colleague(group), frozenset({group}), members[0]["rol"])
        for number, member in enumerate(members, 1):
            if member["id"] == key:
                name = _name_of(group, number, len(members), member["rol"])
                return User(key, name, frozenset({group}), member["rol"])
    return None


def starter(groups: frozenset[str]) -> User | None:
    """Who begins: a visitor where everybody may, or somebody from one of the groups."""
    if "iedereen" in groups:
        return None
    return first_of(groups)[1]


def first_of(groups: frozenset[str]) -> tuple[str, User | None]:
    """The first of these groups that has a member, and that member."""
    for group in sorted(groups & MEMBERS.keys()):
        if (user := _member(MEMBERS[group][0]["id"])) is not None:
            return group, user
    return "", None
