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
import { graft } from "./grafting.js";
import insertAppended from "./inserting.js";
import labelBeside from "./labelling.js";
import offerWhatRuns from "./menus.js";
import panelModule from "./panel/index.js";
import keepApart from "./parting.js";
import { buildTemplates, templateModules } from "./templates/index.js";
import { View } from "./view.js";

const PAUSE = 250;

export class Diagram extends View {
  #imported = "";
  #timer = 0;

  /** Put the editor in its places on the page; nothing is drawn before `show`. */
  constructor({ canvas, panel, workshop }) {
    const modeler = new BpmnModeler({
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
        keepApart,
        labelBeside,
        connectByName,
      ],
      moddleExtensions: { zeebe },
    });
    super(modeler);
    this.modeler.on("commandStack.changed", () => this.#plan());
    this.modeler.on("tokenSimulation.toggleMode", ({ active }) => panel.toggleAttribute("inert", active));
  }

  setTemplates(words) {
    this.get("elementTemplatesLoader").setTemplates(buildTemplates(words));
  }

  /** Draw a text. Throws the parser's reason if it cannot be drawn. */
  async show(xml) {
    clearTimeout(this.#timer);
    await super.show(xml);
    this.#imported = xml;
  }

  /** Replace the drawing with another text, keeping the view and the selected elements. */
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

  /** Close the open name field on the canvas, keeping what was typed. */
  finishWriting() {
    this.get("directEditing").complete();
  }

  /** Put the context pad beside the selection again: while the canvas was hidden, nothing had a position. */
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

  /** Report the current text. If every edit was undone, it is exactly the text that was read. */
  async flush() {
    clearTimeout(this.#timer);
    if (!this.#imported) return;
    let text = this.#imported;
    if (this.get("commandStack").canUndo()) {
      text = graft(this.#imported, (await this.modeler.saveXML({ format: true })).xml);
    }
    this.dispatchEvent(new CustomEvent("text", { detail: text }));
  }
}
