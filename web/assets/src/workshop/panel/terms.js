// Terms: converts a duration as people write it to the notation of a file, matching `engine/comparison/wording.py`.
const UNITS = [
  [/^jaar$/, (count) => `P${count}Y`],
  [/^maand(en)?$/, (count) => `P${count}M`],
  [/^(week|weken)$/, (count) => `P${count}W`],
  [/^dag(en)?$/, (count) => `P${count}D`],
  [/^uur$/, (count) => `PT${count}H`],
  [/^(minuut|minuten)$/, (count) => `PT${count}M`],
  [/^werkdag(en)?$/, (count) => `=werkdagen(${count})`],
];

/** `5 werkdagen` becomes `=werkdagen(5)`; any other text is returned unchanged. */
export function readTime(text) {
  const [, count, unit] = /^([0-9]{1,4}) ([a-z]+)$/i.exec(text.trim()) ?? [];
  const found = unit && UNITS.find(([word]) => word.test(unit.toLowerCase()));
  return found ? found[1](Number(count)) : text;
}
