// Sheets: the tabs of the page. The diagram has one; every other kind of file has one too, with a list of its files.
import { showBeside } from "./letters.js";
import { buildForm, buildLetter, buildMail, buildStory, buildTable, slug } from "./making.js";
import { nameFiles } from "./titles.js";

const KINDS = {
  tabellen: { fits: (name) => name.endsWith(".dmn"), folder: "", ending: ".dmn", make: (id, title) => buildTable(id, title) },
  formulieren: { fits: (name) => name.endsWith(".form"), folder: "forms/", ending: ".form", make: buildForm },
  berichten: { fits: (name) => /^mails\/.*\.md$/.test(name), folder: "mails/", ending: ".md", make: (_, title) => buildMail(title) },
  brieven: { fits: (name) => /^letters\/.*\.md$/.test(name), folder: "letters/", ending: ".md", make: (_, title) => buildLetter(title) },
  verhalen: { fits: (name) => /^scenarios\//.test(name), folder: "scenarios/", ending: ".yaml", make: () => buildStory() },
};
const FIRST = "tekening";
/** What people read, and under what name. */
const READ = { berichten: "het bericht", brieven: "de brief" };

export class Sheets {
  #open = new Map();
  #now = FIRST;
  #file = new Map();

  constructor({ root, part, addresses, styles }) {
    Object.assign(this, { root, part, addresses, styles });
    this.tabs = [...root.querySelectorAll("[role=tab]")];
    for (const tab of this.tabs) {
      tab.addEventListener("click", () => this.show(tab.dataset.sheet));
      tab.addEventListener("keydown", (event) => this.#walk(event));
    }
    for (const kind of Object.keys(KINDS)) {
      const sheet = this.#sheet(kind);
      sheet.querySelector("select").addEventListener("change", ({ target }) => this.openFile(target.value));
      sheet.querySelector("[data-new]").addEventListener("click", () => this.#askNew(kind));
      sheet.querySelector("[data-remove]").addEventListener("click", () => this.#takeAway(kind));
    }
    part.addEventListener("change", () => this.#list());
    this.#list();
  }

  /** Open the tab for a file, showing that file. */
  async openFile(name) {
    const kind = Object.keys(KINDS).find((one) => KINDS[one].fits(name));
    if (!kind) return this.show(FIRST);
    this.#file.set(kind, name);
    await this.show(kind);
  }

  async show(kind) {
    await this.flush();
    this.#now = kind;
    for (const tab of this.tabs) {
      const chosen = tab.dataset.sheet === kind;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      this.#sheet(tab.dataset.sheet).hidden = !chosen;
    }
    if (kind === FIRST) return this.root.dispatchEvent(new Event("drawing-shown"));
    this.#list();
    const files = this.#files(kind);
    const name = files.includes(this.#file.get(kind)) ? this.#file.get(kind) : files[0];
    if (!name) return;
    this.#file.set(kind, name);
    this.#sheet(kind).querySelector("select").value = name;
    await this.#edit(kind, name);
  }

  /** Create a file of a kind, under a free name. Returns its id and its name. */
  make(kind, title, wanted = "") {
    const { folder, ending, make } = KINDS[kind];
    const taken = new Set(this.#files(kind).map((name) => name.slice(folder.length, -ending.length)));
    const id = wanted && !taken.has(wanted) && /^[\w.-]+$/.test(wanted) ? wanted : slug(title, taken);
    const name = `${folder}${id}${ending}`;
    this.part.change(name, make(id, title));
    return { id, name };
  }

  /** Let the open editor report what it still holds. */
  async flush() {
    const open = this.#open.get(this.#now);
    await open?.flush();
  }

  /** Discard editors of files that were changed elsewhere, for instance by a quick fix. */
  forget(names) {
    for (const [kind, open] of this.#open) {
      if (!names.includes(open.name)) continue;
      open.close();
      this.#open.delete(kind);
      if (this.#now === kind) this.show(kind);
    }
  }

  /** The open editor of a tab, if any. */
  editorOf(kind) {
    return this.#open.get(kind);
  }

  async #edit(kind, name) {
    const open = this.#open.get(kind);
    if (open?.name === name) return;
    open?.close();
    this.#open.delete(kind);
    const place = this.#sheet(kind).querySelector("[data-editor]");
    place.replaceChildren();
    const told = this.#sheet(kind).querySelector("[data-told]");
    told.textContent = "";
    const text = this.part.read(name);
    const tell = (now) => this.part.change(name, now);
    try {
      const made = await this.#openEditor(kind, place, text, tell, name);
      this.#open.set(kind, { ...made, name });
    } catch (error) {
      // A file that its editor cannot read is shown as text, so that it can still be repaired.
      told.textContent = `Dit bestand is niet te lezen (${error.message}). U kunt de tekst veranderen.`;
      place.replaceChildren();
      this.#open.set(kind, { ...openText(place, text, tell, name), name });
    }
  }

  async #openEditor(kind, place, text, tell, name) {
    if (kind === "tabellen") {
      await this.#style("dmn");
      const { openTable } = await import("./tables.js");
      return openTable(place, text, tell);
    }
    if (kind === "formulieren") {
      await this.#style("forms");
      const { openForm } = await import("./forms.js");
      const sheet = this.#sheet(kind);
      const places = { editor: place, preview: sheet.querySelector("[data-preview]"), address: this.addresses.form };
      return openForm(places, text, tell);
    }
    const opened = openText(place, text, tell, name);
    return READ[kind] ? showBeside(place, opened, READ[kind]) : opened;
  }

  /** The style sheet of an editor, loaded along with it. */
  #style(name) {
    const address = this.styles[name];
    if (document.querySelector(`link[href="${address}"]`)) return undefined;
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href: address });
    return new Promise((done) => {
      link.onload = link.onerror = done;
      document.head.append(link);
    });
  }

  async #askNew(kind) {
    const field = this.#sheet(kind).querySelector("[data-title]");
    const title = field.value.trim();
    if (!title) return field.focus();
    field.value = "";
    await this.openFile(this.make(kind, title).name);
  }

  /** Remove the open file; it can be restored as long as no other is removed in this tab. */
  async #takeAway(kind) {
    await this.flush();
    const open = this.#open.get(kind);
    if (!open) return;
    const [sheet, text] = [this.#sheet(kind), this.part.read(open.name)];
    open.close();
    this.#open.delete(kind);
    sheet.querySelector("[data-editor]").replaceChildren();
    this.part.change(open.name, null);
    await this.show(kind);
    sheet.querySelector("[data-told]").textContent = `${open.name} is weggehaald.`;
    const restore = sheet.querySelector("[data-restore]");
    restore.hidden = false;
    restore.onclick = () => {
      restore.hidden = true;
      this.part.change(open.name, text);
      this.openFile(open.name);
    };
  }

  #list() {
    for (const kind of Object.keys(KINDS)) {
      const select = this.#sheet(kind).querySelector("select");
      const files = this.#files(kind);
      const titles = nameFiles(files, (name) => this.part.read(name));
      const options = files.map((name, at) => new Option(titles[at], name));
      if (spell([...select.options]) === spell(options)) continue;
      select.replaceChildren(...options);
      if (files.includes(this.#file.get(kind))) select.value = this.#file.get(kind);
      select.disabled = this.#sheet(kind).querySelector("[data-remove]").disabled = !files.length;
    }
  }

  #files(kind) {
    return this.part.names().filter(KINDS[kind].fits);
  }

  #sheet(kind) {
    return this.root.querySelector(`#blad-${kind}`);
  }

  /** Arrow keys go from tab to tab, as in every tab list. */
  #walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = this.tabs.indexOf(event.target);
    const to = step ? at + step : { Home: 0, End: this.tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const tab = this.tabs[(to + this.tabs.length) % this.tabs.length];
    tab.focus();
    this.show(tab.dataset.sheet);
  }
}

const spell = (options) => options.map((option) => `${option.value}\n${option.text}`).join("\n");

/** A plain text: mails, letters, stories, and files that their own editor cannot read. */
export function openText(place, text, tell, name) {
  const area = document.createElement("textarea");
  Object.assign(area, { className: "utrecht-textarea smederij-sheet__text", value: text, spellcheck: name.endsWith(".md") });
  area.setAttribute("aria-label", `Tekst van ${name}`);
  // A text area has one kind of line ending; a file with the other kind keeps it.
  const ending = text.includes("\r\n") ? "\r\n" : "\n";
  const first = area.value;
  const flush = () => tell(area.value === first ? text : area.value.replaceAll("\n", ending));
  area.addEventListener("input", flush);
  place.append(area);
  return { area, flush, close: () => area.remove() };
}
