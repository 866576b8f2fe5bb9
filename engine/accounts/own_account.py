"""Own account: what somebody may do with their own: give it another password, and be away for a while."""

from __future__ import annotations

from engine import events
from engine.accounts import rights
from engine.accounts.sessions import end_sessions
from engine.accounts.signing_in import NO_PASSWORD, confirm_password, hash_password
from engine.accounts.staffing import Staffed, give_back_all
from engine.errors import NotFound, SignInRefused
from engine.models import Account
from engine.municipality import here, reading, transaction
from engine.views import User


def has_password(user: User) -> bool:
    """Whether there is a password to change: it may sign in by a password, and was given one."""
    with reading() as session:
        account = session.get(Account, user.id)
        return here().settings.password_sign_in and account is not None and account.password_hash != NO_PASSWORD


def change_own_password(user: User, current: str, new: str, token: str) -> None:
    """Give one's own account another password, and end its sessions but the one that `token` opens.

    Who guesses at the present one has to wait as when signing in: whoever finds a session open does not get further.

    Raises: SignInRefused: `current` is wrong, or too many were; then `wait` says how many seconds are left. ValueError
        for a new password under 8 or over 200 characters.
    """
    hashed = hash_password(new)
    confirmed = confirm_password(user, current)
    with transaction() as session:
        rights.lock(session)
        account = session.get(Account, user.id, with_for_update={"of": Account})
        if account is None or not account.active:
            raise NotFound("account", user.id)
        if account.password_hash != confirmed:  # It became another one in the meantime, and `current` is it no more.
            raise SignInRefused
        account.password_hash = hashed
        rights.record(session, [events.AccountPasswordChanged(account.id)], user)
        end_sessions(session, account.id, but=token)


def give_back_own_tasks(user: User) -> Staffed:
    """Give every task that this user took back to its groups, so that colleagues can go on with it.

    What the diagram gave to this person, such as a ballot, stays: nobody else may do it. Drafts are kept as well.
    """
    with transaction() as session:
        given_back, kept = give_back_all(session, user.id, user)
        return Staffed(user, given_back=given_back, kept=kept)
