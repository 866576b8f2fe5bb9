"""Sources: what can give a variable its value, in a process and in the processes around it.

Nothing is known here of order: a variable that any step gives is assumed to exist everywhere in the process. What a
step keeps to itself (an input, the item of a repeated task) exists for that step and what is inside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from engine import forms
from engine.dialect import stories
from engine.dialect.compensation import read_compensation
from engine.dialect.data import read_data
from engine.dialect.elements import THROWING, Element, Loop, Process
from engine.dialect.folder import ProcessFiles
from engine.dialect.remembering import remember
from engine.errors import DiagramRefused
from engine.names import WITHDRAWAL, WITHDRAWAL_REASON

COUNTS = (
    "numberOfInstances", "numberOfCompletedInstances", "numberOfActiveInstances", "numberOfTerminatedInstances",
)  # fmt: skip
COUNTED = ("loopCounter", *COUNTS)


@dataclass(frozen=True, slots=True)
class Giver:
    """Something that gives a variable its value: a field of a form, an expression, a decision, or something unknown."""

    field: forms.FormField | None = None
    text: str | None = None
    item: bool = False
    """Whether it gives one item of the list that the expression gives, each in turn."""
    decision: str | None = None
    place: tuple[str, str] = ("", "")
    """Process and element whose variables the expression reads; no element for those of the process itself."""


Givers = dict[str, list[Giver]]
_UNKNOWN = Giver()


@dataclass(slots=True)
class _Own:
    """What one process gives, apart from the processes around it."""

    shared: Givers = field(default_factory=dict)
    local: dict[str, Givers] = field(default_factory=dict)
    """By the element that keeps it to itself."""
    reads_of: set[str] = field(default_factory=set)
    """Processes whose variables it gets unchanged: callers that hand over everything, and called processes that do."""
    begun: bool = False
    """Whether it is known how a case of it, or a call, begins."""
    open: bool = False
    """Whether something from outside may bring variables of any name."""


class Sources:
    """The givers of all variables of processes that are checked together."""

    def __init__(self, folders: Mapping[str, ProcessFiles]) -> None:
        self.folders = folders
        self.forms = {key: _read_forms(folder) for key, folder in folders.items()}
        self._own = {key: _Own() for key in folders}
        self._compensation = {key: read_compensation(folder.process) for key, folder in folders.items()}
        self._merged: dict[str, Givers] = {}
        self._rehearsed: dict[str, frozenset[str]] = {}
        for key, folder in folders.items():
            for element in folder.process.elements.values():
                self._take_in(folder.process, element, self._own[key])
            for scope, names in read_data(folder.process).variables.items():
                own = self._own[key]
                giving = own.shared if scope == key else own.local.setdefault(scope, {})
                for name in names:
                    _give(giving, name, Giver(text="=null", place=(key, "")))

    # ---- asking ------------------------------------------------------------------------------------------------------

    def names(self, process_id: str, element: Element | None) -> frozenset[str]:
        """Every variable that an expression on an element, or on the process for None, may find."""
        found = set(self._shared(process_id))
        if element is not None:
            for giving in self._around(process_id, element):
                found |= giving.keys()
        return frozenset(found)

    def givers(self, process_id: str, element: Element | None, name: str) -> list[Giver]:
        """Everything that may have given a variable its value where an element reads it."""
        found = list(self._shared(process_id).get(name, ()))
        if element is not None:
            for giving in self._around(process_id, element):
                found += giving.get(name, ())
        return found

    def given_by(self, process_id: str, element: Element) -> frozenset[str]:
        """The variables that a step sets when it completes."""
        form = self.forms[process_id].get(element.form_id or "")
        asked = [one.key for one in form.fields] if form is not None and not element.outputs else []
        collected = [element.loop.output_collection] if element.loop is not None else []
        named = [element.result_variable, *collected, *(mapping.target for mapping in element.outputs), *asked]
        return frozenset(name for name in named if name)

    def is_open(self, process_id: str) -> bool:
        """Whether variables may come from where we cannot look: an unknown caller, or a message from outside."""
        return any(own.open or not own.begun for own in self._linked(process_id))

    def hears_from_outside(self, process_id: str) -> bool:
        """Whether something in the process itself, such as a message, may bring variables of any name."""
        return self._own[process_id].open

    def kept(self, process_id: str, element: Element) -> frozenset[str]:
        """What an element, and the subprocesses around it, keep to themselves."""
        return frozenset().union(*self._around(process_id, element))

    def rehearsed(self, process_id: str) -> frozenset[str]:
        """The variables with which the scenarios of a process, or of those around it, begin or continue a case."""
        for key in self._links(process_id) - self._rehearsed.keys():
            self._rehearsed[key] = frozenset().union(*map(_names_in, self.folders[key].scenarios.values()))
        return frozenset().union(*(self._rehearsed[key] for key in self._links(process_id)))

    # ---- looking around ----------------------------------------------------------------------------------------------

    def _links(self, process_id: str) -> set[str]:
        """The process, and those whose variables reach it unchanged, directly or through another."""
        found: set[str] = set()
        pending = [process_id]
        while pending:
            key = pending.pop()
            if key in self._own and key not in found:
                found.add(key)
                pending += self._own[key].reads_of
        return found

    def _linked(self, process_id: str) -> list[_Own]:
        return [self._own[key] for key in sorted(self._links(process_id))]

    def _shared(self, process_id: str) -> Givers:
        if process_id not in self._merged:
            merged: Givers = {}
            for own in self._linked(process_id):
                # What a caller keeps to a step is handed over if that step is the call: we do not check which.
                kept = own.local.values() if own is not self._own[process_id] else ()
                for giving in (own.shared, *kept):
                    for name, givers in giving.items():
                        merged.setdefault(name, []).extend(givers)
            self._merged[process_id] = merged
        return self._merged[process_id]

    def _around(self, process_id: str, element: Element) -> Iterator[Givers]:
        """What the element, and the subprocesses around it, keep to themselves; also that of the activity it undoes."""
        local, elements = self._own[process_id].local, self.folders[process_id].process.elements
        undone: dict[str, list[str]] = {}
        for activity, handler in self._compensation[process_id].handlers.items():
            undone.setdefault(handler, []).append(activity)
        at: Element | None = element
        while at is not None:
            if at.id in local:
                yield local[at.id]
            for activity in undone.get(at.id, ()):
                yield {name: givers for name, givers in local[activity].items() if name not in COUNTED}
            at = elements.get(at.parent)

    # ---- taking in ---------------------------------------------------------------------------------------------------

    def _take_in(self, process: Process, element: Element, own: _Own) -> None:
        place = (process.id, element.id)
        local = own.local.setdefault(element.id, {})
        for mapping in element.inputs:
            _give(local, mapping.target, Giver(text=mapping.source, place=place))
        self._take_form(process, element, own)
        if element.loop is not None:
            self._take_loop(process, element, element.loop, own)
        if element.kind == "callActivity":
            self._take_call(process, element, own)
            return
        if element.kind == "scriptTask":
            _give(own.shared, element.result_variable, Giver(text=element.script, place=place))
        else:
            _give(own.shared, element.result_variable, Giver(decision=element.decision_id, place=place))
        for mapping in element.outputs:
            _give(own.shared, mapping.target, Giver(text=mapping.source, place=place))
        self._take_message(element, own)
        if element.job_type == "start-case":
            self._take_begun(process, element)

    def _take_loop(self, process: Process, element: Element, loop: Loop, own: _Own) -> None:
        """Each instance has its item and its number; the result of all of them is a list."""
        local = own.local[element.id]
        for name in COUNTED:
            _give(local, name, _UNKNOWN)
        each = Giver(text=loop.input_collection, item=True, place=(process.id, element.parent))
        _give(local, loop.input_element, each)
        _give(own.shared, loop.output_collection, _UNKNOWN)

    def _take_message(self, element: Element, own: _Own) -> None:
        """What waits for a message may get variables of any name; of one message we know which."""
        event = element.event
        if element.kind in THROWING | {"sendTask"} or event is None or event.kind != "message":
            return
        if event.reference == WITHDRAWAL:
            _give(own.shared, WITHDRAWAL_REASON, _UNKNOWN)
        else:
            own.open = True

    def _take_begun(self, process: Process, element: Element) -> None:
        """A case that a step begins gets the step's inputs; which process that is may depend on the case."""
        started = element.headers.get("process", "")
        if started.startswith("="):
            for other in self._own.values():
                other.open = True
        elif started in self._own:
            self._own[started].begun = True
            for mapping in element.inputs:
                place = (process.id, element.id)
                _give(self._own[started].shared, mapping.target, Giver(text=mapping.source, place=place))

    def _take_form(self, process: Process, element: Element, own: _Own) -> None:
        """Answers go to the case, unless the task is repeated or defines its own outputs."""
        form = self.forms[process.id].get(element.form_id or "")
        at_start = element.kind == "startEvent" and element.parent == process.id
        if at_start and (element.form_id is not None or element.event is not None):
            own.begun = True
        if form is None:
            # A form that cannot be read is reported elsewhere; here it may give anything.
            own.open = own.open or (element.form_id is not None)
            return
        keeps = element.loop is not None or bool(element.outputs)
        giving = own.local[element.id] if keeps else own.shared
        for asked in form.fields:
            if asked.personal is None:
                _give(giving, asked.key, Giver(field=asked))

    def _take_call(self, process: Process, call: Element, own: _Own) -> None:
        called = call.called_process or ""
        place = (called, "")
        for mapping in call.outputs:
            _give(own.shared, mapping.target, Giver(text=mapping.source, place=place))
        if called not in self._own:
            own.open = own.open or call.propagate_all_child_variables
            return
        other = self._own[called]
        other.begun = True
        for mapping in call.inputs:
            _give(other.shared, mapping.target, Giver(text=mapping.source, place=(process.id, call.id)))
        if call.propagate_all_parent_variables:
            other.reads_of.add(process.id)
        if call.propagate_all_child_variables:
            own.reads_of.add(called)


def _give(givers: Givers, name: str | None, giver: Giver) -> None:
    if name:
        givers.setdefault(name, []).append(giver)


def _read_forms(folder: ProcessFiles) -> dict[str, forms.Form]:
    """The forms that can be read; the others are reported elsewhere."""
    found = {}
    for form_id, told in folder.forms.items():
        try:
            found[form_id] = forms.read_form(told, form_id)
        except DiagramRefused:
            continue
    return found


@remember(256)
def _names_in(scenario: bytes) -> frozenset[str]:
    """The names that a scenario begins or continues a case with: those before the first thing that cannot be read."""
    return frozenset(_read_names(scenario))


def _read_names(scenario: bytes) -> Iterator[str]:
    try:
        told = stories.load(scenario)
        yield from map(str, told.get("start") or {})
        for step in told.get("steps") or ():
            yield from map(str, step.get("payload") or {})
    except (yaml.YAMLError, AttributeError, TypeError, ValueError, OverflowError, RecursionError):
        return  # A scenario that cannot be read is reported when it is run.
