// Markup: creates elements of the page; every button gets the type that does not submit a form.
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
