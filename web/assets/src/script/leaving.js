// Asks for confirmation before a page with unsaved changes is left. The content of a form is compared as text, so
// typing something and removing it again is not a change.

export function readForm(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrf_token") fields.append(name, value);
  }
  return fields.toString();
}

export function warnBeforeLeaving(form) {
  // A form that comes back with errors contains answers that were never saved, unless it says that they were.
  const page = form.ownerDocument;
  const kept = "keptAt" in form.dataset;
  const refused = !kept && page.querySelector("[data-error-summary], [data-unsaved]") !== null;
  const changes = { saved: refused ? null : readForm(form), submitting: false };

  form.addEventListener("submit", () => {
    changes.submitting = true;
  });
  // Restored from the back/forward cache: the form is not being sent any more.
  window.addEventListener("pageshow", () => {
    changes.submitting = false;
  });
  if ("warnUnsaved" in form.dataset) {
    window.addEventListener("beforeunload", (event) => {
      if (!changes.submitting && readForm(form) !== changes.saved) event.preventDefault();
    });
  }
  return changes;
}

// What was typed on this page is kept, though the page answers a form: let its address show it again. A browser that
// comes back to the answer of a form shows an error page of its own instead, or asks whether to send it once more.
export function comeBackToAddress(form) {
  history.replaceState(null, "", form.dataset.keptAt);
}
