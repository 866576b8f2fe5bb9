"""Asides of a trial: what can be begun beside the tasks of its case, and in whose name."""

from __future__ import annotations

from typing import NamedTuple

from engine.cases.asides import list_open, read_aside
from engine.errors import TrialRefused
from engine.models import Case
from engine.municipality import reading
from engine.trial import people
from engine.trial.finding import first_case_id
from engine.versions import definitions
from engine.views import AsideDetail, AsideView, User


class Offered(NamedTuple):
    """Something that can be begun, with its form, who begins it, and in the name of which group."""

    message: str
    group: str
    user: User
    detail: AsideDetail


def list_views() -> tuple[AsideView, ...]:
    """All that can be begun now, by anybody."""
    with reading() as session:
        return tuple(view for view, _ in list_open(session, session.get_one(Case, first_case_id(session))))


def find_for(process_id: str, element_id: str) -> AsideView | None:
    """What begins the part beside the steps that contains an element of a process, if it can be begun now."""
    with reading() as session:
        row = definitions.current(session, process_id)
        elements = definitions.files_of(session, row.id).process.elements if row is not None else {}
    element = elements.get(element_id)
    while element is not None and not element.triggered_by_event:
        element = elements.get(element.parent)
    if element is None:
        return None
    begins = {one.id for one in elements.values() if one.parent == element.id and one.kind == "startEvent"}
    # Others may belong to another process of the case.
    return next((one for one in list_views() if one.element_id in begins), None)


def find(element: str) -> Offered:
    """Raises: TrialRefused: it cannot be begun now, or nobody may begin it."""
    with reading() as session:
        case = session.get_one(Case, first_case_id(session))
        found = [(view, groups) for view, groups in list_open(session, case) if view.element_id == element]
    if not found:
        raise TrialRefused("not_open")
    view, groups = found[0]
    group, user = people.first_of(groups)
    if user is None:
        raise TrialRefused("nobody", task=view.name)
    return Offered(view.message, group, user, read_aside(case.id, element, user))
