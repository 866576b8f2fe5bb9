"""Trials: trying a change before anyone else sees it, and keeping what was played as a scenario of it.

Everything happens in the trial's own municipality (`engine.trial`); of the real one only the files of the change are
read, and written when a scenario is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Any

from engine import trial
from engine.dialect import timers
from engine.dialect.folder import ProcessFiles
from engine.editing import Done
from engine.errors import NotFound, ScenarioFailed, TrialRefused
from engine.forms import only_asked
from engine.forms.typed import parse_date
from engine.municipality import here, now, reading
from engine.permissions import may, require
from engine.scenarios import Scenario, describe, explain, needed_by, play, raw_of, read_scenario, read_scenarios
from engine.tidying import tidy_line
from engine.trial.sessions import Key
from engine.trial.telling import LONGEST_NAME, file_name
from engine.views import (
    AsideDetail,
    KeptScenario,
    TrialAim,
    TrialExample,
    TrialStart,
    TrialTaskDetail,
    TrialView,
    TrialWay,
    User,
)
from engine.workshop.parts import Sources, find_change, subject_of
from engine.workshop.saving import read_part, read_sources, save_part

NEXT = "next"
"""Until whatever comes first."""
MOST_EXAMPLES = 40


def prepare_trial(change_id: str, user: User, aim: str = "") -> TrialStart:
    """How a trial can begin. `aim` is a place to reach, as `process/element`. Raises: NotAllowed, NotFound."""
    require(user, "edit_processes", None)
    sources = read_sources(change_id, user)
    ways = trial.find_ways(sources.folders, sources.changed)
    broken = trial.find_broken(sources.folders, sources.unreadable)
    found = trial.hindered_by(broken, sources.folders, sources.changed)
    aimed = _find_aim(sources, aim)
    examples = (*_last(Key(change_id, user.id)), *_examples(sources, ways, aimed))
    return TrialStart(ways, examples, found, aimed)


def begin_trial(
    change_id: str,
    user: User,
    way: str,
    typed: Mapping[str, list[str]],
    values: str = "",
    aim: str = "",
    story: str = "",
) -> None:
    """Begin to try a change, replacing this user's earlier trial of it. `values` are for a start without form.

    `story` is the source of the scenario used to fill in the start: the trial can continue as that story does.

    Raises: NotAllowed, NotFound.
        TrialRefused: the processes have errors, there is no such start, or a value cannot be read.
            AnswersRefused: the start form is not filled in correctly. ExecutionFailed: the case cannot begin.
    """
    require(user, "edit_processes", None)
    sources = read_sources(change_id, user)
    chosen = next((one for one in trial.find_ways(sources.folders, sources.changed) if one.key == way), None)
    if chosen is None:
        raise TrialRefused("no_start")
    process = chosen.process_id
    broken = trial.find_broken(sources.folders, sources.unreadable)
    findings = trial.hindered_by(broken, sources.folders, [process])
    if findings:
        raise TrialRefused("findings", findings)
    runnable = {key: files for key, files in sources.folders.items() if key not in broken}
    startable = chosen.startable
    wish = trial.Begin(
        process=process,
        element=chosen.element_id,
        way=startable.process_id if startable is not None else "",
        typed=only_asked(startable.form, typed) if startable is not None else {},
        values=trial.read_values(values) if startable is None else {},
        startable_by=tuple(sorted(startable.startable_by)) if startable is not None else (),
    )
    aimed = _find_aim(sources, aim)
    told = f"{aimed.process_id}/{aimed.element_id}" if aimed is not None else ""
    moment = now().replace(second=0, microsecond=0)
    known = find_story(sources, story) is not None
    key = Key(change_id, user.id)
    trial.begin(key, runnable, _digest(sources), wish, moment, aim=told, story=story if known else "")


def read_trial(change_id: str, user: User) -> TrialView:
    """This user's trial of a change. Raises: NotAllowed, NotFound."""
    key = _key(change_id, user)
    sources = read_sources(change_id, user)
    digest = _digest(sources)
    with reading() as session:
        may_keep = may(user, "edit_change", subject_of(session, find_change(session, change_id)))
    with trial.find(key) as log:
        story = find_story(sources, log.story)
        name = story.name if story is not None else ""
        return trial.look_at(log, outdated=log.digest != digest, may_keep=may_keep, story=name)


def read_trial_task(change_id: str, user: User, place: int) -> TrialTaskDetail:
    """One open task of a trial, with its form. Raises: NotAllowed, NotFound, TrialRefused."""
    with trial.find(_key(change_id, user)) as log:
        return trial.look_at_task(place, log)


def complete_trial_task(change_id: str, user: User, place: int, element: str, typed: Mapping[str, list[str]]) -> None:
    """Do an open task in the name of its group.

    Raises: NotAllowed, NotFound, TrialRefused, AnswersRefused, Conflict.
    """
    trial.perform(_key(change_id, user), trial.Complete(place, element, typed))


def read_trial_vote(change_id: str, user: User, place: int) -> TrialTaskDetail:
    """A vote of a trial that can still be changed, as it was cast. Raises: NotAllowed, NotFound, TrialRefused."""
    with trial.find(_key(change_id, user)) as log:
        return trial.look_at_task(place, log, vote=True)


def change_trial_vote(change_id: str, user: User, place: int, element: str, typed: Mapping[str, list[str]]) -> None:
    """Change the vote, while voting is open. Raises: as `complete_trial_task`."""
    trial.perform(_key(change_id, user), trial.Revise(place, element, typed))


def withdraw_trial(change_id: str, user: User, reason: str) -> None:
    """Withdraw the case of a trial as its submitter. Raises: NotAllowed, NotFound, TrialRefused, Conflict."""
    trial.perform(_key(change_id, user), trial.Withdraw(reason))


def send_to_trial(change_id: str, user: User, message: str, values: str) -> None:
    """Send a message to the case of a trial. Raises: NotAllowed, NotFound, TrialRefused, Conflict."""
    trial.perform(_key(change_id, user), trial.Send(message, trial.read_values(values)))


def read_trial_aside(change_id: str, user: User, element: str) -> AsideDetail:
    """What can be begun beside the tasks of a trial, with its form. Raises: NotAllowed, NotFound, TrialRefused."""
    with trial.find(_key(change_id, user)):
        return trial.find_aside(element).detail


def begin_trial_aside(change_id: str, user: User, element: str, typed: Mapping[str, list[str]]) -> None:
    """Begin something beside the tasks, as one of its groups. Raises: as `complete_trial_task`."""
    trial.perform(_key(change_id, user), trial.BeginAside(element, typed))


def turn_trial_clock(change_id: str, user: User, to: str) -> None:
    """Let time pass in a trial: for a duration (ISO 8601), until a date, or until what comes first (`NEXT`).

    Raises: NotAllowed, NotFound. TrialRefused: not a moment, not ahead, or too far.
    """
    key = _key(change_id, user)
    with trial.find(key) as log:
        until = _moment(trial.look_at(log, outdated=False, may_keep=False), to)
    trial.perform(key, trial.Turn(until.isoformat()))


def undo_in_trial(change_id: str, user: User) -> None:
    """Undo the last act. Raises: NotAllowed, NotFound, TrialRefused."""
    trial.undo(_key(change_id, user))


def keep_trial(change_id: str, user: User, name: str) -> KeptScenario:
    """Keep what was played as a scenario of the change. It is played before it is kept, and passes.

    Raises: NotAllowed, NotFound, ChangeMoved, ChangedMeanwhile.
            TrialRefused: no name, or a scenario cannot express it; says why.
        DiagramRefused: the folder of the process has no room for it.
    """
    key = _key(change_id, user)
    sources = read_sources(change_id, user)
    with trial.find(key) as log:
        if log.digest != _digest(sources):
            raise TrialRefused("changed")
        story = trial.tell_story(log, name)
    process = story.process if story.process in sources.changed else _nearest(sources, story.process)
    part = read_part(change_id, process, user)
    file = file_name(name, part.files)
    outcome = play(read_scenario(process, file, story.data), process, sources.folders)
    if outcome.error is not None:
        raise TrialRefused("would_fail", reason=explain(outcome.error, sources.known))
    shown = tidy_line(name, LONGEST_NAME)
    save_part(change_id, process, part.revision, {file: story.data}, user, [Done("story_kept", file, shown)])
    return KeptScenario(process, file, shown)


# ---- what these are made of -------------------------------------------------------------------------------------


def _key(change_id: str, user: User) -> Key:
    require(user, "edit_processes", None)
    return Key(change_id, user.id)


def _digest(sources: Sources) -> str:
    """A digest that identifies the files that a trial runs on."""
    total = hashlib.sha256()
    for process_id in sorted(sources.folders):
        total.update(f"{process_id}:{sources.folders[process_id].content_hash}".encode())
    return total.hexdigest()


def _nearest(sources: Sources, process: str) -> str:
    """The process of the change whose folder gets a story that begins in another process."""
    called = needed_by(process, sources.folders)
    return next((one for one in sources.changed if one in called), sources.changed[0])


def _find_aim(sources: Sources, aim: str) -> TrialAim | None:
    process_id, _, element_id = aim.partition("/")
    files: ProcessFiles | None = sources.folders.get(process_id)
    element = files.process.elements.get(element_id) if files is not None else None
    if files is None or element is None:
        return None
    return TrialAim(process_id, element_id, describe(files.process.elements, element_id))


def find_story(sources: Sources, source: str) -> Scenario | None:
    """The scenario with that source, if it exists and can be read."""
    process_id, _, name = source.partition("/")
    files = sources.folders.get(process_id)
    if files is None or name not in files.scenarios:
        return None
    try:
        return read_scenario(process_id, name, files.scenarios[name])
    except ScenarioFailed:
        return None


def _examples(sources: Sources, ways: tuple[TrialWay, ...], aim: TrialAim | None) -> tuple[TrialExample, ...]:
    """The starting values of scenarios, for the ways that have a form; first those of scenarios that do the task aimed
    at, then those that do another task of its process."""
    with_form = {(one.process_id, one.element_id): one for one in ways if one.startable is not None}
    first: dict[str, str] = {}
    for one in with_form.values():
        first.setdefault(one.process_id, one.element_id)
    found: list[tuple[int, TrialExample]] = []
    around = frozenset(sources.folders[aim.process_id].process.elements) if aim is not None else frozenset()
    for process_id, files in sources.folders.items():
        try:
            scenarios = list(read_scenarios(process_id, files))
        except ScenarioFailed:
            continue  # Reported where they are played.
        for scenario in scenarios:
            element = scenario.begin or first.get(scenario.process, "")
            way = with_form.get((scenario.process, element))
            if way is not None:
                example = TrialExample(scenario.source, scenario.name, way.key, _typed(scenario.start))
                does = {step.get("task", step.get("all")) for step in scenario.steps}
                found.append((2 * (aim is not None and aim.element_id in does) + bool(around & does), example))
    found.sort(key=lambda one: -one[0])
    return tuple(example for _, example in found[:MOST_EXAMPLES])


def _typed(values: Mapping[str, Any]) -> dict[str, list[str]]:
    return {key: value if isinstance(value, list) else [value] for key, value in raw_of(values).items()}


def _last(key: Key) -> Iterator[TrialExample]:
    """What the existing trial was begun with."""
    try:
        with trial.find(key) as log:
            facts = log.acts[0].facts
    except NotFound:
        return
    if facts["way"]:
        yield TrialExample("", "", f"{facts['process']}.{facts['element']}", facts["typed"])


def _moment(seen: TrialView, to: str) -> datetime:
    """The requested moment. Raises: TrialRefused."""
    if to == NEXT:
        ahead = [one.at for one in seen.ahead if one.kind != "task"] or [one.at for one in seen.ahead]
        if not ahead:
            raise TrialRefused("nothing_ahead")
        return min(ahead)
    zone = here().settings.zone
    try:
        if to.startswith("P"):
            return timers.resolve(to, seen.now, zone)
        # A day means the whole day: what falls due on it has come.
        return datetime.combine(parse_date(to), time(23, 59), zone).astimezone(UTC)
    except (timers.TimerValueRefused, ValueError, OverflowError) as error:
        raise TrialRefused("not_a_moment") from error
