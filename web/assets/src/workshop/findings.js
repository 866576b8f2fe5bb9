// Findings: what the engine's check says about the files as they are here, on the elements and in a list beside them.
import { post } from "./part.js";
import { adviseOn } from "./advice.js";
import { make, makeButton } from "./markup.js";
import { playTrace } from "./trace.js";

const PAUSE = 600;
const ROLE = { error: "Fout", warning: "Let op", advice: "Tip" };

export class Findings {
  #timer = 0;
  #asked = 0;
  #overlays = [];
  #told = [];

  constructor({ part, diagram, places, addresses, openFile, process }) {
    Object.assign(this, { part, diagram, places, addresses, openFile, process });
    part.addEventListener("change", () => this.plan());
    places.now.addEventListener("click", () => this.check());
  }

  plan() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.check(), PAUSE);
  }

  /** Run the check; an answer about files that have changed since is discarded. */
  async check() {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    const told = await this.#ask(this.addresses.check, { files: this.part.unsaved });
    if (asked !== this.#asked) return;
    if (!told) {
      this.places.summary.textContent = "De controle antwoordt nu niet. Wij proberen het bij de volgende verandering weer.";
      return;
    }
    const found = told.findings.map((finding) => ({ ...finding, severity: finding.severity === "error" ? "error" : "warning" }));
    this.#show([...found, ...(await adviseOn(this.diagram, found))], told.bounded);
  }

  async #ask(address, body) {
    try {
      const answer = await post(address, body);
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  #show(found, bounded) {
    this.#told = found;
    const errors = found.filter((one) => one.severity === "error").length;
    const warnings = found.filter((one) => one.severity === "warning").length;
    const advice = found.length - errors - warnings;
    const parts = [
      count(errors, "fout", "fouten"),
      count(warnings, "waarschuwing", "waarschuwingen"),
      count(advice, "tip", "tips"),
    ];
    const said = parts.filter(Boolean).join(", ") || "Geen fouten gevonden.";
    this.places.summary.textContent = bounded ? `${said} Niet alles kon worden nagespeeld: het proces heeft te veel wegen.` : said;
    this.places.list.replaceChildren(...found.map((finding) => this.#buildItem(finding)));
    this.#mark(found);
  }

  #buildItem(finding) {
    const item = make("li", `smederij-told smederij-told--${finding.severity}`);
    const elsewhere = finding.process_id && finding.process_id !== this.process;
    const named = finding.element_name || finding.element_id || finding.file;
    const where = elsewhere ? `${named} (in ${finding.process_id})` : named;
    const head = makeButton("", () => this.#goTo(finding), "smederij-told__where");
    head.append(make("span", "", `${ROLE[finding.severity]}: `), where);
    item.append(head, say(finding.reason));
    if (finding.remedy) item.append(say(finding.remedy, "smederij-told__remedy"));
    const buttons = make("div", "smederij-told__buttons");
    // A read-only page has no address for repairs.
    for (const fix of (this.addresses.repair && finding.fixes) || []) buttons.append(makeButton(fix.label, () => this.#repair(fix)));
    if (finding.trace?.length) {
      buttons.append(makeButton("Speel af", () => this.#play(finding)));
    }
    if (buttons.childElementCount) item.append(buttons);
    if (finding.element_id && !elsewhere) item.dataset.element = finding.element_id;
    return item;
  }

  async #play(finding) {
    await this.openFile("process.bpmn");
    this.diagram.bringIntoView();
    playTrace(this.diagram, finding.trace, this.places.player, finding.steps ?? []);
  }

  async #goTo(finding) {
    if (finding.process_id && finding.process_id !== this.process) return;
    const name = finding.file;
    if (this.diagram.get("elementRegistry").get(finding.element_id)) {
      await this.openFile("process.bpmn");
      this.diagram.bringIntoView();
      this.diagram.reveal(finding.element_id);
    } else if (name && this.part.names().includes(name)) this.openFile(name);
  }

  /** Let the server fix one thing. The previous content is kept, so that it can be restored. */
  async #repair(fix) {
    await this.diagram.flush();
    const told = await this.#ask(this.addresses.repair, { files: this.part.unsaved, key: fix.key });
    if (!told?.files) {
      this.places.summary.textContent = "Dit kon niet worden hersteld. Los het met de hand op.";
      return;
    }
    const before = Object.fromEntries(Object.keys(told.files).map((name) => [name, this.part.read(name) ?? null]));
    await this.#put(told.files);
    this.places.undo.hidden = false;
    this.places.undo.onclick = async () => {
      this.places.undo.hidden = true;
      await this.#put(before);
    };
  }

  async #put(files) {
    for (const [name, text] of Object.entries(files)) this.part.change(name, text);
    if (files["process.bpmn"]) await this.diagram.replace(files["process.bpmn"]);
    this.diagram.dispatchEvent(new CustomEvent("files", { detail: Object.keys(files) }));
  }

  /** Draw the badges again, also after another text was drawn, which has none. */
  #mark(found) {
    const overlays = this.diagram.get("overlays");
    for (const id of this.#overlays) overlays.remove(id);
    this.#overlays = [];
    const here = found.filter((one) => !one.process_id || one.process_id === this.process);
    for (const [id, told] of group(here)) {
      const element = id && this.diagram.get("elementRegistry").get(id);
      if (!element || element === this.diagram.get("canvas").getRootElement()) continue;
      const worst = ["error", "warning", "advice"].find((severity) => told.some((one) => one.severity === severity));
      const sign = worst === "advice" ? "i" : "!";
      const badge = makeButton(sign, () => this.#focusItem(id), `smederij-flag smederij-flag--${worst}`);
      // Keyboard users have the list beside the canvas: one tab stop per finding is enough.
      badge.tabIndex = -1;
      badge.title = told.map((one) => `${ROLE[one.severity]}: ${plain(one.reason)}`).join("\n");
      badge.setAttribute("aria-label", badge.title);
      this.#overlays.push(overlays.add(element, "finding", { position: placeOf(element), html: badge }));
    }
  }

  #focusItem(id) {
    const item = [...this.places.list.children].find((one) => one.dataset.element === id);
    item?.scrollIntoView({ block: "nearest" });
    item?.querySelector("button").focus();
  }

  /** Show the badges again on a redrawn diagram. */
  remark() {
    this.#overlays = [];
    this.#mark(this.#told);
  }
}

const placeOf = (element) => (element.waypoints ? { top: -20, left: -10 } : { top: -12, left: -12 });

const count = (number, one, more) => (number ? `${number} ${number === 1 ? one : more}` : "");

function group(found) {
  const groups = new Map();
  for (const one of found) groups.set(one.element_id, [...(groups.get(one.element_id) ?? []), one]);
  return groups;
}

/** A sentence of the check, with names between asterisks. */
function say(sentence, kind = "") {
  const told = make("p", kind);
  told.append(...sentence.split("*").map((part, i) => (i % 2 ? make("em", "", part) : part)));
  return told;
}

const plain = (sentence) => sentence.replaceAll("*", "");
