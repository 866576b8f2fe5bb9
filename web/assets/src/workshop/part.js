// The files of one process of a change: as the server has them, as they are here, and how they are synchronised.
const PAUSE = 1000;
const AGAIN = 5000;
/** Not signed in, or with an old token that could not be renewed. */
const SIGNED_OUT = new Set([400, 401, 403]);
const SIGN_IN = "u bent uitgelogd. Log in een ander tabblad in; daarna bewaren wij uw werk alsnog.";

export const SAVED = "saved";
export const UNSAVED = "unsaved";
export const SAVING = "saving";
export const CONFLICT = "conflict";
export const FAILED = "failed";

export class Part extends EventTarget {
  #address;
  #saved = new Map();
  #edited = new Map();
  #timer = 0;
  #sending = false;

  constructor(address) {
    super();
    this.#address = address;
    this.state = SAVED;
    this.revision = 0;
    this.message = "";
    this.conflict = null;
    globalThis.addEventListener("online", () => this.state === FAILED && this.save());
  }

  async load() {
    const told = await (await fetch(this.#address, { headers: { Accept: "application/json" } })).json();
    this.revision = told.revision;
    this.#saved = new Map(Object.entries(told.files));
    return this;
  }

  names() {
    const names = new Set(this.#saved.keys());
    for (const [name, text] of this.#edited) text === null ? names.delete(name) : names.add(name);
    return [...names].sort();
  }

  read(name) {
    return this.#edited.has(name) ? this.#edited.get(name) : this.#saved.get(name);
  }

  /** What is not on the server yet: name → text, null for a file to delete. */
  get unsaved() {
    return Object.fromEntries(this.#edited);
  }

  /** Change a file here. A text equal to the server's is not a change, so an undone edit sends nothing. */
  change(name, text) {
    if (text === this.read(name)) return;
    if (text === this.#saved.get(name) || (text === null && !this.#saved.has(name))) this.#edited.delete(name);
    else this.#edited.set(name, text);
    this.dispatchEvent(new CustomEvent("change", { detail: name }));
    if (this.state === CONFLICT) return;
    // A save in progress reports its own state: when it ends, it checks itself whether anything is left.
    if (!this.#sending) this.#tell(this.#edited.size ? UNSAVED : SAVED);
    this.#plan(PAUSE);
  }

  async save() {
    clearTimeout(this.#timer);
    if (this.#sending || this.state === CONFLICT || !this.#edited.size) return;
    this.#sending = true;
    const sent = new Map(this.#edited);
    this.#tell(SAVING);
    try {
      const answer = await post(this.#address, { revision: this.revision, files: Object.fromEntries(sent) });
      const told = await answer.json().catch(() => ({}));
      this.#sending = false;
      if (answer.ok) this.#keep(sent, told);
      else if (answer.status === 409) this.#meet(told);
      else if (SIGNED_OUT.has(answer.status)) this.#fail(SIGN_IN, true);
      else this.#fail(told.message ?? "", answer.status !== 422);
    } catch {
      this.#sending = false;
      this.#fail("", true);
    }
  }

  /** The other editor's files, as the server has them now; nothing here changes. */
  async readTheirs() {
    return (await (await fetch(this.#address, { headers: { Accept: "application/json" } })).json()).files;
  }

  /** What the other saved and what was done here, in words; and what both changed. */
  lookBeside(address) {
    return ask(address, { base: Object.fromEntries(this.#saved), files: this.unsaved });
  }

  /** Put what was done here into what the other saved as `revision`. Nothing here changes. */
  putTogether(address, revision) {
    return ask(address, { base: Object.fromEntries(this.#saved), files: this.unsaved, revision });
  }

  #keep(sent, told) {
    this.revision = told.revision;
    for (const [name, text] of sent) {
      text === null ? this.#saved.delete(name) : this.#saved.set(name, text);
      if (this.#edited.get(name) === text) this.#edited.delete(name);
    }
    this.#tell(this.#edited.size ? UNSAVED : SAVED);
    if (this.#edited.size) this.#plan(PAUSE);
  }

  #meet(told) {
    this.conflict = told;
    this.#tell(CONFLICT);
  }

  #fail(message, again) {
    this.#tell(FAILED, message);
    if (again) this.#plan(AGAIN);
  }

  #plan(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), pause);
  }

  #tell(state, message = "") {
    this.state = state;
    this.message = message;
    this.dispatchEvent(new Event("state"));
  }
}

/** Send JSON, with the token that proves it comes from this page. After a new sign-in the new token is fetched. */
export async function post(address, told) {
  const answer = await send(address, told);
  return answer.status === 400 && (await renewToken()) ? send(address, told) : answer;
}

const token = () => document.querySelector("meta[name=csrf-token]");

/** The answer to JSON, with `ok`: whether it was done. */
async function ask(address, told) {
  const answer = await post(address, told);
  return { ...(await answer.json().catch(() => ({}))), ok: answer.ok };
}

function send(address, told) {
  return fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token().content },
    body: JSON.stringify(told),
  });
}

async function renewToken() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const found = page.querySelector("meta[name=csrf-token]");
  if (found) token().content = found.content;
  return Boolean(found);
}
