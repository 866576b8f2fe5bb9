"""Sessions: opening a trial from disk, doing one thing in it, and closing it so that it can be found later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from engine.dialect.folder import ProcessFiles
from engine.errors import ExecutionFailed, NotFound, TrialRefused
from engine.municipality import now
from engine.trial import rooms, shelf
from engine.trial.acts import Act, Log
from engine.trial.playing import Stuck, play
from engine.trial.wishes import Begin, Wish, wish_of


@dataclass(frozen=True, slots=True)
class Key:
    """Whose trial it is, and of which change: everybody has at most one per change, and cannot find another's."""

    change: str
    owner: str

    @property
    def name(self) -> str:
        return shelf.name_of(self.change, self.owner)


def begin(
    key: Key,
    folders: Mapping[str, ProcessFiles],
    digest: str,
    wish: Begin,
    moment: datetime,
    *,
    aim: str = "",
    story: str = "",
) -> Log:
    """Begin a trial in place of the existing one. `moment` is the time on its clock.

    Raises:
        AnswersRefused: the start form is not filled in correctly. ExecutionFailed: the case cannot begin.
        TrialRefused. In all three cases there is then no trial.
    """
    shelf.make_room(key.name)
    with shelf.locked(key.name) as folder:
        try:
            rooms.furnish(folder, folders, moment)
            log = Log(key.owner, key.change, digest, moment, moment, now(), aim=aim, story=story)
            with rooms.entered(folder, moment) as clock:
                act = play(wish, clock, moment)
            log = log.with_act(act, clock.moment)
            shelf.write_log(folder, log)
        except Stuck as error:
            shelf.throw_away(folder)
            raise ExecutionFailed(error.stop.message, element=error.stop.element, process=error.stop.process) from error
        except BaseException:
            shelf.throw_away(folder)
            raise
        return log


@contextmanager
def find(key: Key) -> Iterator[Log]:
    """Enter the municipality of a trial, to look at it. Raises: NotFound: there is none, or not any more."""
    shelf.forget_old()
    with shelf.locked(key.name) as folder:
        log = _read(folder, key)
        with rooms.entered(folder, log.clock):
            yield log


def perform(key: Key, wish: Wish) -> Log:
    """Do one thing in a trial, or nothing of it. What ends in an incident is undone; the log says where it stopped.

    Raises: NotFound. TrialRefused, AnswersRefused, Conflict: it cannot be done.
    """
    with shelf.locked(key.name) as folder:
        log = _read(folder, key)
        shelf.require_room(folder, log)
        try:
            with shelf.guarded(folder, log):
                with rooms.entered(folder, log.clock) as clock:
                    act = play(wish, clock, log.begun_at)
                done = replace(log.with_act(act, clock.moment), touched_at=now())
                shelf.write_log(folder, done)
        except Stuck as error:
            done = replace(log, stop=error.stop, touched_at=now())
            shelf.write_log(folder, done)
        return done


def undo(key: Key) -> Log:
    """Undo the last act, by repeating all acts before it in a new database.

    Raises: NotFound. TrialRefused: only the beginning is left, or the acts cannot be repeated.
    """
    with shelf.locked(key.name) as folder:
        log = _read(folder, key)
        if len(log.acts) < 2:
            raise TrialRefused("nothing_to_undo")
        with shelf.guarded(folder, log):
            rooms.empty(folder)
            undone = _play_again(folder, log, log.acts[:-1])
            shelf.write_log(folder, undone)
        return undone


def _play_again(folder: Path, log: Log, acts: Sequence[Act]) -> Log:
    again = replace(log, acts=(), clock=log.begun_at, stop=None, touched_at=now())
    with rooms.entered(folder, log.begun_at) as clock:
        for act in acts:
            try:
                again = again.with_act(play(wish_of(act), clock, log.begun_at), clock.moment)
            except Stuck as error:
                raise TrialRefused("not_again", reason=error.stop.message) from error
    return again


def _read(folder: Path, key: Key) -> Log:
    log = shelf.read_log(folder)
    # The name of the folder already says it; a collision of names must not give access to another's trial.
    if (log.owner, log.change) != (key.owner, key.change):
        raise NotFound("trial")
    return log
