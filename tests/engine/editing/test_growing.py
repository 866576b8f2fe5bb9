"""Growing a new process step by step, as somebody does who begins with nothing: the drawing keeps telling the truth."""

from __future__ import annotations

from engine.editing import New, Source, add_boundary, add_branch, add_step, read_source
from engine.editing.geometry import crosses, segments
from engine.editing.graph import Graph
from engine.editing.interchange import read_layout
from engine.workshop.blank import draw_blank
from tests.engine.editing.seeing import faults


def grown() -> tuple[Source, dict[str, str]]:
    """A check, a choice with a task below it that leads up to the next one, a second choice, and a reminder below."""
    source = read_source(draw_blank("boom", "Boom adopteren"))
    done = add_step(source, "boom-taak", "userTask", "Besluit nemen")
    decide = _key(done.source, "Besluit nemen")
    look = New("userTask", "Plek bekijken", decide)
    done = add_branch(done.source, "boom-taak", look, name="Ja", condition="=groot", question="Grote adoptie?")
    refused = New("endEvent", "Geweigerd")
    done = add_branch(done.source, decide, refused, name="Nee", condition="=nee", question="Toegestaan?")
    reminder = New("serviceTask", "Herinneren", New("endEvent", "Herinnerd"))
    looks = _key(done.source, "Plek bekijken")
    done = add_boundary(done.source, looks, "Een week voorbij", reminder, "timer", "P7D", interrupting=False)
    return done.source, {name: _key(done.source, name) for name in ("Plek bekijken", "Besluit nemen", "Toegestaan?")}


def _key(source: Source, name: str) -> str:
    return next(key for key, node in Graph(source).nodes.items() if node.get("name") == name)


def behind_steps(source: Source) -> set[tuple[str, str]]:
    """The lines that are drawn through a step which they have nothing to do with."""
    layout = read_layout(source)
    return {
        (flow, key)
        for flow, way in layout.ways.items()
        for key, box in layout.boxes.items()
        if key not in layout.holders and key not in layout.ends[flow] and layout.hosts.get(key) not in layout.ends[flow]
        if any(crosses(piece, box.around(-1)) for piece in segments(way))
    }


def test_a_step_after_one_below_the_main_line_leaves_the_main_line_as_it_reads() -> None:
    source, steps = grown()

    edit = add_step(source, steps["Plek bekijken"], "callActivity", "Advies vragen")

    assert edit.done is not None
    boxes = read_layout(edit.source).boxes
    assert behind_steps(edit.source) == set()
    assert boxes[steps["Plek bekijken"]].right < boxes[edit.done.element].x
    assert boxes[edit.done.element].right < boxes[steps["Besluit nemen"]].x
    assert boxes[steps["Besluit nemen"]].right < boxes[steps["Toegestaan?"]].x
    assert faults(edit.source.encode()) == set()


def test_a_line_to_a_step_on_the_other_side_of_the_main_line_goes_around_what_is_between() -> None:
    source = read_source(draw_blank("boom", "Boom adopteren"))
    ended = New("endEvent", "Gestopt")
    done = add_branch(source, "boom-start", ended, name="Nee", condition="=nee", question="Mag het?")
    choice, below = _key(done.source, "Mag het?"), _key(done.source, "Gestopt")

    edit = add_branch(done.source, choice, New("userTask", "Afwijzen", below), name="Bijna", condition="=bijna")

    assert behind_steps(edit.source) == set()
    assert faults(edit.source.encode()) == set()


def test_a_step_in_one_way_does_not_come_to_lie_on_another() -> None:
    source = read_source(draw_blank("boom", "Boom adopteren"))
    call = New("userTask", "Bellen", "boom-taak")
    done = add_branch(source, "boom-start", call, name="Ja", condition="=ja", question="Mag het?")

    edit = add_step(done.source, _key(done.source, "Bellen"), "userTask", "Noteren")

    assert behind_steps(edit.source) == set()
    assert faults(edit.source.encode()) == set()


def test_a_line_that_every_simple_way_leads_through_a_step_makes_a_detour() -> None:
    source = read_source(draw_blank("boom", "Boom adopteren"))
    reminder = New("serviceTask", "Herinneren", New("endEvent", "Herinnerd"))
    done = add_boundary(source, "boom-taak", "Een week voorbij", reminder, "timer", "P7D", interrupting=False)
    call, late = New("userTask", "Bellen", "boom-einde"), _key(done.source, "Een week voorbij")
    done = add_branch(done.source, late, call, name="Ja", condition="=haast", question="Is er haast?")
    told = New("userTask", "Uitleggen", _key(done.source, "Bellen"))

    edit = add_branch(done.source, "boom-start", told, name="Nee", condition="=nieuw", question="Bekend?")

    assert behind_steps(edit.source) == set()
    assert faults(edit.source.encode()) == set()


def test_an_event_on_the_edge_of_a_step_does_not_come_to_lie_on_a_line_below_it() -> None:
    source = read_source(draw_blank("boom", "Boom adopteren"))
    call, tell = New("userTask", "Bellen", "boom-taak"), New("userTask", "Uitleggen", "boom-einde")
    done = add_branch(source, "boom-start", call, name="Ja", condition="=haast", question="Is er haast?")
    done = add_branch(done.source, "boom-start", tell, name="Ja", condition="=nieuw", question="Is het nieuw?")
    ask = New("userTask", "Vragen", _key(done.source, "Bellen"))
    done = add_branch(done.source, _key(done.source, "Is er haast?"), ask, name="Soms", condition="=soms")
    asking = _key(done.source, "Vragen")
    done = add_branch(done.source, asking, New("endEvent", "Gestopt"), name="Nee", condition="=nee", question="Door?")

    edit = add_boundary(done.source, asking, "Een week voorbij", New("endEvent", "Te laat"), "timer", "P7D")

    assert behind_steps(edit.source) == set()
    assert faults(edit.source.encode()) == set()
