// Parting: a new flow at a gateway runs beside the flows that leave or reach it at the same corner, not over them.
import { is } from "bpmn-js/lib/util/ModelUtil";
import CommandInterceptor from "diagram-js/lib/command/CommandInterceptor";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";

/** After the library has laid out and cropped the flow, at 1000. */
const LAST = 100;
/** Pixels to the side, best first: no further than fits on a gateway of 50 pixels. */
const SIDES = [0, -10, 10, -18, 18];
const OVER = 100;
const ACROSS = 10;

const linesOf = (points) => points.slice(1).map((to, at) => [points[at], to]);
const isUpright = ([one, two]) => Math.abs(one.x - two.x) < 1;
const isLevel = ([one, two]) => Math.abs(one.y - two.y) < 1;
const isBetween = (value, one, two) => value > Math.min(one, two) + 1 && value < Math.max(one, two) - 1;

function runsOver([one, two], [three, four]) {
  const begin = Math.max(Math.min(one.y, two.y), Math.min(three.y, four.y));
  const end = Math.min(Math.max(one.y, two.y), Math.max(three.y, four.y));
  return Math.abs(one.x - three.x) < 4 && end - begin > 2;
}

const crosses = (upright, level) =>
  isBetween(upright[0].x, level[0].x, level[1].x) && isBetween(level[0].y, upright[0].y, upright[1].y);

/** How much a flow obstructs others: running over them counts most. */
function judge(points, others) {
  let found = 0;
  for (const line of linesOf(points)) {
    for (const other of others) {
      if (isUpright(line) && isUpright(other) && runsOver(line, other)) found += OVER;
      if (isUpright(line) && isLevel(other) && crosses(line, other)) found += ACROSS;
      if (isLevel(line) && isUpright(other) && crosses(other, line)) found += ACROSS;
    }
  }
  return found;
}

/** The points, with the vertical line at their starting gateway moved aside along the edge of the gateway. */
function moveBeginning(points, gateway, by) {
  const [first, bend, ...rest] = points;
  const middle = getMid(gateway);
  const edge = gateway.height / 2 - Math.abs(by);
  const y = first.y > middle.y ? middle.y + edge : middle.y - edge;
  return [{ x: middle.x + by, y }, { x: middle.x + by, y: bend.y }, ...rest];
}

/** The points of a new flow, chosen so that it runs over no other at the gateway where it starts or ends. */
export function keepApart({ source, target, waypoints }, ways) {
  const others = ways.flatMap((one) => linesOf(one.waypoints));
  let points = waypoints.map(({ x, y }) => ({ x, y }));
  for (const [gateway, turn] of [[source, (list) => list], [target, (list) => [...list].reverse()]]) {
    const from = turn(points);
    const isAtCorner = is(gateway, "bpmn:Gateway") && from.length > 2 && Math.abs(from[0].x - getMid(gateway).x) < 1;
    if (!isAtCorner || !isUpright(from)) continue;
    const made = SIDES.map((by) => (by ? moveBeginning(from, gateway, by) : from));
    const judged = made.map((one) => judge(one, others));
    points = turn(made[judged.indexOf(Math.min(...judged))]);
  }
  return points;
}

class KeepApart extends CommandInterceptor {
  constructor(eventBus, modeling, elementRegistry) {
    super(eventBus);
    this.postExecuted("connection.create", LAST, ({ connection }) => {
      if (!is(connection, "bpmn:SequenceFlow")) return;
      const ways = elementRegistry.filter((one) => one !== connection && one.waypoints && one.parent === connection.parent);
      const points = keepApart(connection, ways);
      const isMoved = points.some(({ x, y }, at) => x !== connection.waypoints[at].x || y !== connection.waypoints[at].y);
      if (isMoved) modeling.updateWaypoints(connection, points);
    }, true);
  }
}

KeepApart.$inject = ["eventBus", "modeling", "elementRegistry"];

export default { __init__: ["keepApart"], keepApart: ["type", KeepApart] };
