// Titles: the name by which people know a file: the title of its form, table or story, or the subject of a letter or mail.
import { readTemplate } from "./letters.js";

const CUT = "…";
const READERS = [
  [/\.form$/, (text) => JSON.parse(text).title],
  [/\.dmn$/, readDecisions],
  [/^(mails|letters)\//, (text) => cut(readTemplate(text)?.subject ?? "")],
  [/^scenarios\//, (text) => /^name:\s*(.+)$/m.exec(text)?.[1].trim().replace(/^(["'])(.*)\1$/, "$2")],
];

const stemOf = (name) => name.split("/").at(-1).replace(/\.\w+$/, "");

/** A name for each file: its title, plus the file name where two have the same title. */
export function nameFiles(names, read) {
  const titles = names.map((name) => titleOf(name, read(name) ?? ""));
  const often = (title) => titles.filter((other) => other === title).length;
  return titles.map((title, at) => (often(title) > 1 && title !== stemOf(names[at]) ? `${title} (${stemOf(names[at])})` : title));
}

/** A file that is unfinished or unreadable goes by its file name. */
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

/** A subject without the parts filled in for each recipient (engine/dialect/mails.py). */
function cut(subject) {
  const said = subject.replace(/\{\{.*?\}\}/gs, CUT).replace(/\s+/g, " ").trim();
  return said.includes(CUT) ? said.replace(/[\s:;,\-–([…)\]]+$/, "") : said;
}
