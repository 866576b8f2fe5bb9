// Labelling: the name of a flow is placed beside it, where no line crosses the label and it covers nothing.
import { is } from "bpmn-js/lib/util/ModelUtil";
import CommandInterceptor from "diagram-js/lib/command/CommandInterceptor";

/** After the library, which runs at 1000. */
const LAST = 100;
/** Pixels between a line and what is beside it. */
const NEAR = 4;
const IN = 10;

const meets = (one, other) =>
  one.x < other.x + other.width && one.x + one.width > other.x && one.y < other.y + other.height && one.y + one.height > other.y;

/** The segments of a flow, as boxes around their lines. */
const stretchesOf = ({ waypoints }) =>
  waypoints.slice(1).map((to, at) => {
    const from = waypoints[at];
    const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
    return { x, y, width: Math.max(from.x, to.x) - x, height: Math.max(from.y, to.y) - y };
  });

const around = ({ x, y, width, height }, by) => ({ x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by });

/** Places beside a flow, best first: near its target it runs alone, whereas at a gateway it may run with others. */
function* placesBeside(way, { width, height }) {
  for (const one of stretchesOf(way).reverse()) {
    if (one.width >= one.height) {
      const xs = [one.x + one.width / 2 - width / 2, one.x + IN, one.x + one.width - width - IN];
      for (const y of [one.y - height - NEAR, one.y + NEAR]) for (const x of xs) yield { x, y };
    } else {
      const ys = [one.y + one.height / 2 - height / 2, one.y + IN, one.y + one.height - height - IN];
      for (const x of [one.x + IN, one.x - width - IN]) for (const y of ys) yield { x, y };
    }
  }
}

/** The place for a label: its current one if free, else the first free place beside its flow, else its current one. */
export function findPlace(label, way, others) {
  const boxes = others.flatMap((one) => (one.waypoints ? stretchesOf(one).map((line) => around(line, 1)) : [one]));
  const isFree = ({ x, y }) => !boxes.some((one) => meets({ x, y, width: label.width, height: label.height }, one));
  if (isFree(label)) return label;
  return [...placesBeside(way, label)].find(isFree) ?? label;
}

class LabelBeside extends CommandInterceptor {
  constructor(eventBus, modeling, elementRegistry) {
    super(eventBus);
    // An existing label stays where it is: somebody may have put it there.
    this.preExecute("element.updateLabel", (context) => {
      context.isNew = Boolean(context.element.waypoints) && !context.element.label;
    }, true);
    this.postExecuted("element.updateLabel", LAST, ({ element, isNew }) => {
      const { label } = element;
      if (!isNew || !label || !is(element, "bpmn:SequenceFlow")) return;
      const isSeen = (one) => one !== label && one.parent === element.parent && !one.hidden && !is(one, "bpmn:Lane");
      const place = findPlace(label, element, elementRegistry.filter(isSeen));
      const delta = { x: Math.round(place.x - label.x), y: Math.round(place.y - label.y) };
      if (delta.x || delta.y) modeling.moveShape(label, delta);
    }, true);
  }
}

LabelBeside.$inject = ["eventBus", "modeling", "elementRegistry"];

export default { __init__: ["labelBeside"], labelBeside: ["type", LabelBeside] };
