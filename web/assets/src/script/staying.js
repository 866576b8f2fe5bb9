const MARGIN = 32;

/** Keep what is filled in in sight while the longer file beside it is read: only where all of it fits the window, since
 * the end of a taller one would be out of reach until the file has ended. */
export function stayInSight(form) {
  const fit = () => form.classList.toggle("is-staying", form.offsetHeight + MARGIN <= innerHeight);
  new ResizeObserver(fit).observe(form);
  addEventListener("resize", fit);
}
