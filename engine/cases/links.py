"""Links: whether the server's key made the secret links of ideas, and making new links where it did not.

With another key the links that people have keep working, because their hash is looked up. But the link in each new
mail opens nothing, which nobody but the submitters would notice.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import annals, events
from engine.models import Case
from engine.municipality import here, reading, transaction
from engine.permissions import require
from engine.running import standing
from engine.running.beginning import hash_secret, secret_of
from engine.views import User


def is_key_known(session: Session) -> bool | None:
    """Whether this key made the newest link; None where there is no link yet. Creates no key where there is none."""
    query = select(Case.id, Case.secret_hash).where(Case.secret_hash.is_not(None)).order_by(Case.id.desc()).limit(1)
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    return here().settings.has_secret_key and hash_secret(secret_of(found.id)) == found.secret_hash


def has_other_key() -> bool:
    """Whether there are links, and this key did not make the newest: then mailed links open nothing."""
    with reading() as session:
        return is_key_known(session) is False


def renew_links(user: User) -> int:
    """Give every idea the link that the present key makes; returns how many. The links that people had stop working.

    Erased ideas get none. The history records that it was done. Raises: NotAllowed.
    """
    require(user, "renew_links", None)
    with transaction() as session:
        annals.lock(session)
        # Locked, so that an idea that is being erased does not get a link again.
        query = select(Case).where(Case.secret_hash.is_not(None)).order_by(Case.id)
        cases = session.scalars(query.with_for_update(of=Case, key_share=True)).all()
        renewed = 0
        for case in cases:
            fresh = hash_secret(secret_of(case.id))
            if case.secret_hash == fresh:
                continue
            renewed, case.secret_hash = renewed + 1, fresh
            standing.record(session, case, [events.LinkRenewed()], user.id, {"link": fresh})
        annals.record(session, [events.LinksRenewed(renewed)], user.id)
    return renewed
