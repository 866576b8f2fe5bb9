// After a refused form, each link in the error summary moves the focus to its field.

export function leadToFields(page) {
  page.querySelector("[data-error-summary]")?.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && page.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    // Scroll the label or legend into view too: a control without its question helps nobody.
    (field.closest(".smederij-field") ?? field).scrollIntoView({ block: "start" });
    const control = field.matches("input, select, textarea, button, a")
      ? field
      : field.querySelector("input:not([type=hidden]), select, textarea");
    (control ?? field).focus({ preventScroll: true });
  });
}
