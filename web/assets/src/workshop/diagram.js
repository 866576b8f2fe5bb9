// The canvas: bpmn-js with our words, panel, menus and templates, and the text of the diagram as it is saved.
import CamundaBehaviors from "camunda-bpmn-js-behaviors/lib/camunda-cloud";
import BpmnModeler from "bpmn-js/lib/Modeler";
import { CreateAppendAnythingModule } from "bpmn-js-create-append-anything";
import {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  ZeebePropertiesProviderModule,
} from "bpmn-js-properties-panel";
import TokenSimulationModule from "bpmn-js-token-simulation";
import minimapModule from "diagram-js-minimap";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json";
import connectByName from "./connecting.js";
import { dutchModule } from "./dutch/index.js";
import insertAppended from "./inserting.js";
import offerWhatRuns from "./menus.js";
import panelModule from "./panel/index.js";
import { buildTemplates, templateModules } from "./templates/index.js";

export const DIAGRAM = "process.bpmn";
const PAUSE = 250;
/** Pixels at the left that the palette takes. */
const PALETTE = 130;
const EDGE = 24;
/** Pixels at the bottom that the overview and the mark of the makers take. */
const FOOT = 60;
const READABLE = 0.75;

export class Diagram extends EventTarget {
  #imported = "";
  #timer = 0;

  /** Put the editor in its places on the page; nothing is drawn before `show`. */
  constructor({ canvas, panel, workshop }) {
    super();
    this.modeler = new BpmnModeler({
      container: canvas,
      propertiesPanel: { parent: panel },
      workshop,
      elementTemplates: { appendElementTemplates: true },
      additionalModules: [
        dutchModule,
        BpmnPropertiesPanelModule,
        BpmnPropertiesProviderModule,
        ZeebePropertiesProviderModule,
        CamundaBehaviors,
        CreateAppendAnythingModule,
        TokenSimulationModule,
        minimapModule,
        ...templateModules,
        panelModule,
        offerWhatRuns,
        insertAppended,
        connectByName,
      ],
      moddleExtensions: { zeebe },
    });
    this.modeler.on("commandStack.changed", () => this.#plan());
    this.modeler.on("tokenSimulation.toggleMode", ({ active }) => panel.toggleAttribute("inert", active));
  }

  get(name) {
    return this.modeler.get(name);
  }

  setTemplates(words) {
    this.get("elementTemplatesLoader").setTemplates(buildTemplates(words));
  }

  /** Draw a text. What cannot be drawn is thrown, with the reason of the reader. */
  async show(xml) {
    clearTimeout(this.#timer);
    await this.modeler.importXML(xml);
    this.#imported = xml;
  }

  /** Draw another text over this one, and look at the same place of it with the same element chosen. */
  async replace(xml) {
    const view = this.get("canvas").viewbox();
    const chosen = this.get("selection").get().map((element) => element.id);
    const root = this.get("canvas").getRootElement().id;
    await this.show(xml);
    const registry = this.get("elementRegistry");
    const plane = registry.get(root);
    if (plane && plane !== this.get("canvas").getRootElement()) this.get("canvas").setRootElement(plane);
    this.get("canvas").viewbox(view);
    this.get("selection").select(chosen.map((id) => registry.get(id)).filter(Boolean));
  }

  /** Show all of the drawing beside the palette; from its beginning where all of it would be too small to read. */
  fit({ smallest = 0 } = {}) {
    const canvas = this.get("canvas");
    const { inner, outer } = canvas.viewbox();
    const [room, height] = [outer.width - PALETTE - EDGE, outer.height - EDGE - FOOT];
    const all = Math.min(1, room / inner.width, height / inner.height);
    const zoom = all < smallest ? READABLE : all;
    const box = { width: outer.width / zoom, height: outer.height / zoom };
    canvas.viewbox({ x: inner.x - PALETTE / zoom, y: inner.y - EDGE / zoom, ...box });
  }

  /** Select an element, bring it into view, and open the plane that it lies on. */
  reveal(id) {
    const element = this.get("elementRegistry").get(id);
    if (!element) return false;
    this.get("canvas").scrollToElement(element, 120);
    this.get("selection").select(element.type === "label" ? element.labelTarget : element);
    return true;
  }

  /** Scroll the page until the canvas is seen: the list that leads to it lies below. */
  bringIntoView() {
    this.get("canvas").getContainer().scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** Close the name field that is open on the canvas, with what was written in it. */
  finishWriting() {
    this.get("directEditing").complete();
  }

  /** Put the pad beside what is chosen again: while the canvas was out of sight, nothing had a place. */
  comeBack() {
    const pad = this.get("contextPad");
    const chosen = this.get("selection").get();
    pad.close();
    if (chosen.length) pad.open(chosen.length === 1 ? chosen[0] : chosen);
  }

  #plan() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Tell the text as it is now. What was undone to the beginning is the very text that was read. */
  async flush() {
    clearTimeout(this.#timer);
    if (!this.#imported) return;
    let text = this.#imported;
    if (this.get("commandStack").canUndo()) {
      text = keepQuotes((await this.modeler.saveXML({ format: true })).xml, this.#imported);
    }
    this.dispatchEvent(new CustomEvent("text", { detail: text }));
  }
}

/** FEEL is full of quotes. Where the file had an attribute between single quotes, it keeps them: one edit, one change. */
function keepQuotes(written, read) {
  return written.replace(/(\s[\w:.-]+=)"([^"<]*&#34;[^"<]*)"/g, (now, name, value) => {
    const before = `${name}'${value.replaceAll("&#34;", '"')}'`;
    return read.includes(before.trimStart()) ? before : now;
  });
}
