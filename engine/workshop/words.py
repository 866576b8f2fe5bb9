"""Words: what the drawing editor offers in lists: groups, statuses, kinds of work, forms, tables and so on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from engine.checking.meaning import EFFECTS, NODE_PROPERTIES
from engine.checking.messages import message_of
from engine.checking.references import JOBS
from engine.dialect import dmn
from engine.dialect.folder import LETTERS, MAILS, ProcessFiles
from engine.dialect.mails import read_text, title_of
from engine.errors import DiagramRefused
from engine.forms import Form, read_form
from engine.municipality import group_names, reading
from engine.names import BY_POST, GROUPS, LETTER_TO, REGISTERS, STATUSES, WITHDRAWAL
from engine.permissions import require
from engine.versions import definitions
from engine.views import User
from engine.workshop.parts import find_change, find_part, sources_of
from engine.workshop.variables import Variable, read_variables

ANYONE = "iedereen"
"""Who may begin a process, beside the groups."""
MORE_HEADERS: Mapping[str, tuple[str, ...]] = {
    "mail": ("post",),
    "letter": ("address",),
    "message": ("key", "timeToLive", "message"),
}
"""The optional headers of a kind of work (the required ones are in `references.JOBS`)."""
LISTS: Mapping[tuple[str, str], str] = {
    ("mail", "template"): "mails",
    ("mail", "to"): "groups",
    ("mail", "post"): "by_post",
    ("letter", "template"): "letters",
    ("letter", "to"): "letter_to",
    ("register", "register"): "registers",
    ("start-case", "process"): "processes",
}
"""Kind of work and header → the list of `Words` for its value."""
RETENTION_CLASSES = ("6.1.9", "6.3")
"""Selectielijst gemeenten 2020: a citizens' initiative that was decided, and one that was broken off."""
TERMS = ("P8W", "P6W", "P12W", "P13W")
"""Awb 4:13 (eight weeks), 7:10 (six or twelve), and the longest legal term that is given in weeks."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list: its text in the file, its text for people, and the file it is in, if any."""

    id: str
    name: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class JobHeader:
    """One header of a kind of work. `choices` names the list of `Words` for its value; empty for any value."""

    key: str
    required: bool
    choices: str = ""


@dataclass(frozen=True, slots=True)
class JobKind:
    type: str
    headers: tuple[JobHeader, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that the editor offers in lists for one process of a change."""

    groups: tuple[Choice, ...]
    starters: tuple[Choice, ...]
    statuses: tuple[str, ...]
    effects: tuple[str, ...]
    retention_classes: tuple[str, ...]
    terms: tuple[str, ...]
    outcomes: tuple[str, ...]
    properties: Mapping[str, tuple[str, ...]]
    """Our own property → the kinds of element on which it has an effect; all for an empty tuple."""
    jobs: tuple[JobKind, ...]
    forms: tuple[Choice, ...]
    decisions: tuple[Choice, ...]
    mails: tuple[Choice, ...]
    letters: tuple[Choice, ...]
    letter_to: tuple[Choice, ...]
    """To whom a letter can go; any other value is FEEL."""
    by_post: tuple[Choice, ...]
    """Whether a mail goes by post to a submitter who has no e-mail address."""
    registers: tuple[Choice, ...]
    processes: tuple[Choice, ...]
    messages: tuple[Choice, ...]
    """Messages that a process waits for or begins with, each with the processes and events that do."""
    variables: tuple[Variable, ...]


def describe_words(change_id: str, process_id: str, user: User) -> Words:
    """What the editor of one process of a change offers, based on the files as last saved.

    Raises: NotAllowed, NotFound.
    """
    require(user, "read_workshop", None)
    with reading() as session:
        find_change(session, change_id)
        files = definitions.unpack(find_part(session, change_id, process_id).files)
        folders = sources_of(session, change_id).folders
    return words_of(process_id, files, folders, group_names())


def read_form_text(text: str, user: User) -> Form:
    """A form as typed, to be shown as its page will be. Nothing is saved.

    Raises: NotAllowed. DiagramRefused: no JSON, or a form that our pages do not support.
    """
    require(user, "read_workshop", None)
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DiagramRefused("no valid JSON", source="form", line=getattr(error, "lineno", None)) from error
    if not isinstance(told, dict):
        raise DiagramRefused("a form is a JSON object", source="form", line=1)
    return read_form(told, "form")


def words_of(
    process_id: str,
    files: Mapping[str, bytes],
    folders: Mapping[str, ProcessFiles],
    group_names: Mapping[str, str] = GROUPS,
) -> Words:
    """What can be chosen while a process is drawn. `group_names` are the names of the groups here.

    Lists that come from files hold every readable file, even when the diagram itself cannot be read: people save a
    process many times half done. Variables are there only while the diagram can be read.
    """
    groups = tuple(Choice(key, name) for key, name in group_names.items())
    known = folders.get(process_id)
    return Words(
        groups=groups,
        starters=(Choice(ANYONE, "Iedereen"), *groups),
        statuses=STATUSES,
        effects=tuple(sorted(EFFECTS)),
        retention_classes=_used(folders, "retentionClass", RETENTION_CLASSES),
        terms=_used(folders, "statutoryTerm", TERMS),
        outcomes=_used(folders, "outcome", ()),
        properties={name: tuple(sorted(kinds)) for name, kinds in NODE_PROPERTIES.items()},
        jobs=tuple(_read_job(kind, needed) for kind, needed in JOBS.items()),
        forms=_tell_apart(_read_forms(files)),
        decisions=_tell_apart(_read_decisions(files)),
        mails=_tell_apart(_read_templates(files, MAILS)),
        letters=_tell_apart(_read_templates(files, LETTERS)),
        letter_to=tuple(Choice(key, name) for key, name in LETTER_TO.items()),
        by_post=tuple(Choice(key, name) for key, name in BY_POST.items()),
        registers=tuple(Choice(key, name) for key, name in REGISTERS.items()),
        processes=tuple(Choice(key, folder.process.name or key) for key, folder in sorted(folders.items())),
        messages=tuple(_read_messages(folders)),
        variables=tuple(read_variables(process_id, folders)) if known is not None else (),
    )


def _used(folders: Mapping[str, ProcessFiles], name: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    """The usual values of a property, and those in the processes in use."""
    found = {
        element.properties[name]
        for folder in folders.values()
        for element in folder.process.elements.values()
        if element.properties.get(name)
    }
    return (*usual, *sorted(found - set(usual)))


def _read_job(kind: str, needed: Iterable[str]) -> JobKind:
    headers = [JobHeader(key, True, LISTS.get((kind, key), "")) for key in needed]
    headers += [JobHeader(key, False, LISTS.get((kind, key), "")) for key in MORE_HEADERS.get(kind, ())]
    return JobKind(kind, tuple(headers))


def _read_forms(files: Mapping[str, bytes]) -> Iterator[Choice]:
    for name in sorted(files):
        if name.endswith(".form"):
            try:
                told: Any = json.loads(files[name])
            except (ValueError, RecursionError):
                told = {}
            told = told if isinstance(told, dict) else {}
            key = str(told.get("id") or PurePosixPath(name).stem)
            yield Choice(key, str(told.get("title") or key), name)


def _read_decisions(files: Mapping[str, bytes]) -> Iterator[Choice]:
    for name in sorted(files):
        if name.endswith(".dmn"):
            try:
                definitions = dmn.read(files[name], name)
            except dmn.DmnError:
                yield Choice("", PurePosixPath(name).stem, name)
                continue
            for decision in definitions.decisions.values():
                yield Choice(decision.id, decision.name or decision.id, name)


def _read_templates(files: Mapping[str, bytes], folder: str) -> Iterator[Choice]:
    for name in sorted(files):
        if name.startswith(f"{folder}/") and name.endswith(".md"):
            stem = PurePosixPath(name).stem
            yield Choice(stem, title_of(read_text(files[name])[0]) or stem, name)


def _tell_apart(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Choices by their names, and also by that of the file where two have the same."""
    listed = tuple(choices)
    often = Counter(choice.name for choice in listed)
    return tuple(
        replace(one, name=f"{one.name} ({PurePosixPath(one.file).stem})") if often[one.name] > 1 else one
        for one in listed
    )


def _read_messages(folders: Mapping[str, ProcessFiles]) -> Iterator[Choice]:
    heard: dict[str, list[str]] = {}
    for key, folder in sorted(folders.items()):
        for element in folder.process.elements.values():
            if (name := message_of(element)) and name != WITHDRAWAL:
                told = f"{folder.process.name or key}: {element.name or element.id}"
                heard.setdefault(name, []).append(told)
    for name, places in sorted(heard.items()):
        yield Choice(name, f"{name} ({'; '.join(places)})")
