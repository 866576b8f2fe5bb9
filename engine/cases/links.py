"""Links: what the secret link of a submitter opens, whether the server's key made the links, and making new ones.

With another key the links that people have keep working, because their hash is looked up. But the link in each new
mail opens nothing, which nobody but the submitters would notice.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import annals, events
from engine.errors import NotFound
from engine.models import Case, Person, Task
from engine.municipality import here, reading, transaction
from engine.permissions import SUBMITTER, require
from engine.running import standing
from engine.running.secretlinks import hash_secret, secret_of
from engine.views import OpenedLink, User


def open_secret_link(secret: str) -> User:
    """The submitter whose link this is. Raises: NotFound."""
    for link in open_secret_links([secret[:200]]):
        return link.user
    raise NotFound("link")


def open_secret_links(secrets: Collection[str]) -> tuple[OpenedLink, ...]:
    """What these secret links open, in their order. A link that opens nothing (any more) is left out silently."""
    hashes = [hash_secret(secret) for secret in secrets]
    with reading() as session:
        query = select(Case, Person.name).join(Person, Person.id == Case.submitter_id, isouter=True)
        found = query.where(Case.secret_hash.in_(hashes), Case.submitter_id.is_not(None))
        rows = {case.secret_hash: (case, name) for case, name in session.execute(found)}
        asked = _asked(session, [case.id for case, _ in rows.values()]) if rows else frozenset()
        return tuple(
            _opened(secret, *rows[hashed], asked)
            for secret, hashed in zip(secrets, hashes, strict=True)
            if hashed in rows
        )


def _asked(session: Session, case_ids: Collection[str]) -> frozenset[str]:
    """Those of the cases in which something is asked of the submitter."""
    query = select(Task.case_id, Task.candidate_groups).where(Task.case_id.in_(case_ids), Task.state == "open")
    return frozenset(case_id for case_id, groups in session.execute(query) if SUBMITTER in groups)


def _opened(secret: str, case: Case, name: str | None, asked: Collection[str]) -> OpenedLink:
    return OpenedLink(
        secret=secret,
        user=User(str(case.submitter_id), name or "Indiener", frozenset({SUBMITTER}), "inwoner", case.id),
        reference=case.reference,
        title=case.title,
        status=case.status,
        started_at=case.started_at,
        asks=case.id in asked,
    )


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
