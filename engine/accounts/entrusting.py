"""Entrusting: how an operator gives and takes rights in a browser, where a session can be left open.

Unlike the commands, which take access to the machine, each act here asks for the operator's own password again, names
what was on the screen, and never concerns the operator's own account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from engine.accounts import staffing
from engine.accounts.adding import NewAccount, add_accounts
from engine.accounts.own_account import has_password
from engine.accounts.sessions import user_of
from engine.accounts.signing_in import confirm_password, hash_password
from engine.accounts.staffing import GroupsUnknown, Staffed
from engine.errors import Conflict, NotFound, SignInRefused
from engine.models import Account
from engine.municipality import reading, transaction
from engine.permissions import STAFF, require
from engine.views import AccountView, User


class OwnAccount(Conflict):
    """Nobody gives rights to themselves, or takes them."""


class AccountChanged(Conflict):
    """This account changed after it was read."""


def read_account(account_id: str, by: User) -> AccountView:
    """One account, for who may change it. Raises: NotAllowed, NotFound."""
    require(by, "manage_accounts", None)
    with reading() as session:
        account = session.get(Account, account_id)
        if account is None:
            raise NotFound("account", account_id)
        return _view(account)


def entrust(seen: AccountView, groups: Iterable[str], by: User, password: str) -> Staffed:
    """Put an account in these groups and in no other. `seen` is what the operator saw, `password` the operator's own.

    Raises: NotAllowed, NotFound, OwnAccount, SignInRefused, AccountChanged, GroupsUnknown, LastOperator.
    """
    with _deciding(seen, by, password) as (session, account):
        return staffing.regroup(session, account, groups, by)


def shut_out(seen: AccountView, by: User, password: str) -> Staffed:
    """Block an account. Raises: as `entrust`."""
    with _deciding(seen, by, password) as (session, account):
        return staffing.block(session, account, by)


def let_in(seen: AccountView, by: User, password: str) -> Staffed:
    """Let a blocked account sign in again. Raises: as `entrust`."""
    with _deciding(seen, by, password) as (session, account):
        return staffing.unblock(session, account, by)


def give_password(seen: AccountView, new: str, by: User, password: str) -> Staffed:
    """Give an account a new password, as for who forgot it, and end its sessions.

    Raises: as `entrust`, and ValueError for a password under 8 or over 200 characters.
    """
    hashed = hash_password(new)
    with _deciding(seen, by, password) as (session, account):
        return staffing.renew_password(session, account, hashed, by)


def correct(seen: AccountView, name: str, email: str, by: User, password: str) -> Staffed:
    """Correct a name, and where mails go; an empty address: nowhere. Raises: as `entrust`, and AccountRefused."""
    with _deciding(seen, by, password) as (session, account):
        return staffing.correct_contact(session, account, name, email, by)


def welcome(new: NewAccount, by: User, password: str) -> User:
    """Make an account. Raises: NotAllowed, SignInRefused, GroupsUnknown, UsernameTaken, AccountRefused."""
    if unknown := [group for group in new.groups if group not in STAFF]:
        raise GroupsUnknown(unknown)
    with _confirmed(by, password) as (session, _):
        return add_accounts(session, [new], by)[0]


@contextmanager
def _deciding(seen: AccountView, by: User, password: str) -> Iterator[tuple[Session, Account]]:
    require(by, "manage_accounts", None)
    if seen.user.id == by.id:
        raise OwnAccount
    with _confirmed(by, password) as (session, accounts):
        account = accounts.get(seen.user.id)
        if account is None:
            raise NotFound("account", seen.user.id)
        if _view(account) != seen:
            raise AccountChanged
        yield session, account


@contextmanager
def _confirmed(by: User, password: str) -> Iterator[tuple[Session, dict[str, Account]]]:
    """A transaction of an operator who typed the own password again, with all accounts, locked."""
    require(by, "manage_accounts", None)
    confirmed = confirm_password(by, password) if has_password(by) else None
    with transaction() as session:
        accounts = {account.id: account for account in staffing.lock_accounts(session)}
        # Looked at again under the lock: a colleague may have taken these rights away meanwhile.
        acting = accounts[by.id]
        require(user_of(acting) if acting.active else None, "manage_accounts", None)
        if confirmed is not None and acting.password_hash != confirmed:
            raise SignInRefused
        yield session, accounts


def _view(account: Account) -> AccountView:
    return AccountView(user_of(account), account.username, account.person.email, account.active)
