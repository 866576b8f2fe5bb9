// Appending in a row: what is added behind a step comes between it and what follows, and not beside that as a second way.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { isAny } from "bpmn-js/lib/features/modeling/util/ModelingUtil";
import CommandInterceptor from "diagram-js/lib/command/CommandInterceptor";
import { asTRBL, getMid } from "diagram-js/lib/layout/LayoutUtil";
import { selfAndAllChildren } from "diagram-js/lib/util/Elements";

/** Before the snapping to a grid of the library, which answers at 2000. */
const FIRST = 3000;
/** Pixels between one step and the next. */
const GAP = 50;
const SEQUENCE_FLOW = "bpmn:SequenceFlow";

/**
 * The only way out of an activity or event: what is appended there comes on it. A second way out would be a parallel split
 * (clause 13.3.1) that nobody sees in the drawing. Null where a gateway says how ways part, or where there is none yet.
 */
export function onlyWayOut(source) {
  if (!isAny(source, ["bpmn:Activity", "bpmn:Event"])) return null;
  const ways = source.outgoing.filter((flow) => is(flow, SEQUENCE_FLOW));
  return ways.length === 1 && ways[0].target !== source ? ways[0] : null;
}

const wayFor = (source, shape) => (goesOn(shape) ? onlyWayOut(source) : null);

/** The pool, process or subprocess whose steps stand in it. No sequence flow leaves that (clause 7.6.1). */
function processOf(place) {
  let at = place;
  while (at && !isAny(at, ["bpmn:Participant", "bpmn:Process", "bpmn:SubProcess"])) at = at.parent;
  return at;
}

/** Whether a sequence flow can leave it. */
function goesOn(shape) {
  const { isForCompensation, triggeredByEvent, eventDefinitions } = shape.businessObject;
  if (!is(shape, "bpmn:FlowNode") || isAny(shape, ["bpmn:EndEvent", "bpmn:BoundaryEvent"])) return false;
  const leaves = is(shape, "bpmn:ThrowEvent") && eventDefinitions?.some((one) => is(one, "bpmn:LinkEventDefinition"));
  return !isForCompensation && !triggeredByEvent && !leaves;
}

/**
 * Where to stretch the drawing: at the left of what is first in the way, or, when that line goes through a step, at the left of
 * that step; so steps that stand below each other stay so. Not further than `least`, the end of the source.
 */
function findCut(all, least, first) {
  const steps = all.filter((one) => is(one, "bpmn:FlowNode") && !one.waypoints && !one.labelTarget && !one.host);
  let cut = first;
  for (;;) {
    const through = steps.filter((one) => one.x < cut && one.x + one.width > cut && !one.children.length);
    if (!through.length) return cut;
    cut = Math.min(...through.map((one) => one.x));
    if (cut <= least) return first;
  }
}

/** Whether an activity or event goes on already; a gateway may have any number of ways. */
export const isFollowed = (one) =>
  isAny(one, ["bpmn:Activity", "bpmn:Event"]) && one.outgoing.some((flow) => is(flow, SEQUENCE_FLOW));

class InsertAppended extends CommandInterceptor {
  constructor(eventBus, modeling, spaceTool, canvas) {
    super(eventBus);
    Object.assign(this, { modeling, spaceTool, canvas });
    eventBus.on("autoPlace", FIRST, ({ source, shape }) => (wayFor(source, shape) ? this.#placeBehind(source, shape) : undefined));
    this.preExecute("shape.append", FIRST, (context) => this.#makeRoom(context), true);
    this.postExecute("shape.append", FIRST, (context) => this.#lead(context), true);
  }

  /** Right behind the source, where what follows stands now; nothing there that cannot be moved aside, else its usual place. */
  #placeBehind(source, shape) {
    const position = { x: asTRBL(source).right + GAP + shape.width / 2, y: getMid(source).y };
    if (is(source, "bpmn:BoundaryEvent")) return undefined;
    const inTheWay = this.#inTheWay(source, shape, position);
    return inTheWay.some((one) => one.x <= asTRBL(source).right) ? undefined : position;
  }

  #inTheWay(source, shape, { x, y }) {
    const box = { left: asTRBL(source).right, right: x + shape.width / 2 + GAP, top: y - shape.height / 2, bottom: y + shape.height / 2 };
    return source.parent.children.filter((one) => {
      if (one === source || one === shape || one.host === source || one.waypoints || one.labelTarget) return false;
      if (!is(one, "bpmn:FlowNode")) return false;
      const { left, right, top, bottom } = asTRBL(one);
      return left < box.right && right > box.left && top < box.bottom && bottom > box.top;
    });
  }

  /** Shift all that lies from the first step in the way on; pools, lanes and subprocesses grow with it. */
  #makeRoom(context) {
    const { source, shape, position, target } = context;
    const isOwn = processOf(target ?? source.parent) === processOf(source.parent);
    context.way = isOwn ? wayFor(source, shape) : null;
    if (!context.way) return;
    const first = Math.min(...this.#inTheWay(source, shape, position).map((one) => one.x));
    const delta = Math.ceil(position.x + shape.width / 2 + GAP - first);
    // Who drags a step to a place of their own, before what it follows or on top of a step, wants it there.
    if (!Number.isFinite(first) || first <= asTRBL(source).right || delta <= 0) return;
    const all = selfAndAllChildren(this.canvas.getRootElement(), true);
    const from = findCut(all, asTRBL(source).right, first) - 1;
    const { movingShapes, resizingShapes } = this.spaceTool.calculateAdjustments(all, "x", delta, from);
    this.modeling.createSpace(movingShapes, resizingShapes, { x: delta, y: 0 }, "e", from);
  }

  #lead({ source, shape, way }) {
    // A step that was dropped on another flow goes on along that one.
    if (!way || way.source !== source || way.target === shape || shape.outgoing.some((flow) => is(flow, SEQUENCE_FLOW))) return;
    const next = way.target;
    const { conditionExpression } = way.businessObject;
    if (next.x < source.x && !conditionExpression && source.businessObject.default !== way.businessObject) {
      // A way back goes around the drawing: it keeps its bends. The library draws the short way from the source.
      this.modeling.reconnectStart(way, shape, getMid(shape));
      return;
    }
    this.modeling.reconnectEnd(way, shape, getMid(shape), { newWaypoints: [] });
    this.modeling.connect(shape, next, { type: SEQUENCE_FLOW });
  }
}

InsertAppended.$inject = ["eventBus", "modeling", "spaceTool", "canvas"];

/** A task that is new is a task for people: one without a kind does nothing, and `check` warns of it. */
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
