// Terms: an amount of time as people write it, in the spelling of a file. As `engine/comparison/wording.py` reads them.
const UNITS = [
  [/^jaar$/, (count) => `P${count}Y`],
  [/^maand(en)?$/, (count) => `P${count}M`],
  [/^(week|weken)$/, (count) => `P${count}W`],
  [/^dag(en)?$/, (count) => `P${count}D`],
  [/^uur$/, (count) => `PT${count}H`],
  [/^(minuut|minuten)$/, (count) => `PT${count}M`],
  [/^werkdag(en)?$/, (count) => `=werkdagen(${count})`],
];

/** `5 werkdagen` is `=werkdagen(5)`; any other text is given back as it is. */
export function readTime(text) {
  const [, count, unit] = /^([0-9]{1,4}) ([a-z]+)$/i.exec(text.trim()) ?? [];
  const found = unit && UNITS.find(([word]) => word.test(unit.toLowerCase()));
  return found ? found[1](Number(count)) : text;
}
