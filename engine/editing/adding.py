"""Adding: a step after a step, and a branch to a step or an end; both in the model and in the drawing."""

from __future__ import annotations

from engine.dialect.elements import CHOOSING
from engine.editing.done import Done, Edited
from engine.editing.elements import make_default, set_name
from engine.editing.extensions import name_of
from engine.editing.graph import Graph, new_id
from engine.editing.inserting import PREFIXES, New, Way, add_beside, lead_on, put_in_flow, require_name, require_target
from engine.editing.links import LEAVES, is_link
from engine.editing.neatness import neat
from engine.editing.source import Source
from engine.errors import EditRefused

SPLIT = "parallelGateway"


@neat
def add_step(
    source: Source, after: str, kind: str, name: str, *, flow: str | None = None, lane: str | None = None
) -> Edited:
    """Put a step between another step and what follows it; an end is added only where nothing follows.

    `flow` says on which way, where there are several. Without `lane` it goes in the lane of the step before it.

    Raises: EditRefused: the kind cannot be added, the way is not given, something would come after an end or after
        what is outside the flow (clauses 10.3.5 and 10.7.2), or nothing is drawn to put it beside.
    """
    graph = Graph(source)
    node = graph.node(after)
    require_name(kind, name)
    outgoing = graph.outgoing(after)
    if node.local == "endEvent":
        raise EditRefused("after_end", after)
    if is_link(node, LEAVES):
        raise EditRefused("after_link", after)
    if "true" in (node.get("triggeredByEvent"), node.get("isForCompensation")):
        raise EditRefused("stands_alone", after)
    if flow is None and len(outgoing) > 1:
        raise EditRefused("which_way", after)
    if flow is not None and flow not in outgoing:
        raise EditRefused("no_element", flow)
    if kind == "endEvent" and outgoing:
        raise EditRefused("has_next", after)
    key = new_id(source, PREFIXES.get(kind, "Activity"), f"{after} {kind} {name}")
    done = Done("added", key, name, kind, name_of(source, after))
    if not outgoing:
        way = Way(new_id(source, "Flow", f"{after} {key}"))
        return Edited(add_beside(source, after, key, New(kind, name), way, lane), done)
    return Edited(put_in_flow(source, flow or outgoing[0], key, New(kind, name), lane), done)


@neat
def add_branch(
    source: Source,
    step: str,
    to: str | New,
    *,
    name: str = "",
    condition: str = "",
    question: str = "",
    lane: str | None = None,
    at_once: bool = False,
) -> Edited:
    """Add a way out of a gateway, or of a step, which then gets a gateway after it that asks the question.

    The existing way then becomes the default. `condition` is FEEL, with its `=`. With `at_once` a step gets a gateway
    that takes all its ways; so does every way out of an existing one, which needs no condition.

    Raises: EditRefused: nothing comes after the step, it leads to itself or out of its scope, it leads to a start or
        to an event on an edge, or a way out of a gateway that needs a condition has none.
    """
    graph = Graph(source)
    node = graph.node(step)
    if node.local in {"eventBasedGateway", "complexGateway", "endEvent"} or is_link(node, LEAVES):
        raise EditRefused("no_choice_here", step)
    at_once = node.local == SPLIT or (at_once and node.local not in CHOOSING)
    if not condition.strip() and not at_once:
        raise EditRefused("condition_needed", step)
    require_target(graph, step, to)
    gateway = step
    if node.local == SPLIT:
        if len(graph.outgoing(gateway)) == 1:
            raise EditRefused("no_choice_here", step)
    elif node.local not in CHOOSING:
        outgoing = graph.outgoing(step)
        if len(outgoing) != 1:
            raise EditRefused("nothing_after" if not outgoing else "which_way", step)
        gateway = new_id(source, "Gateway", f"{step} {question}")
        new = New(SPLIT if at_once else "exclusiveGateway", _question(step, question))
        source = put_in_flow(source, outgoing[0], gateway, new, None)
        if not at_once:
            source = make_default(source, Graph(source).outgoing(gateway)[0]).source
    elif len(graph.outgoing(gateway)) == 1:
        # Until now the gateway only joined: it is now a question, and what came next is the answer in every other case.
        if not node.get("name"):
            source = set_name(source, gateway, _question(step, question)).source
        source = make_default(source, graph.outgoing(gateway)[0]).source
    flow = new_id(source, "Flow", f"{gateway} {to} {condition}")
    told = "" if at_once else condition.strip()
    result = lead_on(source, gateway, to, Way(flow, name.strip(), told), lane)
    leads_to = name_of(result, to) if isinstance(to, str) else to.name
    return Edited(result, Done("branch", flow, name.strip(), told, name_of(source, step), leads_to))


def _question(step: str, question: str) -> str:
    if not question.strip():
        raise EditRefused("name_needed", step)
    return question.strip()
