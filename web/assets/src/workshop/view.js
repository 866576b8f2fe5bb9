// Viewing a drawing: its place on the page, fitting it in view, zooming in and out, by mouse, keyboard or touch.

export const DIAGRAM = "process.bpmn";
/** Pixels on the left that the palette takes. */
const PALETTE = 130;
const EDGE = 24;
/** Pixels at the bottom that the minimap and the makers' logo take. */
const FOOT = 60;
const READABLE = 0.75;
/** Below this width the drawing can be viewed but not edited (page.css). */
const NARROW = "(width < 48rem)";

export const isNarrow = () => globalThis.matchMedia(NARROW).matches;

export class View extends EventTarget {
  constructor(modeler) {
    super();
    this.modeler = modeler;
    new Fingers(modeler.get("canvas"));
  }

  get(name) {
    return this.modeler.get(name);
  }

  /** Draw a text. Throws the parser's reason if it cannot be drawn. */
  async show(xml) {
    await this.modeler.importXML(xml);
  }

  /** Show the whole drawing beside the palette; only its start where the whole would be too small to read. */
  fit({ smallest = 0 } = {}) {
    const canvas = this.get("canvas");
    const palette = canvas.getContainer().querySelector(".djs-palette");
    const left = palette?.offsetWidth ? PALETTE : EDGE;
    const { inner, outer } = canvas.viewbox();
    const [room, height] = [outer.width - left - EDGE, outer.height - EDGE - FOOT];
    const all = Math.min(1, room / inner.width, height / inner.height);
    const zoom = all < smallest ? READABLE : all;
    const box = { width: outer.width / zoom, height: outer.height / zoom };
    canvas.viewbox({ x: inner.x - left / zoom, y: inner.y - EDGE / zoom, ...box });
  }

  /** Select an element, scroll it into view, and open its plane. */
  reveal(id) {
    const element = this.get("elementRegistry").get(id);
    if (!element) return false;
    this.get("canvas").scrollToElement(element, 120);
    this.get("selection").select(element.type === "label" ? element.labelTarget : element);
    return true;
  }

  /** Scroll the page until the canvas is visible: the list that leads to it is below it. */
  bringIntoView() {
    this.get("canvas").getContainer().scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** Close the open name field on the canvas, keeping what was typed. */
  finishWriting() {}

  /** Let buttons do what keys do: `find` returns the button with a name, if the page has it. */
  listenTo(find, actions) {
    for (const [name, [action, value]] of Object.entries(actions)) {
      find(name)?.addEventListener("click", (event) => {
        // The search closes on any click that reaches the page, including the one that opened it.
        event.stopPropagation();
        // A name still being typed is part of what is undone; left open, it would consume the first press.
        this.finishWriting();
        this.get("editorActions").trigger(action, value);
      });
    }
    find("fit")?.addEventListener("click", () => this.fit());
  }
}

export const LOOKING = { search: ["find"], bigger: ["stepZoom", { value: 1 }], smaller: ["stepZoom", { value: -1 }] };

/** The library does not support touch: one finger moves the drawing, two zoom in or out. */
class Fingers {
  #down = new Map();

  constructor(canvas) {
    this.canvas = canvas;
    const container = canvas.getContainer();
    container.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" && event.target.closest("svg")) this.#down.set(event.pointerId, placeOf(event));
    });
    container.addEventListener("pointermove", (event) => this.#down.has(event.pointerId) && this.#move(event));
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
      container.addEventListener(name, (event) => this.#down.delete(event.pointerId));
    }
  }

  #move(event) {
    const [before, now] = [this.#down.get(event.pointerId), placeOf(event)];
    this.#down.set(event.pointerId, now);
    const other = [...this.#down].find(([id]) => id !== event.pointerId)?.[1];
    if (!other) {
      this.canvas.scroll({ dx: now.x - before.x, dy: now.y - before.y });
      return;
    }
    const { left, top } = this.canvas.getContainer().getBoundingClientRect();
    const middle = { x: (now.x + other.x) / 2 - left, y: (now.y + other.y) / 2 - top };
    const wider = distance(now, other) / Math.max(1, distance(before, other));
    this.canvas.zoom(Math.min(4, Math.max(0.1, this.canvas.zoom() * wider)), middle);
  }
}

const placeOf = ({ clientX, clientY }) => ({ x: clientX, y: clientY });
const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);
