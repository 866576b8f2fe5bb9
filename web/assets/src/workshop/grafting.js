// Grafts an edit onto the text that was read: where the editor wrote the same content differently, the file keeps its own
// spelling, so that the text differs where something was edited and nowhere else. Pure; knows no browser.

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>|<\/([^\s<>]+)\s*>|<([^\s<>/!?]+)((?:\s+[^\s<>=/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
const ATTRIBUTE = /(\s+)([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** Default values of attributes (moddle descriptors of BPMN, DMN and zeebe); the editor omits an attribute with its default. */
const UNSAID = {
  behavior: "All",
  bindingType: "latest",
  cancelActivity: "true",
  cancelRemainingInstances: "true",
  completionQuantity: "1",
  eventGatewayType: "Exclusive",
  gatewayDirection: "Unspecified",
  hitPolicy: "UNIQUE",
  instantiate: "false",
  isCollection: "false",
  isForCompensation: "false",
  isInterrupting: "true",
  isSequential: "false",
  isUnlimited: "true",
  parallelMultiple: "false",
  propagateAllParentVariables: "true",
  startQuantity: "1",
  testBefore: "false",
  textFormat: "text/plain",
  triggeredByEvent: "false",
  waitForCompletion: "true",
};
/** An encoding other than the one in which a text is saved (XML 4.3.3). */
const OTHER_ENCODING = /^(\uFEFF?<\?xml[^>]*?\sencoding\s*=\s*["'])(?!utf-8["'])[\w.-]+/i;
const LABEL = "BPMNLabel";
const PLANE = "BPMNPlane";

/**
 * The content of `written`, in the spelling of `read` wherever both mean the same: attribute order and quotes, line ends
 * within a tag, comments, omitted defaults, and the order in which shapes are listed. If that cannot be done without
 * changing the content of `written`, the result is `written` itself.
 */
export function graft(read, written) {
  const [before, after] = [parse(read), parse(written)];
  if (!before || !after || before.tag !== after.tag) return written;
  const above = read.slice(0, before.start).replace(OTHER_ENCODING, "$1UTF-8");
  const text = above + merge(before, after) + read.slice(before.end);
  const made = parse(text);
  return made && sayOf(made) === sayOf(after) ? text : written;
}

// ---- reading ----------------------------------------------------------------------------------------------------

class Node {
  constructor(source, [whole, , tag, attributes, empty], at) {
    Object.assign(this, { source, tag, start: at, open: at + whole.length, close: at + whole.length, end: at + whole.length });
    this.isEmpty = Boolean(empty);
    this.attributes = Array.from(attributes.matchAll(ATTRIBUTE), ([raw, , name, one, other]) => ({
      raw, name, value: decode(one ?? other),
    }));
    this.id = this.attributes.find(({ name }) => name === "id")?.value;
    this.children = [];
    this.text = "";
  }

  is(name) {
    return this.tag.slice(this.tag.indexOf(":") + 1) === name;
  }

  /** The text as it is in its file. */
  get raw() {
    return this.source.slice(this.start, this.end);
  }
}

/** The tree of a text with the position of each element; null for a text that is not such a tree. */
function parse(source) {
  const top = { children: [], text: "" };
  const open = [top];
  let last = 0;
  for (const token of source.matchAll(TOKEN)) {
    const at = open.at(-1);
    const between = source.slice(last, token.index);
    if (between.includes("<")) return null;
    at.text += decode(between);
    last = token.index + token[0].length;
    if (token[0].startsWith("<![CDATA[")) at.text += token[0].slice(9, -3);
    else if (token[1]) {
      if (at.tag !== token[1]) return null;
      Object.assign(at, { close: token.index, end: last });
      open.pop();
    } else if (token[2]) {
      const node = new Node(source, token, token.index);
      at.children.push(node);
      if (!node.isEmpty) open.push(node);
    }
  }
  const unread = open.length > 1 || source.slice(last).trim() || top.text.trim() || top.children.length !== 1;
  return unread ? null : top.children[0];
}

const NAMED = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

const decode = (text) =>
  text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (name) return NAMED[name] ?? whole;
    return String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hexadecimal, 16));
  });

// ---- comparing --------------------------------------------------------------------------------------------------

const isUnsaid = ({ name, value }) => UNSAID[name] === value;
const isNamespace = ({ name }) => name === "xmlns" || name.startsWith("xmlns:");
/** A label without a position, which the editor adds to each shape that was given a name. */
const isNothing = (node) => node.is(LABEL) && !node.attributes.length && !node.children.length;

/** The content of an element, regardless of spelling: two elements with the same meaning give the same string. */
function sayOf(node) {
  if (node.said === undefined) {
    const attributes = node.attributes.filter((one) => !isUnsaid(one) && !isNamespace(one));
    const told = attributes.map(({ name, value }) => JSON.stringify([name, value])).sort();
    const within = node.children.filter((child) => !isNothing(child)).map(sayOf);
    if (node.is(PLANE)) within.sort();
    const content = within.length ? within.join("") : JSON.stringify(node.text.trim() && node.text);
    node.said = `<${node.tag} ${told.join(" ")}>${content}</>`;
  }
  return node.said;
}

/**
 * Maps each written child to a child of the text that was read: the one with its id, else the next with the same content,
 * else the next of its kind.
 */
function match(before, after) {
  const found = new Map();
  const taken = new Set();
  const keys = [
    (node) => (node.id === undefined ? null : `${node.tag} ${node.id}`),
    (node) => (node.id === undefined ? sayOf(node) : null),
    (node) => (node.id === undefined ? node.tag : null),
  ];
  for (const keyOf of keys) {
    const waiting = new Map();
    for (const child of before.children.filter((one) => !taken.has(one))) {
      const key = keyOf(child);
      if (key === null) continue;
      if (waiting.has(key)) waiting.get(key).push(child);
      else waiting.set(key, [child]);
    }
    for (const child of after.children.filter((one) => !found.has(one))) {
      const one = waiting.get(keyOf(child))?.shift();
      if (!one) continue;
      found.set(child, one);
      taken.add(one);
    }
  }
  return found;
}

// ---- writing ----------------------------------------------------------------------------------------------------

function merge(before, after) {
  if (sayOf(before) === sayOf(after)) return before.raw;
  const opening = mergeTag(before, after);
  const children = before.children.length || after.children.length ? mergeChildren(before, after) : contentOf(before, after);
  if (!children) return before.isEmpty ? opening : opening.replace(/>$/, " />");
  return `${opening.replace(/\s*\/>$/, ">")}${children}</${before.tag}>`;
}

const contentOf = (before, after) => (before.text === after.text ? inside(before) : inside(after));
const inside = (node) => node.source.slice(node.open, node.close);

function mergeTag(before, after) {
  const opening = before.source.slice(before.start, before.open);
  const written = new Map(after.attributes.map((one) => [one.name, one]));
  const known = new Set(before.attributes.map(({ name }) => name));
  const kept = before.attributes.map((one) => {
    const now = written.get(one.name);
    if (!now) return isUnsaid(one) || isNamespace(one) ? one.raw : "";
    return now.value === one.value ? one.raw : rewrite(one.raw, now.value);
  });
  const added = after.attributes.filter(({ name }) => !known.has(name)).map(({ raw }) => raw);
  return `<${before.tag}${kept.join("")}${added.join("")}${opening.match(/\s*\/?>$/)[0]}`;
}

/** A new value between the quotes that the file uses: FEEL is full of the other kind. */
function rewrite(raw, value) {
  const quote = raw.at(-1);
  const signs = new Set(["&", "<", "\n", "\r", "\t", quote]);
  const told = [...value].map((sign) => (signs.has(sign) ? (ESCAPED[sign] ?? `&#${sign.charCodeAt(0)};`) : sign)).join("");
  return raw.slice(0, raw.indexOf(quote) + 1) + told + quote;
}

const ESCAPED = { "&": "&amp;", "<": "&lt;" };

function mergeChildren(before, after) {
  const found = match(before, after);
  const wanted = after.children.filter((child) => found.has(child) || !isNothing(child));
  // The order of shapes has no meaning, so the file's order is kept; elsewhere the written order counts.
  const order = before.is(PLANE) ? placeInOrder(before, wanted, found) : wanted;
  const leads = new Map([...leadsOf(before), ...leadsOf(after)]);
  const parts = order.map((child) => {
    const one = found.get(child);
    return one ? leads.get(one) + merge(one, child) : leads.get(child) + child.raw;
  });
  if (!parts.length) return "";
  const ending = before.children.length ? before : after;
  return parts.join("") + ending.source.slice(ending.children.at(-1).end, ending.close);
}

/** The shapes in the order of the file; each new one follows the shape after which it was written. */
function placeInOrder(before, wanted, found) {
  const rank = new Map(before.children.map((child, index) => [child, index]));
  const placeOf = (child) => rank.get(found.get(child));
  const order = wanted.filter((child) => found.has(child)).sort((one, other) => placeOf(one) - placeOf(other));
  for (const [index, child] of wanted.entries()) {
    if (!found.has(child)) order.splice(index ? order.indexOf(wanted[index - 1]) + 1 : 0, 0, child);
  }
  return order;
}

/** What precedes each child: whitespace and comments. */
function leadsOf(node) {
  let last = node.open;
  return node.children.map((child) => {
    const lead = child.source.slice(last, child.start);
    last = child.end;
    return [child, lead];
  });
}
