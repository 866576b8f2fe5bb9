// A drawing that is looked at: its place on the page, all of it in view, larger and smaller, by mouse, keys or fingers.

export const DIAGRAM = "process.bpmn";
/** Pixels at the left that the palette takes. */
const PALETTE = 130;
const EDGE = 24;
/** Pixels at the bottom that the overview and the mark of the makers take. */
const FOOT = 60;
const READABLE = 0.75;
/** Below this width there is a drawing to look at, and nothing to edit it with (page.css). */
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

  /** Draw a text. What cannot be drawn is thrown, with the reason of the reader. */
  async show(xml) {
    await this.modeler.importXML(xml);
  }

  /** Show all of the drawing beside the palette; from its beginning where all of it would be too small to read. */
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

  /** Select an element, bring it into view, and open the plane that it lies on. */
  reveal(id) {
    const element = this.get("elementRegistry").get(id);
    if (!element) return false;
    this.get("canvas").scrollToElement(element, 120);
    this.get("selection").select(element.type === "label" ? element.labelTarget : element);
    return true;
  }

  /** Scroll the page until the canvas is seen: the list that leads to it lies below. */
  bringIntoView() {
    this.get("canvas").getContainer().scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** Close the name field that is open on the canvas, with what was written in it. */
  finishWriting() {}

  /** Let buttons do what keys do: `find` gives the button of a name, if the page has it. */
  listenTo(find, actions) {
    for (const [name, [action, value]] of Object.entries(actions)) {
      find(name)?.addEventListener("click", (event) => {
        // The search closes at any click that reaches the page: also at the one that opened it.
        event.stopPropagation();
        // A name that is still being written belongs to what is undone; open, it would take the first press for itself.
        this.finishWriting();
        this.get("editorActions").trigger(action, value);
      });
    }
    find("fit")?.addEventListener("click", () => this.fit());
  }
}

export const LOOKING = { search: ["find"], bigger: ["stepZoom", { value: 1 }], smaller: ["stepZoom", { value: -1 }] };

/** The library knows no fingers: one moves the drawing, two make it larger or smaller. */
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
