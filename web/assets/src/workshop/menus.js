// Menus offer what our engine runs; the rest of BPMN is left out, so that nobody draws what `check` would refuse.
import { isFollowed } from "./inserting.js";
import { nameKind } from "./joining.js";

const NOT_RUN =
  /complex-gateway|ad-?hoc|event-based-instantiat|multiplicity|conversation|-java|collapsed-pool|^(append|create|replace-with)-task$/i;
/** Elements that nothing can follow: they cannot be appended to a step that already has a next one. */
const LAST = /^append-.*(-end(-event)?|link-intermediate-throw)$/;
/** The replacements for a gateway are named after what they would do there: split or join. */
const OF_GATEWAYS = /^replace-with-(exclusive|parallel|inclusive)-gateway$/;
const MENUS = ["bpmn-replace", "bpmn-append", "bpmn-create"];
const AFTER_ALL = 100;

class OfferWhatRuns {
  constructor(popupMenu, contextPad, palette, translate) {
    this.translate = translate;
    for (const menu of MENUS) popupMenu.registerProvider(menu, AFTER_ALL, this);
    contextPad.registerProvider(AFTER_ALL, this);
    palette.registerProvider(AFTER_ALL, { getPaletteEntries: () => drawTasksForPeople });
  }

  getPopupMenuEntries(target) {
    return (entries) => this.#nameGateways(target, leaveOut(entries, isFollowed(target) ? [NOT_RUN, LAST] : [NOT_RUN]));
  }

  #nameGateways(target, entries) {
    for (const [id, entry] of Object.entries(entries)) {
      const [, kind] = OF_GATEWAYS.exec(id) ?? [];
      if (kind) entries[id] = { ...entry, label: this.translate(nameKind(target, `${kind} gateway`)) };
    }
    return entries;
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

OfferWhatRuns.$inject = ["popupMenu", "contextPad", "palette", "translate"];

function leaveOut(entries, patterns) {
  return Object.fromEntries(Object.entries(entries).filter(([id]) => !patterns.some((pattern) => pattern.test(id))));
}

/** The icon for a new task shows the kind of task that is created. */
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
