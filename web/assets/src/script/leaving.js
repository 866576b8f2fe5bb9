// Asks before a page with unsaved changes is left. What a form holds is compared as text, so that typing something
// and taking it back is no change.

export function readForm(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrf_token") fields.append(name, value);
  }
  return fields.toString();
}

export function warnBeforeLeaving(form) {
  // A form that comes back with errors holds answers that were never saved.
  const refused = form.ownerDocument.querySelector("[data-error-summary]") !== null;
  const changes = { saved: refused ? null : readForm(form), submitting: false };

  form.addEventListener("submit", () => {
    changes.submitting = true;
  });
  // Back from the next page, out of the browser's memory, the form is not being sent any more.
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
