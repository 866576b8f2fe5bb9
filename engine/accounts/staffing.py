"""Staffing: what happens to an account after it was made: a new password, other groups, blocked when someone leaves.

The municipality's history records of each change who made it, to whom, and with which groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import annals, events
from engine.accounts import away, rights
from engine.accounts.adding import AccountRefused, is_name, read_email
from engine.accounts.identities import forget_identities
from engine.accounts.sessions import end_sessions, user_of
from engine.accounts.signing_in import forget_failures, hash_password, is_managed
from engine.errors import Conflict, EngineError, NotFound
from engine.finding import locking
from engine.models import Account, AccountGroup, Case, Task
from engine.municipality import transaction
from engine.permissions import STAFF, groups_of, require
from engine.tasks.claiming import give_back
from engine.views import User


@dataclass(frozen=True, slots=True)
class Staffed:
    """The consequences of a change to an account."""

    user: User
    ended_sessions: int = 0
    given_back: tuple[str, ...] = ()
    """References of the cases of which a task went back to its groups, one for each task."""
    kept: tuple[str, ...] = ()
    """References of the cases with an open task that the diagram assigned to this person, and so to nobody else."""


class GroupsUnknown(EngineError):
    """These are not groups that an account can be in."""

    def __init__(self, groups: Iterable[str]) -> None:
        self.groups = tuple(groups)
        super().__init__(f"unknown groups: {', '.join(self.groups)}")


class LastOperator(Conflict):
    """Without this account nobody could manage accounts any more."""

    def __init__(self, username: str) -> None:
        super().__init__(f"{username} is the last account that can manage accounts")
        self.username = username


def change_password(username: str, password: str, by: User) -> Staffed:
    """Give an account a new password and end its sessions. Failed sign-ins under its name are forgotten.

    Raises: NotFound, NotAllowed, ValueError for a password under 8 or over 200 characters.
    """
    require(by, "manage_accounts", None)
    hashed = hash_password(password)
    with transaction() as session:
        return renew_password(session, _locked(session, username), hashed, by)


def renew_password(session: Session, account: Account, hashed: str, by: User) -> Staffed:
    """As `change_password`, within the caller's transaction, which has locked all accounts."""
    was, account.password_hash = rights.digest_before(account), hashed
    forget_failures(session, account.username)
    annals.record(session, [events.AccountPasswordChanged(account.id, was, rights.digest_of(account))], by.id)
    return Staffed(user_of(account), end_sessions(session, account.id))


def unlink_account(username: str, by: User) -> Staffed:
    """Unlink an account from the sign-in service, and end its sessions. The next to sign in with its name is linked to
    it.

    For people who got another identity at the service. Unlinking twice is harmless.

    Raises: NotFound, NotAllowed.
    """
    require(by, "manage_accounts", None)
    with transaction() as session:
        account = _locked(session, username)
        if forget_identities(session, account.id):
            annals.record(session, [events.AccountUnlinked(account.id)], by.id)
        return Staffed(user_of(account), end_sessions(session, account.id))


def block_account(username: str, by: User) -> Staffed:
    """Let nobody sign in with this account any more, and give the tasks it had claimed back to their groups.

    A task that the diagram assigned to this person stays where it is; so does a ballot. Their planned absence is
    deleted. Blocking twice is harmless.

    Raises: NotFound, NotAllowed, LastOperator.
    """
    require(by, "manage_accounts", None)
    with transaction() as session:
        return block(session, _locked(session, username), by)


def block(session: Session, account: Account, by: User) -> Staffed:
    """As `block_account`, within the caller's transaction, which has locked all accounts. Raises: LastOperator."""
    if account.active:
        account.active = False
        _require_operator_left(session, account)
        annals.record(session, [events.AccountBlocked(account.id, _groups(account))], by.id)
    away.end_all(session, account.id, by)
    given_back, kept = give_back_all(session, account.id, by)
    return Staffed(user_of(account), end_sessions(session, account.id), given_back, kept)


def unblock_account(username: str, by: User) -> Staffed:
    """Let this account sign in again, with the password and the groups that it had. Raises: NotFound, NotAllowed."""
    require(by, "manage_accounts", None)
    with transaction() as session:
        return unblock(session, _locked(session, username), by)


def unblock(session: Session, account: Account, by: User) -> Staffed:
    """As `unblock_account`, within the caller's transaction, which has locked all accounts."""
    if not account.active:
        account.active = True
        annals.record(session, [events.AccountUnblocked(account.id, _groups(account))], by.id)
    return Staffed(user_of(account))


def change_groups(username: str, groups: Iterable[str], by: User) -> Staffed:
    """Put an account in these groups and in no other. It takes effect at once, also for a signed-in user.

    What was claimed in the name of a group that the account leaves goes back to that group.

    Raises: NotFound, NotAllowed, GroupsUnknown, LastOperator.
    """
    require(by, "manage_accounts", None)
    with transaction() as session:
        return regroup(session, _locked(session, username), groups, by)


def regroup(session: Session, account: Account, groups: Iterable[str], by: User) -> Staffed:
    """As `change_groups`, within the caller's transaction, which has locked all accounts.

    Raises: GroupsUnknown, LastOperator.
    """
    wanted = tuple(dict.fromkeys(groups))
    if unknown := [group for group in wanted if group not in STAFF]:
        raise GroupsUnknown(unknown)
    was, had = _groups(account), {row.group_id: row for row in account.groups}
    account.groups = [had.get(group) or AccountGroup(group_id=group) for group in wanted]
    _require_operator_left(session, account)
    if was != (becomes := _groups(account)):
        annals.record(session, [events.AccountGroupsChanged(account.id, was, becomes)], by.id)
    own = groups_of(user_of(account))
    given_back, kept = give_back_all(session, account.id, by, lambda task: own.isdisjoint(task.candidate_groups))
    return Staffed(user_of(account), 0, given_back, kept)


def _locked(session: Session, username: str) -> Account:
    name = username.strip().lower()
    for account in lock_accounts(session):
        if account.username == name:
            return account
    raise NotFound("account", username)


def lock_accounts(session: Session) -> Sequence[Account]:
    """All accounts, locked as the first act of a transaction: if two operators block each other, the second is
    refused."""
    annals.lock(session)
    # Not the strictest lock, so that others can still sign in meanwhile.
    query = select(Account).order_by(Account.id).with_for_update(of=Account, key_share=True)
    query = query.execution_options(populate_existing=True)
    return session.scalars(query).unique().all()


def _require_operator_left(session: Session, changed: Account) -> None:
    session.flush()
    if not is_managed(session):
        raise LastOperator(changed.username)


def _groups(account: Account) -> tuple[str, ...]:
    return tuple(sorted(row.group_id for row in account.groups))


def release_tasks(username: str, by: User) -> Staffed:
    """Give the tasks that this account claimed back to their groups, as when somebody is ill. It can still sign in.

    Raises: NotFound, NotAllowed.
    """
    require(by, "manage_accounts", None)
    with transaction() as session:
        account = _locked(session, username)
        given_back, kept = give_back_all(session, account.id, by)
        return Staffed(user_of(account), given_back=given_back, kept=kept)


def change_contact(username: str, name: str | None, email: str | None, by: User) -> Staffed:
    """Change a person's name, or where mails to their groups go; an empty address: nowhere. None: unchanged.

    The history says that it was changed, and has a digest of what it became: it names nobody.

    Raises: NotFound, NotAllowed, AccountRefused, ValueError where neither is given.
    """
    require(by, "manage_accounts", None)
    if name is None and email is None:
        raise ValueError("nothing to change")
    with transaction() as session:
        return correct_contact(session, _locked(session, username), name, email, by)


def correct_contact(session: Session, account: Account, name: str | None, email: str | None, by: User) -> Staffed:
    """As `change_contact`, within the caller's transaction, which has locked all accounts. Raises: AccountRefused."""
    if name is not None and not is_name(name):
        raise AccountRefused(("name",))
    try:
        address = read_email(email)
    except ValueError as error:
        raise AccountRefused(("email",)) from error
    was = rights.digest_before(account)
    account.person.name = account.person.name if name is None else name.strip()
    account.person.email = account.person.email if email is None else address
    annals.record(session, [events.AccountContactChanged(account.id, was, rights.digest_of(account))], by.id)
    return Staffed(user_of(account))


def give_back_all(
    session: Session, person_id: str, by: User, leaves: Callable[[Task], bool] = lambda task: True
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give tasks of a person back within the caller's transaction; returns those that went, and those that stay.

    As references of the cases, one for each task. `leaves` says which tasks are meant.
    """
    # In a fixed order of cases, so that two people who do this at the same time do not deadlock.
    query = select(Task.id, Case.reference).join(Case, Case.id == Task.case_id)
    query = query.where(Task.assignee == person_id, Task.state == "open").order_by(Task.case_id, Task.id)
    given_back: list[str] = []
    kept: list[str] = []
    for task_id, reference in session.execute(query).all():
        task, _ = locking.lock_task(session, task_id)
        # Looked at again under the lock: it may have been done meanwhile, or have gone to a colleague.
        if task.state == "open" and task.assignee == person_id and leaves(task):
            (given_back if give_back(session, task, by) else kept).append(reference)
    return tuple(given_back), tuple(kept)
