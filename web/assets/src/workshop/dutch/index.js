// The one table of Dutch words for editors that request each of their texts, and the module that answers them.
import diagram from "./diagram.js";
import panel from "./panel.js";

const table = { ...diagram, ...panel };

// Replace menus sometimes ask for the same label in a different case.
const byCase = new Map(Object.entries(table).map(([said, dutch]) => [said.toLowerCase(), dutch]));

/** Texts that were requested but are not in the table; the browser tests require this to stay empty. */
export const untranslated = new Set();

export function translate(text, replacements = {}) {
  const dutch = Object.hasOwn(table, text) ? table[text] : byCase.get(String(text).toLowerCase());
  if (dutch === undefined && /[a-z]{2}/i.test(text)) untranslated.add(text);
  return String(dutch ?? text).replace(/{([^}]+)}/g, (_, key) => {
    const value = replacements[key] ?? `{${key}}`;
    return Object.hasOwn(table, value) ? table[value] : value;
  });
}

export const dutchModule = { translate: ["value", translate] };

export { table };
