"""Playing: doing one act in the municipality of a trial, with the same public functions as outside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from engine import workflow
from engine.cases import lifecycle, starting
from engine.cases.asides import begin_aside
from engine.errors import ExecutionFailed, NotAllowed, TrialRefused
from engine.executing.executor import Executor
from engine.executing.handlers import OF_CASES
from engine.finding import locking
from engine.forms import only_asked
from engine.models import Case, Job, PendingTimer, new_id
from engine.municipality import TurnedClock, reading, transaction
from engine.names import WITHDRAWAL, WITHDRAWAL_REASON
from engine.running import correlation
from engine.running.beginning import begin
from engine.scenarios import describe
from engine.tasks import completing
from engine.tidying import tidy_text
from engine.trial import asides, people
from engine.trial.acts import Act, Stop
from engine.trial.finding import first_case_id, open_tasks, open_votes
from engine.trial.namedfiles import keep_for_start, keep_for_task, read_names
from engine.trial.noting import Teller
from engine.trial.wishes import Begin, BeginAside, Complete, Revise, Send, Turn, Wish, Withdraw, facts_of
from engine.versions import definitions

MOST_STOPS = 200
"""How often something may fall due during one turn of the clock."""
MOST_YEARS = 25
"""How far the clock of a trial can be turned from where it began."""
ROUNDS = 100
"""How many rounds of work may follow each other at one moment, each requested by the one before."""
_EXECUTOR = Executor(OF_CASES)
"""Beside cases there is nothing in a trial that asks for jobs."""


class Stuck(Exception):
    """The wish leads to an incident; `stop` says where and why."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop.message)
        self.stop = stop


def play(wish: Wish, clock: TurnedClock, began: datetime) -> Act:
    """Carry out a wish, and all that follows from it at once. Called inside the municipality of the trial.

    Raises:
        TrialRefused: it cannot be done now, or not by them. AnswersRefused, Conflict: the engine refused it.
        Stuck: it ends in an incident. The caller restores the database.
    """
    try:
        act = _play(wish, clock, began)
    except ExecutionFailed as error:
        with reading() as session:
            name = _name_of(session, error.process, error.element)
        raise Stuck(Stop(error.process, error.element, name, error.message)) from error
    except NotAllowed as error:
        # The people of the trial may not do this; the user who reads it may do all of it.
        raise TrialRefused("not_theirs") from error
    stop = _find_stop()
    if stop is not None:
        raise Stuck(stop)
    return act


def _play(wish: Wish, clock: TurnedClock, began: datetime) -> Act:
    teller = Teller()
    with teller.watching():
        match wish:
            case Begin():
                wish = _begin(wish, teller)
            case Complete() | Revise():
                wish = _answer(wish, teller)
            case Withdraw():
                _withdraw(wish, teller)
            case Send():
                _send(wish, teller)
            case BeginAside():
                wish = _begin_aside(wish, teller)
            case Turn():
                _turn(wish, clock, began, teller)
        _settle()
    return teller.close(*facts_of(wish))


# ---- what can be done -------------------------------------------------------------------------------------------


def _begin(wish: Begin, teller: Teller) -> Begin:
    """Begin a case. Returns the wish with its file names split."""
    if wish.way:
        user = people.starter(frozenset(wish.startable_by))
        form = starting.read_startable(wish.way, user).form
        wish = replace(wish, typed=read_names(form, wish.typed))
        teller.tell_start(wish.process, wish.element, wish.typed)
        raw, key = keep_for_start(wish.way, user, form, wish.typed)
        starting.start_case(wish.way, raw, user, idempotency_key=key)
        return wish
    with transaction() as session:
        teller.tell_values(wish.process, wish.element, wish.values)
        begin(session, wish.process, dict(wish.values), start=wish.element)
    return wish


def _answer(wish: Complete | Revise, teller: Teller) -> Complete | Revise:
    """Do a task, or change a vote. Returns the wish with only those answers that the form asks for."""
    again = isinstance(wish, Revise)
    with reading() as session:
        found = open_votes(session) if again else open_tasks(session)
        task = found[wish.place] if wish.place < len(found) else None
        if task is None or task.element_id != wish.element:
            raise TrialRefused("vote_closed" if again else "not_open")
        actor = people.find_actor(session, task)
        if actor is None:
            raise TrialRefused("nobody", task=task.name)
        form = definitions.form_of(session, task.definition_id, task.form_id)
        asked = read_names(form, only_asked(form, wish.typed))
        if task.case_id == first_case_id(session):
            teller.tell_task(session, task, actor, asked, found, again=again)
        task_id = task.id
        known = workflow.read_variables(locking.state_of(session, task.case), task.scope) if form.asks_files else {}
    completing.complete_task(task_id, actor.user, keep_for_task(task_id, actor.user, form, asked, known))
    return replace(wish, typed=asked)


def _withdraw(wish: Withdraw, teller: Teller) -> None:
    case = _first_case()
    submitter = case.submitter_id
    user = people.submitter_of(submitter, case.id) if submitter is not None else people.VIEWER
    lifecycle.withdraw_case(case.id, user, wish.reason)
    teller.tell_message(WITHDRAWAL, {WITHDRAWAL_REASON: tidy_text(wish.reason, 2000)})


def _send(wish: Send, teller: Teller) -> None:
    correlation.send_message(_first_case().id, wish.message, dict(wish.values))
    teller.tell_message(wish.message, wish.values)


def _begin_aside(wish: BeginAside, teller: Teller) -> BeginAside:
    """Begin something beside the tasks as one of its groups. Returns the wish with only what its form asks for."""
    offered = asides.find(wish.element)
    form, case_id = offered.detail.form, offered.detail.case_id
    wish = replace(wish, typed=only_asked(form, wish.typed))
    begin_aside(case_id, wish.element, offered.user, wish.typed, idempotency_key=new_id())
    teller.tell_aside(offered.message, offered.group, form, wish.typed)
    return wish


def _turn(wish: Turn, clock: TurnedClock, began: datetime, teller: Teller) -> None:
    """Turn the clock, stopping at each moment when something falls due, as a worker would have."""
    until = datetime.fromisoformat(wish.to)
    if until <= clock.moment:
        raise TrialRefused("not_ahead")
    if until > began + timedelta(days=366 * MOST_YEARS):
        raise TrialRefused("too_far", years=MOST_YEARS)
    for _ in range(MOST_STOPS):
        due = _next_due()
        if due is None or due >= until:
            break
        clock.turn(due)
        if _EXECUTOR.do_what_is_due() == 0:
            break
        _settle()
        if _find_stop() is not None:
            return
        teller.notice(clock.moment)
    else:
        raise TrialRefused("too_long", most=MOST_STOPS)
    clock.turn(until)
    teller.tell_time(until)


def _settle() -> None:
    """Carry out what is due now, and what follows from that."""
    for _ in range(ROUNDS):
        if _EXECUTOR.do_what_is_due() == 0:
            return
    raise TrialRefused("too_long", most=ROUNDS)


# ---- what there is ----------------------------------------------------------------------------------------------


def _first_case() -> Case:
    with reading() as session:
        key = first_case_id(session)
        case = session.get(Case, key) if key is not None else None
    if case is None:
        raise TrialRefused("not_open")
    return case


def _next_due() -> datetime | None:
    with reading() as session:
        timers = select(func.min(PendingTimer.due_at)).join(Case, Case.id == PendingTimer.case_id)
        found = [
            session.scalar(timers.where(Case.incident.is_(None))),
            session.scalar(select(func.min(Job.due_at)).where(Job.state == "waiting")),
        ]
    return min((moment for moment in found if moment is not None), default=None)


def _find_stop() -> Stop | None:
    """The incident of a case that has stopped."""
    with reading() as session:
        case = session.scalar(select(Case).where(Case.incident.is_not(None)).order_by(text("cases.rowid")).limit(1))
        if case is None:
            return None
        told = str(case.incident)
        place, _, message = told.partition(": ")
        process, slash, element = place.partition("/")
        if not slash:
            return Stop(case.process_id, "", "", told)
        return Stop(process, element, _name_of(session, process, element), message)


def _name_of(session: Session, process_id: str, element: str) -> str:
    current = definitions.current(session, process_id)
    if current is None:
        return element
    return describe(definitions.files_of(session, current.id).process.elements, element)
