// Puts the keyboard focus where the page says, in browsers that only do so for controls (before 2023).

export function beginHere(page) {
  if (page.activeElement !== page.body || location.hash) return;
  page.querySelector("main[autofocus], main [autofocus]")?.focus();
}
