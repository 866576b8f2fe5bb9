// Markup: making elements of the page, of which a button always says that it sends no form.
export function make(tag, kind = "", text = "") {
  const node = document.createElement(tag);
  if (kind) node.className = kind;
  if (text) node.textContent = text;
  return node;
}

export function makeButton(label, press, kind = "smederij-tool") {
  const button = make("button", kind, label);
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}
