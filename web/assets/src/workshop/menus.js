// Menus offer what our engine runs; the rest of BPMN is left out, so that nobody draws what `check` will refuse.
import { isFollowed } from "./inserting.js";
import { nameKind } from "./joining.js";

const NOT_RUN =
  /complex-gateway|ad-?hoc|event-based-instantiat|multiplicity|conversation|-java|collapsed-pool|^(append|create|replace-with)-task$/i;
/** What nothing can follow: no thing to append to a step that goes on already. */
const LAST = /^append-.*(-end(-event)?|link-intermediate-throw)$/;
/** What a gateway is replaced with is called by what it does there: part or join. */
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
