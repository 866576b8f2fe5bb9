"""The picture: every diagram becomes one SVG that shows where a case has been and is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from lxml import etree

from engine.dialect.elements import (
    Box,
    Collaboration,
    Edge,
    Event,
    Lane,
    Loop,
    Participant,
    Shape,
)
from tests.web.picture.pictures import (
    EVENT_KINDS,
    NODE_KINDS,
    SVG,
    classes,
    find,
    make_diagram,
    make_element,
    parse,
    read_texts,
    read_view_box,
)
from web.picture import Marks, Note, draw
from web.picture.labels import INK
from web.picture.marks import SHADES


def test_a_picture_is_an_image_with_a_name() -> None:
    picture = parse(draw(make_diagram(make_element("Task_Check")), title="Waar is mijn idee?"))

    title = picture.find(SVG + "title")
    assert title is not None
    assert title.text == "Waar is mijn idee?"
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == title.get("id")


def test_a_picture_without_a_title_is_called_after_its_process() -> None:
    picture = parse(draw(make_diagram(make_element("Task_Check"))))

    assert picture.findtext(SVG + "title") == "Levensloop van een idee"


def test_a_picture_points_to_the_words_in_the_page_that_say_the_same() -> None:
    picture = parse(draw(make_diagram(make_element("Task_Check")), description_id="stappen"))

    assert picture.get("aria-describedby") == "stappen"


def test_a_picture_on_its_own_carries_its_description() -> None:
    picture = parse(draw(make_diagram(make_element("Task_Check")), description="Het idee wordt gecontroleerd."))

    description = picture.find(SVG + "desc")
    assert description is not None
    assert description.text == "Het idee wordt gecontroleerd."
    assert picture.get("aria-describedby") == description.get("id")


def test_every_shape_and_edge_is_drawn_once() -> None:
    elements = [make_element(f"Node_{kind}", kind, "Naam", text="Let op") for kind in NODE_KINDS]
    flow = make_element("Flow_Yes", "sequenceFlow", "ja", source="Node_task", target="Node_userTask")
    pool = Participant("Pool_Town", "Gemeente", "Process_Idea")
    diagram = make_diagram(
        *elements, flow, lanes=(Lane("Lane_Team", "Wijkteam", ()),), collaboration=Collaboration("C", (pool,))
    )
    diagram = replace(
        diagram,
        shapes=(Shape("Pool_Town", 0, 0, 900, 400), Shape("Lane_Team", 30, 0, 870, 400), *diagram.shapes),
        edges=(Edge("Flow_Yes", ((0, 0), (50, 50))), Edge("Data_1", ((0, 9), (5, 9)))),
    )

    drawn = Counter(group.get("data-element") for group in parse(draw(diagram)).iter(SVG + "g"))

    del drawn[None]
    assert set(drawn) == {shape.element for shape in diagram.shapes} | {edge.element for edge in diagram.edges}
    assert set(drawn.values()) == {1}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("startEvent", ["bpmn-event", "bpmn-event-start"]),
        ("boundaryEvent", ["bpmn-event", "bpmn-event-boundary"]),
        ("intermediateThrowEvent", ["bpmn-event", "bpmn-event-intermediate"]),
        ("endEvent", ["bpmn-event", "bpmn-event-end"]),
        ("userTask", ["bpmn-task"]),
        ("callActivity", ["bpmn-call-activity"]),
        ("subProcess", ["bpmn-subprocess"]),
        ("eventBasedGateway", ["bpmn-gateway"]),
        ("dataStoreReference", ["bpmn-data"]),
        ("textAnnotation", ["bpmn-annotation"]),
        ("group", ["bpmn-group"]),
        ("somethingNew", ["bpmn-unknown"]),
    ],
)
def test_each_kind_has_its_class(kind: str, expected: list[str]) -> None:
    picture = parse(draw(make_diagram(make_element("Node_1", kind))))

    assert classes(find(picture, "Node_1")) == expected


def test_a_throwing_event_has_a_filled_sign_and_a_catching_one_an_open_sign() -> None:
    diagram = make_diagram(
        make_element("Sent", "intermediateThrowEvent", event=Event("message")),
        make_element("Received", "intermediateCatchEvent", event=Event("message")),
    )

    picture = parse(draw(diagram))

    assert "bpmn-icon-solid" in etree.tostring(find(picture, "Sent")).decode()
    assert "bpmn-icon-solid" not in etree.tostring(find(picture, "Received")).decode()


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_every_kind_of_event_has_a_sign(kind: str) -> None:
    picture = parse(draw(make_diagram(make_element("Event_1", "endEvent", event=Event(kind)))))

    assert [path for path in find(picture, "Event_1").iter(SVG + "path") if "bpmn-icon" in classes(path)]


def test_only_an_event_that_does_not_interrupt_is_dashed() -> None:
    diagram = make_diagram(
        make_element("Reminder", "boundaryEvent", event=Event("timer"), interrupting=False),
        make_element("Deadline", "boundaryEvent", event=Event("timer"), interrupting=True),
    )

    picture = parse(draw(diagram))

    dashes = {
        key: {circle.get("stroke-dasharray") is not None for circle in find(picture, key).iter(SVG + "circle")}
        for key in ("Reminder", "Deadline")
    }
    assert dashes == {"Reminder": {True}, "Deadline": {False}}


def test_an_event_subprocess_has_a_dotted_border() -> None:
    picture = parse(draw(make_diagram(make_element("Withdraw", "subProcess", triggered_by_event=True))))

    group = find(picture, "Withdraw")
    box = group.find(SVG + "rect")
    assert box is not None
    assert box.get("stroke-dasharray") == "0 5.5"
    assert "bpmn-subprocess-event" in classes(group)


def test_a_multi_instance_task_has_more_signs_than_a_plain_one() -> None:
    diagram = make_diagram(make_element("Vote", loop=Loop()), make_element("Record"))

    picture = parse(draw(diagram))

    assert (
        len(list(find(picture, "Vote").iter(SVG + "path"))) == len(list(find(picture, "Record").iter(SVG + "path"))) + 1
    )


def test_what_undoes_another_task_has_the_sign_of_compensation() -> None:
    plain, undoing = make_element("a"), make_element("b", for_compensation=True)

    root = parse(draw(make_diagram(plain, undoing)))

    signs = [len(list(find(root, key).iter(SVG + "path"))) for key in ("a", "b")]
    assert signs[1] == signs[0] + 1


def test_a_transaction_has_a_double_border() -> None:
    root = parse(draw(make_diagram(make_element("a", "subProcess"), make_element("b", "transaction"))))

    borders = [len(list(find(root, key).iter(SVG + "rect"))) for key in ("a", "b")]
    assert borders[1] == borders[0] + 1


def test_an_association_points_to_what_undoes_and_to_nothing_else() -> None:
    edge = make_element("rand", "boundaryEvent", event=Event("compensate"), attached_to="a")
    lines = [make_element(f"naar-{key}", "association", source="rand", target=key) for key in ("x", "uitleg")]
    undoing, remark = make_element("x", for_compensation=True), make_element("uitleg", "textAnnotation")
    steps = [make_element("a"), edge, undoing, remark]
    shapes = tuple(Shape(step.id, 150.0 * place, 100.0, 100.0, 80.0) for place, step in enumerate(steps))
    edges = tuple(Edge(line.id, ((0, 0), (100, 0))) for line in lines)

    root = parse(draw(make_diagram(*steps, *lines, shapes=shapes, edges=edges)))

    heads = [len(list(find(root, line.id).iter(SVG + "path"))) for line in lines]
    assert heads == [2, 1]


def test_what_lies_in_a_collapsed_subprocess_is_not_drawn() -> None:
    closed = make_element("Sub_Closed", "subProcess")
    inner = make_element("Sub_Inner", "subProcess", parent="Sub_Closed")
    deep = make_element("Task_Deep", parent="Sub_Inner")
    shapes = (
        Shape("Sub_Closed", 0, 0, 100, 80, expanded=False),
        Shape("Sub_Inner", 10, 10, 50, 40),
        Shape("Task_Deep", 20, 20, 20, 20),
    )

    picture = parse(draw(make_diagram(closed, inner, deep, shapes=shapes)))

    assert [g.get("data-element") for g in picture.iter(SVG + "g") if g.get("data-element")] == ["Sub_Closed"]


def test_a_collapsed_subprocess_says_so_and_an_open_one_stays_white() -> None:
    elements = [make_element(key, "subProcess") for key in ("Open", "Closed")]
    shapes = (Shape("Open", 0, 0, 300, 200), Shape("Closed", 400, 0, 100, 80, expanded=False))

    picture = parse(draw(make_diagram(*elements, shapes=shapes), Marks(current=frozenset({"Open", "Closed"}))))

    assert "bpmn-subprocess-collapsed" in classes(find(picture, "Closed"))
    assert "bpmn-subprocess-collapsed" not in classes(find(picture, "Open"))
    assert _paper(find(picture, "Open")) == "#ffffff" != _paper(find(picture, "Closed"))


def test_a_default_flow_has_a_slash_and_a_conditional_flow_out_of_a_task_a_diamond() -> None:
    plain, default, conditional = (
        make_element(key, "sequenceFlow", source="Task_1", target="Task_2") for key in ("Plain", "Default", "If")
    )
    diagram = make_diagram(
        make_element("Task_1", default="Default"),
        make_element("Task_2"),
        plain,
        default,
        replace(conditional, condition="=bedrag > 5000"),
        edges=tuple(Edge(key, ((0, 0), (80, 0))) for key in ("Plain", "Default", "If")),
    )

    picture = parse(draw(diagram))

    drawn = {key: [part.get("class") for part in find(picture, key)] for key in ("Plain", "Default", "If")}
    assert drawn == {
        "Plain": ["bpmn-line", "bpmn-arrow"],
        "Default": ["bpmn-line", "bpmn-arrow", "bpmn-line"],
        "If": ["bpmn-line", "bpmn-arrow", "bpmn-outline"],
    }


def test_a_condition_out_of_a_gateway_has_no_diamond() -> None:
    flow = make_element("Flow_Yes", "sequenceFlow", source="Gateway_1", condition="=akkoord")
    diagram = make_diagram(
        make_element("Gateway_1", "exclusiveGateway"), flow, edges=(Edge("Flow_Yes", ((0, 0), (80, 0))),)
    )

    picture = parse(draw(diagram))

    assert [part.get("class") for part in find(picture, "Flow_Yes")] == ["bpmn-line", "bpmn-arrow"]


def test_the_path_walked_is_ticked_and_its_flows_are_thicker() -> None:
    flow = make_element("Flow_1", "sequenceFlow", source="Done", target="Next")
    diagram = make_diagram(
        make_element("Done"), make_element("Next"), flow, edges=(Edge("Flow_1", ((100, 140), (150, 140))),)
    )

    before, after = parse(draw(diagram)), parse(draw(diagram, Marks(frozenset({"Done", "Flow_1"}))))

    assert "is-walked" in classes(find(after, "Done"))
    assert "is-walked" not in classes(find(after, "Next"))
    assert len(list(after.iterfind(f".//{SVG}g[@class='bpmn-badge-walked']"))) == 1
    assert not list(before.iterfind(f".//{SVG}g[@class='bpmn-badge-walked']"))
    assert _thickness(after, "Flow_1") > _thickness(before, "Flow_1")


def test_the_present_place_has_a_thicker_border_a_ring_and_a_badge() -> None:
    diagram = make_diagram(make_element("Here"), make_element("Elsewhere"))

    picture = parse(draw(diagram, Marks(current=frozenset({"Here"}))))

    here = find(picture, "Here")
    assert "is-current" in classes(here)
    assert [part for part in here if part.get("class") == "bpmn-ring"]
    assert len(list(picture.iterfind(f".//{SVG}g[@class='bpmn-badge-current']"))) == 1
    assert _border(here) > _border(find(picture, "Elsewhere"))


def test_a_place_that_is_walked_again_is_both() -> None:
    picture = parse(draw(make_diagram(make_element("Loop_1")), Marks(frozenset({"Loop_1"}), frozenset({"Loop_1"}))))

    assert {"is-walked", "is-current"} <= set(classes(find(picture, "Loop_1")))


def test_ids_that_are_not_in_the_diagram_change_nothing_in_the_drawing() -> None:
    diagram = make_diagram(make_element("Task_1"))

    picture = draw(diagram, Marks(frozenset({"Gone"}), frozenset({"Also_Gone"})))

    assert _drop_ids(picture) == _drop_ids(draw(diagram))


def test_the_same_diagram_always_gives_the_same_picture() -> None:
    diagram = make_diagram(*(make_element(f"Task_{n}", name=f"Taak {n}") for n in range(20)))
    walked = [f"Task_{n}" for n in range(10)]

    assert draw(diagram, Marks(frozenset(walked))) == draw(diagram, Marks(frozenset(reversed(walked))))


def test_two_states_in_one_page_do_not_share_an_id() -> None:
    diagram = make_diagram(make_element("Task_1"))

    one, other = parse(draw(diagram)), parse(draw(diagram, Marks(frozenset({"Task_1"}))))

    assert one.get("aria-labelledby") != other.get("aria-labelledby")


def test_a_name_is_shown_whole_when_it_fits() -> None:
    picture = parse(draw(make_diagram(make_element("Task_1", name="Stuur ontvangstbevestiging"))))

    assert read_texts(picture) == ["Stuur ontvangst- bevestiging"]


def test_a_name_that_does_not_fit_is_cut_and_kept_as_a_tooltip() -> None:
    name = "Controleer " * 20

    picture = parse(draw(make_diagram(make_element("Task_1", name=name))))

    text = next(picture.iter(SVG + "text"))
    assert read_texts(picture)[0].endswith("…")
    assert text.findtext(SVG + "title") == name.strip()


def test_text_that_runs_to_the_left_says_so() -> None:
    picture = parse(draw(make_diagram(make_element("Note", "textAnnotation", text="אישור הבקשה"))))

    text = next(picture.iter(SVG + "text"))
    assert (text.get("direction"), text.get("text-anchor")) == ("rtl", "start")


def test_an_outside_label_stands_where_the_diagram_puts_it() -> None:
    shape = Shape("Event_1", 100, 100, 36, 36, label=Box(300, 20, 80, 14))

    picture = parse(draw(make_diagram(make_element("Event_1", "startEvent", "Ingediend"), shapes=(shape,))))

    line = next(picture.iter(SVG + "tspan"))
    assert float(line.get("x") or 0) == 340
    assert 20 < float(line.get("y") or 0) < 34


def test_the_view_holds_every_shape_line_and_label() -> None:
    shape = Shape("Event_1", -500, 100, 36, 36, label=Box(900, -80, 90, 14))
    flow = make_element("Flow_1", "sequenceFlow")
    diagram = make_diagram(
        make_element("Event_1", "startEvent", "Ingediend"),
        flow,
        shapes=(shape,),
        edges=(Edge("Flow_1", ((0, 0), (0, 700))),),
    )

    left, top, width, height = read_view_box(parse(draw(diagram)))

    assert left < -500
    assert top < -80
    assert left + width > 945
    assert top + height > 700


def _thickness(picture: etree._Element, key: str) -> float:
    line = next(part for part in find(picture, key) if part.get("class") == "bpmn-line")
    return float(line.get("stroke-width") or 0)


def _border(group: etree._Element) -> float:
    outline = next(part for part in group if part.get("class") == "bpmn-outline")
    return float(outline.get("stroke-width") or 0)


def _paper(group: etree._Element) -> str | None:
    return next(part.get("fill") for part in group if part.get("class") == "bpmn-outline")


def _drop_ids(picture: str) -> str:
    return re.sub(r"picture-[0-9a-f]+", "picture", picture)


def test_a_figure_stands_at_its_step_with_words_on_pointing_at_it() -> None:
    picture = parse(
        draw(make_diagram(make_element("Task_Check")), Marks(notes={"Task_Check": Note("3 d", "drie <dagen>", 2)}))
    )

    note = picture.find(f".//{SVG}g[@class='bpmn-note']")
    assert note is not None
    assert note.findtext(SVG + "text") == "3 d"
    assert note.findtext(SVG + "title") == "drie <dagen>"


@pytest.mark.parametrize("shade", range(1, 6))
def test_a_shade_is_darker_than_the_one_before_and_ink_stays_readable_on_it(shade: int) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    picture = draw(make_diagram(make_element("Task_Check")), Marks(notes={"Task_Check": Note("1", "", shade)}))

    assert f'fill="{SHADES[shade - 1]}"' in picture
    assert shade == 1 or light(SHADES[shade - 1]) < light(SHADES[shade - 2])
    assert (light(SHADES[shade - 1]) + 0.05) / (light(INK) + 0.05) > 4.5


def test_a_figure_without_a_shade_leaves_its_step_white() -> None:
    picture = draw(make_diagram(make_element("Task_Check")), Marks(notes={"Task_Check": Note("12", "12 ideeën")}))

    assert "is-shade" not in picture
    assert ">12<" in picture


def test_a_figure_of_a_step_that_is_not_drawn_is_nowhere() -> None:
    assert "weg" not in draw(make_diagram(make_element("Task_Check")), Marks(notes={"Iets_Anders": Note("weg", "")}))
