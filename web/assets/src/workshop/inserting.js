// Inserting: what is appended to a step, or dropped on a flow, goes between the existing steps, which make room for it.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { isAny } from "bpmn-js/lib/features/modeling/util/ModelingUtil";
import CommandInterceptor from "diagram-js/lib/command/CommandInterceptor";
import { asTRBL, getMid } from "diagram-js/lib/layout/LayoutUtil";
import { selfAndAllChildren } from "diagram-js/lib/util/Elements";
import { getApproxIntersection } from "diagram-js/lib/util/LineIntersection";

/** Before the library's grid snapping, which runs at 2000. */
const FIRST = 3000;
/** Pixels between one step and the next. */
const GAP = 50;
const SEQUENCE_FLOW = "bpmn:SequenceFlow";

/**
 * The only outgoing flow of an activity or event: what is appended there goes onto it. A second outgoing flow would be a
 * parallel split (clause 13.3.1) that nobody sees in the drawing. Null where a gateway says how flows split, or where
 * there is no flow yet.
 */
function onlyWayOut(source) {
  if (!isAny(source, ["bpmn:Activity", "bpmn:Event"])) return null;
  const ways = source.outgoing.filter((flow) => is(flow, SEQUENCE_FLOW));
  return ways.length === 1 && ways[0].target !== source ? ways[0] : null;
}

const wayFor = (source, shape) => (goesOn(shape) ? onlyWayOut(source) : null);

/** The pool, process or subprocess that contains the steps. No sequence flow crosses its boundary (clause 7.6.1). */
function processOf(place) {
  let at = place;
  while (at && !isAny(at, ["bpmn:Participant", "bpmn:Process", "bpmn:SubProcess"])) at = at.parent;
  return at;
}

/** Whether a sequence flow can leave the shape. */
function goesOn(shape) {
  const { isForCompensation, triggeredByEvent, eventDefinitions } = shape.businessObject;
  if (!is(shape, "bpmn:FlowNode") || isAny(shape, ["bpmn:EndEvent", "bpmn:BoundaryEvent"])) return false;
  const leaves = is(shape, "bpmn:ThrowEvent") && eventDefinitions?.some((one) => is(one, "bpmn:LinkEventDefinition"));
  return !isForCompensation && !triggeredByEvent && !leaves;
}

const SIZE = { x: "width", y: "height" };
const isStep = (one) => is(one, "bpmn:FlowNode") && !one.waypoints && !one.labelTarget;
const within = (one, box) =>
  one.x < box.x + box.width && one.x + one.width > box.x && one.y < box.y + box.height && one.y + one.height > box.y;

/**
 * Where to stretch the drawing: at the start of the first obstacle or, when that line goes through a step, at the start of
 * that step, so that steps below each other stay aligned. Not further than `least`, where the flow begins.
 */
function findCut(all, axis, least, first) {
  const steps = all.filter((one) => isStep(one) && !one.host);
  let cut = first;
  for (;;) {
    const through = steps.filter((one) => one[axis] < cut && one[axis] + one[SIZE[axis]] > cut && !one.children.length);
    if (!through.length) return cut;
    cut = Math.min(...through.map((one) => one[axis]));
    if (cut <= least) return first;
  }
}

/** The flow segment that a step is dropped on, and its axis; null where it does not go to the right or down. */
function stretchAt(way, position) {
  const met = getApproxIntersection(way.waypoints, position);
  const end = met && Math.min(Math.max(met.index, 1), way.waypoints.length - 1);
  if (!end) return null;
  const [from, to] = [way.waypoints[end - 1], way.waypoints[end]];
  const axis = Math.abs(to.x - from.x) >= Math.abs(to.y - from.y) ? "x" : "y";
  return to[axis] > from[axis] ? { axis, from: from[axis], to: to[axis] } : null;
}

/** Whether an activity or event already has an outgoing flow; a gateway may have any number. */
export const isFollowed = (one) =>
  isAny(one, ["bpmn:Activity", "bpmn:Event"]) && one.outgoing.some((flow) => is(flow, SEQUENCE_FLOW));

class InsertAppended extends CommandInterceptor {
  constructor(eventBus, modeling, spaceTool, canvas, bpmnRules) {
    super(eventBus);
    Object.assign(this, { modeling, spaceTool, canvas, bpmnRules });
    eventBus.on("autoPlace", FIRST, ({ source, shape }) => (wayFor(source, shape) ? this.#placeBehind(source, shape) : undefined));
    this.preExecute("shape.append", FIRST, (context) => this.#openBehind(context), true);
    this.postExecute("shape.append", FIRST, (context) => this.#lead(context), true);
    this.preExecute("shape.create", FIRST, (context) => this.#openUnderNew(context), true);
    this.preExecute("elements.move", FIRST, (context) => this.#openUnderMoved(context), true);
  }

  /** Right after the source, where the next step is now; the usual place if something there cannot be moved aside. */
  #placeBehind(source, shape) {
    const position = { x: asTRBL(source).right + GAP + shape.width / 2, y: getMid(source).y };
    if (is(source, "bpmn:BoundaryEvent")) return undefined;
    const least = asTRBL(source).right;
    return this.#inTheWay(source, shape, position, "x", least).some((one) => one.x <= least) ? undefined : position;
  }

  /** The steps from `least` on that a shape would overlap there, or that would be too close after it. */
  #inTheWay(source, shape, position, axis, least) {
    const { width, height } = shape;
    const box = { x: position.x - width / 2, y: position.y - height / 2, width, height };
    const end = box[axis] + box[SIZE[axis]] + GAP;
    Object.assign(box, { [axis]: least, [SIZE[axis]]: end - least });
    const others = source.parent.children.filter((one) => one !== source && one !== shape && one.host !== source);
    return others.filter((one) => isStep(one) && within(one, box));
  }

  #openBehind(context) {
    const { source, shape, position, target } = context;
    const isOwn = processOf(target ?? source.parent) === processOf(source.parent);
    context.way = isOwn ? wayFor(source, shape) : null;
    if (!context.way) return;
    const least = asTRBL(source).right;
    const first = Math.min(...this.#inTheWay(source, shape, position, "x", least).map((one) => one.x));
    this.#makeRoom(shape, position, "x", least, first);
  }

  #openUnderNew(context) {
    const { shape, parent, position } = context;
    if (!parent.waypoints || !this.bpmnRules.canInsert(shape, parent)) return;
    // A shape from the palette comes with its bounds; one created by code, with its centre.
    const dropped = position.width ? getMid(position) : position;
    const { x, y } = this.#openUnder(shape, parent, dropped);
    context.position = { ...position, x: position.x + x - dropped.x, y: position.y + y - dropped.y };
  }

  /** A shape moved onto a flow is inserted too (the flow is found as in the library's DropOnFlowBehavior). */
  #openUnderMoved(context) {
    const { shapes, delta } = context;
    const [shape] = shapes;
    const parent = context.newParent?.waypoints ? context.newParent.parent : context.newParent;
    if (!parent || shapes.length !== 1) return;
    const from = getMid(shape);
    const position = { x: from.x + delta.x, y: from.y + delta.y };
    const isUnder = (one) => this.bpmnRules.canInsert(shapes, one) && getApproxIntersection(one.waypoints, position);
    const way = parent.children.find(isUnder);
    if (!way) return;
    const to = this.#openUnder(shape, way, position);
    context.delta = { x: to.x - from.x, y: to.y - from.y };
  }

  /** Make room on a flow for a step dropped there, as for an appended one. Returns the position of the step. */
  #openUnder(shape, way, dropped) {
    const { source, target } = way;
    const stretch = is(way, SEQUENCE_FLOW) ? stretchAt(way, dropped) : null;
    if (!stretch) return dropped;
    const { axis, from, to } = stretch;
    const position = { ...dropped, [axis]: Math.max(dropped[axis], from + GAP + shape[SIZE[axis]] / 2) };
    const inTheWay = this.#inTheWay(source, shape, position, axis, from);
    const end = position[axis] + shape[SIZE[axis]] / 2 + GAP;
    // Where the segment ends in a bend, the bend moves with the step that the flow leads to.
    if (to < end && target[axis] > from && !inTheWay.includes(target)) inTheWay.push(target);
    this.#makeRoom(shape, position, axis, from, Math.min(...inTheWay.map((one) => one[axis])));
    return position;
  }

  /** Shift everything from the first obstructing step on; pools, lanes and subprocesses grow with it. */
  #makeRoom(shape, position, axis, least, first) {
    const size = Math.ceil(position[axis] + shape[SIZE[axis]] / 2 + GAP - first);
    // A step dragged before its predecessor or on top of another step was put there on purpose.
    if (!Number.isFinite(first) || first <= least || size <= 0) return;
    const own = new Set(selfAndAllChildren(shape, true).flatMap((one) => [one, one.label, ...(one.attachers ?? [])]));
    const all = selfAndAllChildren(this.canvas.getRootElement(), true).filter((one) => !own.has(one));
    const from = findCut(all, axis, least, first) - 1;
    const { movingShapes, resizingShapes } = this.spaceTool.calculateAdjustments(all, axis, size, from);
    const delta = { x: 0, y: 0, [axis]: size };
    this.modeling.createSpace(movingShapes, resizingShapes, delta, axis === "x" ? "e" : "s", from);
  }

  #lead({ source, shape, way }) {
    // A step that was dropped on another flow continues along that one.
    if (!way || way.source !== source || way.target === shape || shape.outgoing.some((flow) => is(flow, SEQUENCE_FLOW))) return;
    const next = way.target;
    const { conditionExpression } = way.businessObject;
    if (next.x < source.x && !conditionExpression && source.businessObject.default !== way.businessObject) {
      // A backward flow goes around the drawing: it keeps its bends. The library draws the short one from the source.
      this.modeling.reconnectStart(way, shape, getMid(shape));
      return;
    }
    this.modeling.reconnectEnd(way, shape, getMid(shape), { newWaypoints: [] });
    this.modeling.connect(shape, next, { type: SEQUENCE_FLOW });
  }
}

InsertAppended.$inject = ["eventBus", "modeling", "spaceTool", "canvas", "bpmnRules"];

/** A new task is a user task: a task without a kind does nothing, and `check` warns about it. */
class TasksForPeople {
  constructor(elementFactory) {
    const create = elementFactory.create.bind(elementFactory);
    elementFactory.create = (kind, attributes) => {
      const plain = kind === "shape" && attributes?.type === "bpmn:Task" && !attributes.businessObject;
      return create(kind, plain ? { ...attributes, type: "bpmn:UserTask" } : attributes);
    };
  }
}

TasksForPeople.$inject = ["elementFactory"];

export default {
  __init__: ["insertAppended", "tasksForPeople"],
  insertAppended: ["type", InsertAppended],
  tasksForPeople: ["type", TasksForPeople],
};
