// Menus offer what our engine runs; the rest of BPMN is left out, so that nobody draws what `check` will refuse.
const NOT_RUN = /complex-gateway|ad-?hoc|event-based-instantiat|multiplicity|conversation|-java|collapsed-pool/i;
const MENUS = ["bpmn-replace", "bpmn-append", "bpmn-create"];
const AFTER_ALL = 100;

class OfferWhatRuns {
  constructor(popupMenu) {
    for (const menu of MENUS) popupMenu.registerProvider(menu, AFTER_ALL, this);
  }

  getPopupMenuEntries() {
    return leaveOut;
  }

  getPopupMenuHeaderEntries() {
    return leaveOut;
  }
}

OfferWhatRuns.$inject = ["popupMenu"];

const leaveOut = (entries) => Object.fromEntries(Object.entries(entries).filter(([id]) => !NOT_RUN.test(id)));

export default { __init__: ["offerWhatRuns"], offerWhatRuns: ["type", OfferWhatRuns] };
