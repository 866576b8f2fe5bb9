// Plays a trace of the token game on the canvas: a token moves along the elements that the check names.
import { append, attr, create, remove } from "tiny-svg";
import { make, makeButton } from "./markup.js";

const SPEED = 0.35;
const REST = 350;
const MARK = "smederij-played";
let ending = () => {};

const prefersStill = () => globalThis.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Animate a token; for users who prefer reduced motion it moves step by step, with a button. */
export function playTrace(diagram, ids, place, names = []) {
  ending();
  const registry = diagram.get("elementRegistry");
  const steps = ids.map((id) => registry.get(id)).filter(Boolean);
  if (!steps.length) return;
  const player = new Player(diagram, steps, place, new Map(ids.map((id, i) => [id, names[i]])));
  ending = () => player.end();
  player.begin();
}

class Player {
  #at = -1;
  #timer = 0;

  constructor(diagram, steps, place, names) {
    this.names = names;
    this.canvas = diagram.get("canvas");
    this.steps = steps;
    this.place = place;
    this.token = create("circle");
    attr(this.token, { r: 11, class: "smederij-token" });
  }

  begin() {
    append(this.canvas.getLayer("smederij-token", 10), this.token);
    this.said = make("p", "smederij-player__said");
    this.said.setAttribute("role", "status");
    const next = makeButton("Volgende stap", () => this.#step());
    const stop = makeButton("Stoppen", () => this.end());
    this.place.replaceChildren(this.said, ...(prefersStill() ? [next] : []), stop);
    this.place.hidden = false;
    (prefersStill() ? next : stop).focus({ preventScroll: true });
    this.#step();
  }

  end() {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#timer);
    this.steps.forEach((element) => this.canvas.removeMarker(element, MARK));
    if (this.token.parentNode) remove(this.token);
    this.place.hidden = true;
    this.place.replaceChildren();
  }

  #step() {
    this.#at += 1;
    if (this.#at >= this.steps.length) {
      this.said.textContent = `Hier loopt het vast: ${this.#nameOf(this.steps.at(-1))}.`;
      return;
    }
    const element = this.steps[this.#at];
    this.canvas.scrollToElement(element, 120);
    this.canvas.addMarker(element, MARK);
    this.said.textContent = `Stap ${this.#at + 1} van ${this.steps.length}: ${this.#nameOf(element)}`;
    const points = element.waypoints ?? [middleOf(element)];
    if (prefersStill()) {
      this.#put(points.at(-1));
      return;
    }
    this.#walk(points, () => {
      this.#timer = setTimeout(() => this.#step(), element.waypoints ? 0 : REST);
    });
  }

  #walk(points, done) {
    const lengths = points.slice(1).map((point, i) => Math.hypot(point.x - points[i].x, point.y - points[i].y));
    const total = lengths.reduce((sum, length) => sum + length, 0);
    this.#put(points[0]);
    if (!total) return done();
    let began;
    const move = (now) => {
      began ??= now;
      let gone = (now - began) * SPEED;
      if (gone >= total) {
        this.#put(points.at(-1));
        done();
        return;
      }
      const leg = lengths.findIndex((length) => (gone < length ? true : ((gone -= length), false)));
      const [from, to] = [points[leg], points[leg + 1]];
      const part = gone / lengths[leg];
      this.#put({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part });
      this.#timer = requestAnimationFrame(move);
    };
    this.#timer = requestAnimationFrame(move);
  }

  /** The name that the check uses: it identifies an element without a name by its position. */
  #nameOf(element) {
    return element.businessObject?.name || this.names.get(element.id) || "verder";
  }

  #put({ x, y }) {
    attr(this.token, { cx: x, cy: y });
  }
}

const middleOf = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });
