// Says at once that a file is too large, before it is sent over a slow connection only to be refused.
export function weighFiles(input) {
  const note = input.ownerDocument.createElement("p");
  note.className = "utrecht-form-field-error-message";
  note.setAttribute("role", "alert");
  input.after(note);
  const largest = Number(input.dataset.largest);
  input.addEventListener("change", () => {
    const heavy = [...input.files].find((file) => file.size > largest);
    const limit = String(Math.floor(largest / 1e6));
    note.textContent = heavy ? input.dataset.tooLarge.replace("{name}", heavy.name).replace("{limit}", limit) : "";
    if (heavy) input.value = "";
  });
}
