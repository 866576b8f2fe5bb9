// Menus offer what our engine runs; the rest of BPMN is left out, so that nobody draws what `check` will refuse.
import { isFollowed } from "./inserting.js";

const NOT_RUN =
  /complex-gateway|ad-?hoc|event-based-instantiat|multiplicity|conversation|-java|collapsed-pool|^(append|create|replace-with)-task$/i;
/** What nothing can follow: no thing to append to a step that goes on already. */
const LAST = /^append-.*(-end(-event)?|link-intermediate-throw)$/;
const MENUS = ["bpmn-replace", "bpmn-append", "bpmn-create"];
const AFTER_ALL = 100;

class OfferWhatRuns {
  constructor(popupMenu, contextPad, palette) {
    for (const menu of MENUS) popupMenu.registerProvider(menu, AFTER_ALL, this);
    contextPad.registerProvider(AFTER_ALL, this);
    palette.registerProvider(AFTER_ALL, { getPaletteEntries: () => drawTasksForPeople });
  }

  getPopupMenuEntries(target) {
    return (entries) => leaveOut(entries, isFollowed(target) ? [NOT_RUN, LAST] : [NOT_RUN]);
  }

  getPopupMenuHeaderEntries() {
    return (entries) => leaveOut(entries, [NOT_RUN]);
  }

  getContextPadEntries(element) {
    return (entries) => {
      const { "append.end-event": end, ...kept } = drawTasksForPeople(entries);
      return end && !isFollowed(element) ? { ...entries, ...kept } : kept;
    };
  }
}

OfferWhatRuns.$inject = ["popupMenu", "contextPad", "palette"];

function leaveOut(entries, patterns) {
  return Object.fromEntries(Object.entries(entries).filter(([id]) => !patterns.some((pattern) => pattern.test(id))));
}

/** The picture of a new task is that of what one gets. */
function drawTasksForPeople(entries) {
  const drawn = Object.entries(entries).map(([id, entry]) => [
    id,
    entry.className?.split(" ").includes("bpmn-icon-task")
      ? { ...entry, className: entry.className.replace("bpmn-icon-task", "bpmn-icon-user-task") }
      : entry,
  ]);
  return Object.fromEntries(drawn);
}

export default { __init__: ["offerWhatRuns"], offerWhatRuns: ["type", OfferWhatRuns] };
