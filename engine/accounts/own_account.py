"""Own account: what people may do with their own account: change its password, and give back their tasks."""

from __future__ import annotations

from engine import annals, events
from engine.accounts import rights
from engine.accounts.sessions import end_sessions
from engine.accounts.signing_in import NO_PASSWORD, confirm_password, hash_password
from engine.accounts.staffing import Staffed, give_back_all
from engine.errors import NotFound, SignInRefused
from engine.models import Account
from engine.municipality import here, reading, transaction
from engine.views import User


def has_password(user: User) -> bool:
    """Whether this user has a password to change: signing in by password is allowed, and the account has one."""
    with reading() as session:
        account = session.get(Account, user.id)
        return here().settings.password_sign_in and account is not None and account.password_hash != NO_PASSWORD


def change_own_password(user: User, current: str, new: str, token: str) -> None:
    """Change the password of one's own account, and end its sessions except the one that `token` opens.

    Guessing the present password is slowed down as when signing in, so a session that was left open helps nobody.

    Raises: SignInRefused: `current` is wrong, or too many attempts were; then `wait` is how many seconds are left.
    ValueError for a new password under 8 or over 200 characters.
    """
    hashed = hash_password(new)
    confirmed = confirm_password(user, current)
    with transaction() as session:
        annals.lock(session)
        account = session.get(Account, user.id, with_for_update={"of": Account})
        if account is None or not account.active:
            raise NotFound("account", user.id)
        if account.password_hash != confirmed:  # It was changed meanwhile.
            raise SignInRefused
        was, account.password_hash = rights.digest_before(account), hashed
        annals.record(session, [events.AccountPasswordChanged(account.id, was, rights.digest_of(account))], user.id)
        end_sessions(session, account.id, but=token)


def give_back_own_tasks(user: User) -> Staffed:
    """Give every task that this user claimed back to its groups, so that colleagues can go on with it.

    What the diagram assigned to this person, such as a ballot, stays: nobody else may do it. Drafts are kept as well.
    """
    with transaction() as session:
        given_back, kept = give_back_all(session, user.id, user)
        return Staffed(user, given_back=given_back, kept=kept)
