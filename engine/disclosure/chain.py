"""Chain: the history of a case as its digests were made, in a file by which somebody else can check a dossier.

Whoever gets it needs nothing of ours: each event has the digest of the one before it, an earlier seal
(`engine.proving`) has the digest of one of them, and the salt beside an answer shows which event says that it was
given.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import history
from engine.models import Answer, Case
from engine.spelling import spell_text

FORM = 1


def write(session: Session, case: Case, answers: Collection[int]) -> tuple[bytes, int, str]:
    """The file, how many events it has, and the digest of the newest. `answers` are the ids of those that may be read.

    JSON with one line per event and per answer. An event is what its digest is made of, in that order, with the digest
    and its number; an answer is its salt with what was given, and has no line once it was erased.
    """
    told = [[*history.said_by(event), event.digest, event.sequence] for event in history.read(session, case.id)]
    query = select(Answer).where(Answer.case_id == case.id, Answer.id.in_(answers)).order_by(Answer.id)
    given = [[answer.salt, answer.given] for answer in session.scalars(query)]
    newest = str(told[-1][-2]) if told else history.FIRST
    lines = [
        f'"geschiedenis": {FORM},',
        f'"zaak": {spell_text([case.id, case.reference])},',
        '"gebeurtenissen": [',
        ",\n".join(map(spell_text, told)),
        "],",
        '"antwoorden": [',
        ",\n".join(map(spell_text, given)),
        "]",
    ]
    return "\n".join(["{", *lines, "}", ""]).encode(), len(told), newest
