// Reads one JSON question a line, { text, kind, scope }, and answers each on a line of its own what npm feelin makes of
// it: { parses, value } or { parses: false, reason }. The first argument is the folder of feelin.
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const feelin = await import(pathToFileURL(join(process.argv[2], 'dist', 'index.js')));
const { FeelDate, FeelDateTime, FeelDuration, FeelTime } = feelin;

function write(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return { boolean: value };
  if (typeof value === 'number') return { number: String(value) };
  if (typeof value === 'string') return { text: value };
  if (Array.isArray(value)) return { list: value.map(write) };
  if (value instanceof FeelDate) return { date: value.iso };
  if (value instanceof FeelTime) return { time: value.iso };
  if (value instanceof FeelDateTime) return { moment: value.iso };
  if (value instanceof FeelDuration) return { duration: value.iso };
  if (feelin.isRange(value)) {
    return { range: [value['start included'], write(value.start), write(value.end), value['end included']] };
  }
  if (feelin.isFunction(value) || typeof value === 'function') return { function: true };
  return { context: Object.entries(value).map(([key, item]) => [key, write(item)]) };
}

function answer({ text, kind, scope }) {
  try {
    const found = kind === 'tests' ? feelin.unaryTest(text, scope) : feelin.evaluate(text, scope);
    return { parses: true, value: write(found.value) };
  } catch (error) {
    return error instanceof feelin.SyntaxError
      ? { parses: false, reason: error.message }
      : { parses: true, failed: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(answer(JSON.parse(line))));
}
