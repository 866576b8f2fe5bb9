// Connecting without a mouse: lists what the selected element can be connected to, and its removable connections.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { isJoin, nameKind } from "./joining.js";

const MENU = "smederij-connect";
const KEYS = ["v", "V"];
const SAID = {
  "bpmn:SequenceFlow": "stroom",
  "bpmn:MessageFlow": "berichtenstroom",
  "bpmn:Association": "associatie",
  "bpmn:DataInputAssociation": "gegeven dat erin gaat",
  "bpmn:DataOutputAssociation": "gegeven dat eruit komt",
};
const WITH = { id: "with", name: "Verbinden met" };
const AWAY = { id: "away", name: "Verbinding weghalen" };

class ConnectByName {
  constructor(canvas, editorActions, elementRegistry, keyboard, modeling, popupMenu, rules, selection, translate) {
    Object.assign(this, { canvas, elementRegistry, modeling, popupMenu, rules, selection, translate });
    popupMenu.registerProvider(MENU, this);
    editorActions.register({ connectByName: () => this.open() });
    keyboard.addListener(({ keyEvent }) => {
      if (keyboard.hasModifier(keyEvent) || !keyboard.isKey(KEYS, keyEvent)) return undefined;
      return this.open();
    });
  }

  /** Whether one element is selected that can be connected, or already is. */
  canOpen() {
    const [chosen, ...others] = this.selection.get();
    return Boolean(chosen) && !others.length && !chosen.labelTarget && !this.popupMenu.isEmpty(chosen, MENU);
  }

  open() {
    if (!this.canOpen()) return false;
    const [chosen] = this.selection.get();
    this.canvas.scrollToElement(chosen, 100);
    const { x, y, width } = this.canvas.getAbsoluteBBox(chosen);
    const { left, top } = this.canvas.getContainer().getBoundingClientRect();
    this.popupMenu.open(chosen, MENU, { x: left + x + width, y: top + y }, { title: "Verbindingen", width: 320, search: true });
    return true;
  }

  getPopupMenuEntries(chosen) {
    if (!chosen.outgoing || chosen.waypoints) return {};
    const targets = this.#targetsOf(chosen).map(([target, type]) => [
      `with-${target.id}`,
      {
        label: this.#nameOf(target),
        description: `${this.#kindOf(target)}, ${SAID[type]}`,
        className: "bpmn-icon-connection",
        group: WITH,
        action: () => this.#finish(() => this.modeling.connect(chosen, target)),
      },
    ]);
    const connections = [...chosen.outgoing, ...chosen.incoming].map((connection) => [
      `away-${connection.id}`,
      {
        label: `Weghalen: ${this.#directionOf(connection, chosen)}`,
        description: SAID[connection.type],
        className: "bpmn-icon-trash",
        group: AWAY,
        action: () => this.#finish(() => this.modeling.removeConnection(connection)),
      },
    ]);
    return Object.fromEntries([...targets, ...connections]);
  }

  /** What can be connected but is not yet, nearest first. */
  #targetsOf(chosen) {
    const { x, y } = getMid(chosen);
    const far = (target) => Math.hypot(getMid(target).x - x, getMid(target).y - y);
    const connected = new Set(chosen.outgoing.map((connection) => connection.target));
    return this.elementRegistry
      .filter((one) => one !== chosen && one.parent && one.width && !one.waypoints && !one.labelTarget && !connected.has(one))
      .map((one) => [one, this.rules.allowed("connection.create", { source: chosen, target: one })?.type])
      .filter(([, type]) => type in SAID)
      .sort(([one], [other]) => far(one) - far(other));
  }

  #finish(edit) {
    const chosen = this.selection.get();
    this.popupMenu.close();
    edit();
    this.selection.select(chosen);
    this.canvas.focus();
  }

  #directionOf(connection, chosen) {
    const { source, target } = connection;
    const name = connection.businessObject.name ? `“${connection.businessObject.name}” ` : "";
    return source === chosen ? `${name}naar ${this.#nameOf(target)}` : `${name}van ${this.#nameOf(source)}`;
  }

  /** Its name; without one, an element is identified by what precedes it, and a mere join by what follows it. */
  #nameOf(element) {
    const { name, text } = element.businessObject;
    if (name || text) return name || text;
    const flows = (all) => all.filter((one) => is(one, "bpmn:SequenceFlow"));
    const [before, after] = [flows(element.incoming), flows(element.outgoing)];
    const next = after[0]?.target.businessObject.name;
    if (isJoin(element) && next) return `Samenvoeging voor ‘${next}’`;
    const named = before.map((one) => one.source.businessObject.name).filter(Boolean).join(" en ");
    return named ? `${this.#kindOf(element)} na ${named}` : this.#kindOf(element);
  }

  #kindOf(element) {
    const kind = element.type.replace("bpmn:", "").replace(/(?<=[a-z])(?=[A-Z])/g, " ");
    return this.translate(nameKind(element, kind));
  }
}

ConnectByName.$inject = [
  "canvas", "editorActions", "elementRegistry", "keyboard", "modeling", "popupMenu", "rules", "selection", "translate",
];

export default { __init__: ["connectByName"], connectByName: ["type", ConnectByName] };
