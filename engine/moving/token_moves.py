"""Token moves: an operator lets a case go on from another step than where it waits, and says why."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine import events, workflow
from engine.colliding import until_whole
from engine.dialect.nouns import noun_of
from engine.errors import ExecutionFailed, MoveRefused, NotFound
from engine.finding import locking
from engine.models import Case
from engine.moving import obstacles
from engine.moving.routes import find_stuck
from engine.municipality import reading, transaction
from engine.permissions import require
from engine.running import halting, progress, surroundings
from engine.tidying import tidy_line
from engine.versions import definitions
from engine.views import CaseTokens, MovableToken, User

LONGEST_REASON = 500


def read_tokens(key: str, user: User) -> CaseTokens:
    """Where a case, by id or reference, waits, and where each token could go on.

    Raises: NotAllowed, NotFound, CaseEnded.
    """
    require(user, "move_tokens", None)
    with reading() as session:
        case = session.scalar(select(Case).where(or_(Case.id == key, Case.reference == key)))
        if case is None:
            raise NotFound("case", key)
        locking.require_running(case)
        compiled = definitions.compiled_for(session, case.process_id, case.bindings)
        found = workflow.list_tokens(compiled, locking.state_of(session, case), surroundings.of_case(session, case))
        noun = noun_of(compiled.processes[case.process_id])
        tokens = tuple(_view(compiled, case, token) for token in found)
        return CaseTokens(case.id, case.reference, case.title, noun, tokens)


def _view(compiled: workflow.Compiled, case: Case, token: workflow.Token) -> MovableToken:
    process = compiled.processes[token.process]
    around = process.elements[token.element].parent
    place = process.name if around == process.id else obstacles.name_of(process, around)
    return MovableToken(
        ref=token.ref,
        element_id=token.element,
        name=obstacles.name_of(process, token.element),
        place="" if around == case.process_id else place,
        places=tuple((key, obstacles.name_of(process, key)) for key in token.places),
    )


@until_whole
def move_token(case_id: str, user: User, ref: str, to: str, reason: str) -> None:
    """Let a waiting token, by its ref, go on from another element. All of it is done, or nothing.

    Raises:
        NotAllowed, NotFound, CaseEnded.
        NotWaiting: the case has moved on, and no token waits there now.
        MoveRefused: no reason, or the move cannot be right; says why.
        ExecutionFailed: the case cannot go on from there; it stays where it was.
    """
    require(user, "move_tokens", None)
    told = tidy_line(reason, LONGEST_REASON)
    if not told:
        raise MoveRefused(["Schrijf op waarom u dit doet."])
    try:
        with transaction() as session:
            _move(session, case_id, user, ref, to, told)
    except ExecutionFailed as error:
        with transaction() as session:
            if locking.lock_case(session, case_id).incident is not None:
                halting.raise_incident(session, case_id, error, user.id)
        raise


def _move(session: Session, case_id: str, user: User, ref: str, to: str, reason: str) -> None:
    case = locking.lock_case(session, case_id)
    locking.require_running(case)
    compiled = definitions.compiled_for(session, case.process_id, case.bindings)
    state, around = locking.state_of(session, case), surroundings.of_case(session, case)
    token = next((t for t in workflow.list_tokens(compiled, state, around) if t.ref == ref), None)
    step, found, standing = workflow.move(compiled, state, ref, to, around)
    hindrances = [*found, *(find_stuck(compiled, standing) if step is not None else ())]
    if step is None or hindrances or token is None:
        raise MoveRefused(
            [obstacles.say(hindrance, compiled.processes, compiled.processes) for hindrance in hindrances]
        )
    moved = events.TokenMoved(token.process, token.element, to, reason)
    progress.apply(session, case, step, by=user.id, first=[moved])
