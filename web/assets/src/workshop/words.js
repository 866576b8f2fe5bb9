// What the lists offer, from the server: groups, statuses, kinds of work, files, and variables with their origin.
import { FROM, TYPES, READ_ONLY } from "./dutch/page.js";

export class Words extends EventTarget {
  #address;

  constructor(address) {
    super();
    this.#address = address;
  }

  /** Fetch again; nothing changes when the server does not answer. */
  async load() {
    const answer = await fetch(this.#address, { headers: { Accept: "application/json" } });
    if (!answer.ok) return this;
    Object.assign(this, await answer.json());
    this.dispatchEvent(new Event("change"));
    return this;
  }

  /** Names that FEEL can read on an element, in the format of its editor. */
  variablesFor(element) {
    const around = new Set();
    for (let at = element?.businessObject ?? element; at; at = at.$parent) around.add(at.id);
    const variables = (this.variables ?? [])
      .filter((variable) => !variable.within || around.has(variable.within))
      .map((variable) => ({
        name: variable.name,
        detail: TYPES[variable.type] ?? "",
        info: this.#explain(variable),
        type: "variable",
      }));
    const own = Object.entries(READ_ONLY).map(([name, told]) => ({ name, info: told, type: "variable" }));
    return [...variables, ...own];
  }

  #explain(variable) {
    const told = variable.origins.map(({ kind, text }) => FROM[kind](text)).filter(Boolean);
    if (variable.options.length) told.push(`Mogelijk: ${variable.options.slice(0, 8).join(", ")}.`);
    if (variable.entries.length) told.unshift(`Met: ${variable.entries.slice(0, 12).join(", ")}.`);
    return told.slice(0, 4).join(" ");
  }

  form(id) {
    return this.forms.find((form) => form.id === id);
  }

  decision(id) {
    return this.decisions.find((decision) => decision.id === id);
  }
}
