"""Permissions: who may do what. One table of rules; what it does not allow is not allowed. Pure.

A permission says whether this user may ever do this to something in this state. Whether it is possible now (the
diagram waits for a withdrawal, the answers fit) is for the module that does it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from engine.errors import NotAllowed
from engine.names import GROUPS, PARTNERS
from engine.subjects import (
    AccountSubject,
    CaseSubject,
    ChangeSubject,
    DestructionSubject,
    StartSubject,
    Subject,
    TaskSubject,
)
from engine.views import User

SUBMITTER = "indiener"
EVERYONE = "iedereen"
AUDITOR = "auditor"
OPERATOR = "beheerder"
PROCESS_OWNER = "proceseigenaar"
TEAM = "wijkteam"

STAFF = frozenset(GROUPS) - {SUBMITTER}
"""Every group that has accounts: they read cases and their history, without contact data."""
CONTACTS = frozenset({"gebiedsregisseur", "ondersteuning", "kernteam"})
"""Those who speak with the submitter, and so may see the contact data (AVG art. 5 lid 1 under c)."""
BEHALF = frozenset({"gebiedsregisseur", "ondersteuning"})
"""Those who may withdraw an idea when the submitter asks them to, answer for one who calls or writes on paper, say or
correct when something came in on paper, and extend a statutory term."""

JUDGES = frozenset({OPERATOR, PROCESS_OWNER})
"""Who may approve that cases are destroyed: a second operator, or an owner of processes."""


_VISITOR = User("bezoeker", "Bezoeker")


def groups_of(user: User) -> frozenset[str]:
    """The groups in whose name a user acts.

    A member of one of the five organisations is also in the wijkteam. An auditor has no other group, since auditors do
    not take part. A submitter acts for one case and in no group; `indiener` is nobody's group.
    """
    return frozenset() if user.is_submitter else _acts_in(user.groups)


@lru_cache(maxsize=4_096)
def _acts_in(groups: frozenset[str]) -> frozenset[str]:
    if AUDITOR in groups:
        return frozenset({AUDITOR})
    team = {TEAM} if groups & set(PARTNERS) else set()
    return frozenset((groups | team) & STAFF)


# ---- what the rules are made of ---------------------------------------------------------------------------


def _takes_part(user: User) -> bool:
    return user.is_submitter or bool(groups_of(user) - {AUDITOR})


def _is_own(user: User, case_id: str, submitter_id: str | None) -> bool:
    return user.is_submitter and user.case_id == case_id and user.id == submitter_id


def _is_theirs(user: User, task: TaskSubject) -> bool:
    """Whether this is a task for this user, whoever has it now."""
    if user.is_submitter and not _is_own(user, task.case_id, task.submitter_id):
        return False
    if not _takes_part(user):
        return False
    if task.assigned or task.assignee == user.id:
        return task.assignee == user.id
    return _is_candidate(user, task)


def _is_candidate(user: User, task: TaskSubject) -> bool:
    if _is_own(user, task.case_id, task.submitter_id):
        return SUBMITTER in task.groups
    return bool(groups_of(user) & task.groups)


def _is_on_behalf(user: User, task: TaskSubject) -> bool:
    """Open, asked of the submitter, and this user enters what submitters say on their behalf."""
    is_asked = task.state == "open" and SUBMITTER in task.groups and task.submitter_id is not None
    is_loose = not task.assigned and not task.ballot and task.assignee in (None, user.id)
    return is_asked and is_loose and user.id not in task.barred and _is_in(user, *BEHALF)


def _is_recused(user: User, task: TaskSubject) -> bool:
    return task.recused and user.id == task.assignee


def _may_read_task(user: User, task: TaskSubject) -> bool:
    # Whoever has an interest does not see the ballot again (Awb 2:4).
    return (_is_theirs(user, task) or _is_on_behalf(user, task)) and not _is_recused(user, task)


def _may_take(user: User, task: TaskSubject) -> bool:
    """Open, for this user, not held by someone else, and not one that must be left to somebody else (four eyes)."""
    is_free = task.state == "open" and task.assignee in (None, user.id) and user.id not in task.barred
    return is_free and _is_theirs(user, task)


def _may_complete(user: User, task: TaskSubject) -> bool:
    if _is_on_behalf(user, task):
        return True
    return _may_take(user, task) and (not task.ballot or _may_vote(user, task))


def _may_vote(user: User, task: TaskSubject) -> bool:
    """On a ballot of their own, as long as the vote is open and they have no interest in it."""
    on_ballot = task.ballot and task.ballot_open and task.state != "cancelled" and not task.recused
    return on_ballot and task.assignee == user.id and _is_theirs(user, task)


def _is_loose(task: TaskSubject) -> bool:
    """Open, and free to change hands: the diagram named no assignee."""
    return task.state == "open" and not task.assigned and not task.ballot


def _may_release(user: User, task: TaskSubject) -> bool:
    by_holder = task.assignee == user.id and _is_theirs(user, task)
    return _is_loose(task) and task.assignee is not None and (by_holder or _is_in(user, OPERATOR))


def _may_delegate(user: User, task: TaskSubject) -> bool:
    return _is_loose(task) and not user.is_submitter and _is_theirs(user, task)


def _may_see_ballot(user: User, task: TaskSubject) -> bool:
    return task.ballot and bool(groups_of(user)) and not (task.ballot_open and _is_recused(user, task))


def _may_start(user: User, process: StartSubject) -> bool:
    if AUDITOR in groups_of(user):
        return False
    own_groups = {SUBMITTER} if user.is_submitter else groups_of(user)
    return EVERYONE in process.startable_by or bool(own_groups & process.startable_by)


def _may_plan_leave(user: User, account: AccountSubject) -> bool:
    """People who do tasks plan their own; an operator plans anybody's, since people fall ill."""
    is_own = user.id == account.id and not user.is_submitter and _takes_part(user)
    return is_own or _is_in(user, OPERATOR)


def _is_in(user: User, *groups: str) -> bool:
    return bool(groups_of(user) & set(groups))


def _may_edit_change(user: User, change: ChangeSubject) -> bool:
    return _is_in(user, PROCESS_OWNER) and change.state == "draft"


def _may_judge_change(user: User, change: ChangeSubject) -> bool:
    # Four eyes: whoever worked on it is not the one to approve it.
    return _is_in(user, PROCESS_OWNER) and change.state == "offered" and user.id not in change.editors


def _may_edit_list(user: User, made: DestructionSubject) -> bool:
    return _is_in(user, OPERATOR) and made.state == "draft"


def _may_refuse_list(user: User, made: DestructionSubject) -> bool:
    """Whoever made it may too: nothing is lost by stopping, and an objection may come in at any time."""
    return _is_in(user, *JUDGES) and made.state == "offered"


def _may_approve_list(user: User, made: DestructionSubject) -> bool:
    # Four eyes. Not an auditor either: approving is taking part, and auditors do not.
    return _may_refuse_list(user, made) and user.id not in made.hands


S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class _On(Generic[S]):
    """A rule about one kind of subject."""

    kind: type[S]
    holds: Callable[[User, S], bool]


def _group(*groups: str) -> _On[None]:
    """A rule about no subject at all: members of these groups."""
    return _On(type(None), lambda user, _: _is_in(user, *groups))


RULES: Mapping[str, _On[Any]] = {
    # worklists and tasks
    "do_tasks": _On(type(None), lambda user, _: not user.is_submitter and _takes_part(user)),
    "read_task": _On(TaskSubject, _may_read_task),
    "claim": _On(TaskSubject, lambda user, task: _may_take(user, task) and not task.assigned and not task.ballot),
    "release": _On(TaskSubject, _may_release),
    "delegate": _On(TaskSubject, _may_delegate),
    "complete": _On(TaskSubject, _may_complete),
    # votes: while one is open, others see how many have voted, but nobody sees what, not even the auditor
    "recuse": _On(TaskSubject, _may_vote),
    "change_vote": _On(TaskSubject, lambda user, task: task.state == "completed" and _may_vote(user, task)),
    "see_ballot": _On(TaskSubject, _may_see_ballot),
    # how many voted and who did not yet, never what: for those who prepare the meeting
    "list_votes": _group(*BEHALF),
    # cases
    "start": _On(StartSubject, _may_start),
    "date_receipt": _On(StartSubject, lambda user, process: _may_start(user, process) and _is_in(user, *BEHALF)),
    "list_cases": _group(*STAFF),
    "read_case": _On(CaseSubject, lambda user, case: _is_in(user, *STAFF)),
    "read_history": _On(CaseSubject, lambda user, case: _is_in(user, *STAFF)),
    "read_personal": _On(CaseSubject, lambda user, case: _is_in(user, *CONTACTS)),
    "correct_contact": _On(
        CaseSubject, lambda user, case: _is_own(user, case.id, case.submitter_id) or _is_in(user, *CONTACTS)
    ),
    "read_own_case": _On(CaseSubject, lambda user, case: _is_own(user, case.id, case.submitter_id)),
    "withdraw": _On(
        CaseSubject,
        lambda user, case: not case.ended and (_is_own(user, case.id, case.submitter_id) or _is_in(user, *BEHALF)),
    ),
    "correct_receipt": _On(CaseSubject, lambda user, case: not case.ended and _is_in(user, *BEHALF)),
    # everything about a case as one file, which may leave the house
    "copy_case": _On(CaseSubject, lambda user, case: _is_in(user, *BEHALF)),
    "extend_term": _On(CaseSubject, lambda user, case: not case.ended and _is_in(user, *BEHALF)),
    # the municipality itself
    "read_definitions": _group(*STAFF),
    "read_workshop": _group(PROCESS_OWNER, AUDITOR, OPERATOR),
    "edit_processes": _group(PROCESS_OWNER),
    "edit_change": _On(ChangeSubject, _may_edit_change),
    "judge_change": _On(ChangeSubject, _may_judge_change),
    "read_mails": _group(OPERATOR),
    "read_demo_mails": _group(OPERATOR, *CONTACTS),
    # a letter contains a name and an address
    "send_letters": _group(*CONTACTS),
    "read_registers": _group(*STAFF),
    "empty_entries": _group(OPERATOR),
    "erase_cases": _group(OPERATOR),
    # everything about one person, for whoever asks about themselves; as few people as possible can look for anybody
    "disclose_data": _group(OPERATOR),
    # how long cases are kept, and what is destroyed after that
    "read_retention": _group(OPERATOR, PROCESS_OWNER, AUDITOR),
    "make_destruction_lists": _group(OPERATOR),
    "edit_destruction_list": _On(DestructionSubject, _may_edit_list),
    "approve_destruction_list": _On(DestructionSubject, _may_approve_list),
    "refuse_destruction_list": _On(DestructionSubject, _may_refuse_list),
    "retry_jobs": _group(OPERATOR),
    "resolve_incidents": _group(OPERATOR),
    "move_tokens": _group(OPERATOR),
    "migrate_cases": _group(OPERATOR, PROCESS_OWNER),
    # cases that ran elsewhere, with what is known of their submitters
    "take_over_cases": _group(OPERATOR),
    "manage_accounts": _group(OPERATOR),
    "plan_leave": _On(AccountSubject, _may_plan_leave),
    "renew_links": _group(OPERATOR),
    "read_account_events": _group(OPERATOR, AUDITOR),
    "prove_history": _group(OPERATOR, AUDITOR),
    # not the operator, who is one of those being looked at
    "read_viewings": _group(AUDITOR),
    "manage_calendar": _group(OPERATOR),
}


def may(user: User | None, action: str, subject: Subject = None) -> bool:
    """Whether this user (None for a visitor) may do this.

    Raises:
        KeyError: there is no such action.
        TypeError: the action is about another kind of subject.
    """
    rule = RULES[action]
    if not isinstance(subject, rule.kind):
        raise TypeError(f"{action} is about a {rule.kind.__name__}, not a {type(subject).__name__}")
    return bool(rule.holds(user if user is not None else _VISITOR, subject))


def require(user: User | None, action: str, subject: Subject) -> None:
    """Go on only if the user may. Raises: NotAllowed."""
    if not may(user, action, subject):
        raise NotAllowed(action)
