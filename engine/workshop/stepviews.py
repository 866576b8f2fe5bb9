"""Step views: the data that the pages of the list of steps show."""

from __future__ import annotations

from dataclasses import dataclass

from engine.checking import Finding
from engine.comparison.wording import tell_moment
from engine.dialect.compensation import KIND as UNDO
from engine.dialect.compensation import is_edge
from engine.dialect.document import ACTIVITIES, GATEWAYS
from engine.dialect.elements import EMBEDDED, SCOPED, THROWING, Diagram, Element, Process, is_link
from engine.dialect.mails import title_of
from engine.editing import Column, Field, Table
from engine.editing.boundaries import WAITING
from engine.errors import DiagramRefused
from engine.forms import Form
from engine.names import WITHDRAWAL
from engine.steps import StepItem
from engine.views import PartView
from engine.workshop.leftovers import Leftover
from engine.workshop.stepfield import StepField
from engine.workshop.variables import Variable
from engine.workshop.words import Choice, Words


@dataclass(frozen=True, slots=True)
class StepWay:
    """A flow out of a step: its answer and condition, and where it leads."""

    flow_id: str
    label: str
    condition: str
    is_default: bool
    target_id: str
    target_name: str
    is_far: bool = False
    """Whether it may run across the drawing: to another lane, or to where other ways arrive too."""


@dataclass(frozen=True, slots=True)
class ListedStep:
    """One step with what can be done to it. `element` has all its properties."""

    item: StepItem
    element: Element
    ways: tuple[StepWay, ...]
    form: Choice | None
    decision: Choice | None
    mail: Choice | None
    letter: Choice | None
    findings: tuple[Finding, ...]
    called: Choice | None = None
    """The process that it calls, if known."""
    begins_aside: bool = False
    """Whether it begins something beside the steps; then `element.interrupting` says whether all else stops."""
    leads_to: Choice | None = None
    """Where a link leads; the drawing has no line for it."""
    undone_by: Choice | None = None
    """What undoes it; for the event on an edge that says so, where that leads."""
    undoes: tuple[Choice, ...] = ()
    """What it undoes, by itself or by letting it be done. For the latter, empty means all that was done."""
    apart_from: tuple[str, ...] = ()
    """The names of the tasks that must be done by somebody else."""

    @property
    def due(self) -> str:
        """The term of a task in words: 10 werkdagen."""
        return tell_moment(self.element.due_date)

    @property
    def waits_for(self) -> str:
        """The term or condition of an event, in words where there are any."""
        return tell_moment(self.element.event.expression) if self.element.event is not None else ""

    @property
    def is_button(self) -> bool:
        """Whether it is what a colleague begins by a form beside the tasks."""
        return self.begins_aside and bool(self.element.properties.get("startableBy"))

    @property
    def may_follow(self) -> bool:
        """Whether a step can come after it; after a link the way continues elsewhere."""
        leaves = self.element.kind == "endEvent" or (is_link(self.element) and self.element.kind in THROWING)
        return not leaves and not self.element.triggered_by_event and not self.stands_outside

    @property
    def stands_outside(self) -> bool:
        """Whether no flow leads to it or from it: what undoes another step, and the event that says so."""
        return self.element.for_compensation or is_edge(self.element)

    @property
    def undoes_all(self) -> bool:
        """Whether it undoes everything that was done around it."""
        event = self.element.event
        return event is not None and event.kind == UNDO and self.element.kind in THROWING and not self.undoes

    @property
    def may_undo(self) -> bool:
        """Whether the way to undo it can be defined."""
        plain = self.element.kind in ACTIVITIES and not self.element.triggered_by_event
        return plain and not self.element.for_compensation and self.undone_by is None

    @property
    def may_branch(self) -> bool:
        kind = self.element.kind
        if kind == "parallelGateway":
            return self.may_follow and len(self.ways) > 1
        chooses = kind in {"exclusiveGateway", "inclusiveGateway"}
        return self.may_follow and bool(self.ways) and (chooses or kind not in GATEWAYS)

    @property
    def may_link(self) -> bool:
        """Whether a way out of it can continue without a line, and one may run across the drawing."""
        far = any(way.is_far for way in self.ways)
        return far and not is_link(self.element) and self.element.kind != "eventBasedGateway"

    @property
    def may_wait(self) -> bool:
        """Whether something can happen while it lasts."""
        waits = self.element.kind in WAITING and not self.element.triggered_by_event
        return waits and not self.element.for_compensation

    @property
    def has_inside(self) -> bool:
        """Whether errors and escalations can come out of it."""
        return self.element.kind in SCOPED

    @property
    def is_inside(self) -> bool:
        """Whether it is in a part, to which something can be thrown."""
        return self.element.parent != self.element.process

    @property
    def may_enclose(self) -> bool:
        """Whether a part could begin with it."""
        return self.may_follow and self.element.kind not in {"startEvent", "boundaryEvent"}

    @property
    def is_part(self) -> bool:
        """Whether it is a part that can be taken apart."""
        return self.element.kind == "subProcess" and not self.element.triggered_by_event

    @property
    def may_hold_asides(self) -> bool:
        """Whether it is a part, and something can be put beside its steps."""
        return self.element.kind in EMBEDDED and not self.element.triggered_by_event

    @property
    def may_move(self) -> bool:
        return self.element.kind in ACTIVITIES and len(self.ways) == 1 and len(self.element.incoming) == 1


@dataclass(frozen=True, slots=True)
class PartDrawing:
    """The drawing of a process in a change, to be shown as a picture."""

    process_id: str
    name: str
    diagram: Diagram
    process: Process


@dataclass(frozen=True, slots=True)
class StepList:
    """A process as a list. `steps` is empty where the drawing cannot be read; `findings` says why."""

    part: PartView
    name: str
    steps: tuple[ListedStep, ...]
    findings: tuple[Finding, ...]
    """Findings that are about no step."""
    forms: tuple[Choice, ...]
    decisions: tuple[Choice, ...]
    mails: tuple[Choice, ...]
    letters: tuple[Choice, ...]
    may_edit: bool
    lanes: tuple[Choice, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    """What no step uses, or what cannot be read."""

    @property
    def first_lane(self) -> str:
        """The lane where it begins: that of the submitter, if they have one."""
        begun = next((step.element.lane for step in self.steps if step.element.kind == "startEvent"), None)
        return next((lane.id for lane in self.lanes if lane.name == begun), "")

    @property
    def lacks_withdrawal(self) -> bool:
        """Whether residents begin it, and nothing in it waits for them to withdraw."""
        elements = [step.element for step in self.steps]
        begun = any({"iedereen", "indiener"} & set(_groups(one)) for one in elements)
        return begun and not any(one.event is not None and one.event.reference == WITHDRAWAL for one in elements)


def _groups(element: Element) -> list[str]:
    return [group.strip() for group in element.properties.get("startableBy", "").split(",")]


@dataclass(frozen=True, slots=True)
class StepDetail:
    """One step with the fields of its form, and what its expressions can read."""

    part: PartView
    step: ListedStep
    fields: tuple[StepField, ...]
    variables: tuple[Variable, ...]
    words: Words
    lanes: tuple[Choice, ...]
    targets: tuple[Choice, ...]
    """Steps of the same scope, to which a branch can lead."""
    neighbours: tuple[Choice, ...]
    """Steps of its line, beside which it can be moved."""
    may_edit: bool
    undoable: tuple[Choice, ...] = ()
    """What a step in its place can undo."""


@dataclass(frozen=True, slots=True)
class PartTable:
    part: PartView
    file: str
    table: Table
    columns: tuple[Column, ...]
    findings: tuple[Finding, ...]
    variables: tuple[Variable, ...]
    """What it can read, where it is used."""
    may_edit: bool


@dataclass(frozen=True, slots=True)
class PartForm:
    """A form with its questions; `shown` is None where our pages cannot show it, and then `refusal` says why."""

    part: PartView
    form_id: str
    file: str
    title: str
    fields: tuple[Field, ...]
    shown: Form | None
    refusal: DiagramRefused | None
    may_edit: bool


@dataclass(frozen=True, slots=True)
class PartMail:
    part: PartView
    mail: str
    subject: str
    text: str
    findings: tuple[Finding, ...]
    """What is wrong with what it reads, where it is sent."""
    variables: tuple[Variable, ...]
    may_edit: bool

    @property
    def title(self) -> str:
        """The name that people know it by."""
        return title_of(self.subject) or self.mail
