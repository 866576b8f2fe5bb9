// Titles: by which name people know a file: what its form, table or story is called, or what its letter or mail is about.
import { readTemplate } from "./letters.js";

const CUT = "…";
const READERS = [
  [/\.form$/, (text) => JSON.parse(text).title],
  [/\.dmn$/, readDecisions],
  [/^(mails|letters)\//, (text) => cut(readTemplate(text)?.subject ?? "")],
  [/^scenarios\//, (text) => /^name:\s*(.+)$/m.exec(text)?.[1].trim().replace(/^(["'])(.*)\1$/, "$2")],
];

const stemOf = (name) => name.split("/").at(-1).replace(/\.\w+$/, "");

/** A name for each file: its title, and that of the file as well where two have the same. */
export function nameFiles(names, read) {
  const titles = names.map((name) => titleOf(name, read(name) ?? ""));
  const often = (title) => titles.filter((other) => other === title).length;
  return titles.map((title, at) => (often(title) > 1 && title !== stemOf(names[at]) ? `${title} (${stemOf(names[at])})` : title));
}

/** What is halfway, or cannot be read, goes by the name of its file. */
function titleOf(name, text) {
  const reader = READERS.find(([fits]) => fits.test(name))?.[1];
  try {
    const title = reader?.(text);
    return (typeof title === "string" && title.trim()) || stemOf(name);
  } catch {
    return stemOf(name);
  }
}

function readDecisions(text) {
  const drawn = new DOMParser().parseFromString(text, "application/xml");
  const names = [...drawn.getElementsByTagNameNS("*", "decision")].map((one) => one.getAttribute("name")).filter(Boolean);
  return names.join(", ");
}

/** A subject without what is filled in for each who gets it (engine/dialect/mails.py). */
function cut(subject) {
  const said = subject.replace(/\{\{.*?\}\}/gs, CUT).replace(/\s+/g, " ").trim();
  return said.includes(CUT) ? said.replace(/[\s:;,\-–([…)\]]+$/, "") : said;
}
