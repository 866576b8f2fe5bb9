// Puts the keyboard where the page says, in browsers that do so by themselves for controls alone (before 2023).

export function beginHere(page) {
  if (page.activeElement !== page.body || location.hash) return;
  page.querySelector("main[autofocus], main [autofocus]")?.focus();
}
