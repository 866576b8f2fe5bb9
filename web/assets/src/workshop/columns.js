// Moves columns of a decision table with buttons, as an alternative to dragging: the selected cell's column moves one place.
import { make, makeButton } from "./markup.js";

const WAYS = [["Kolom naar links", -1], ["Kolom naar rechts", 1]];

/** Two buttons above a table, and a place for their result. Returns the function that removes them. */
export function offerColumns(place, getViewer) {
  const tools = make("div", "smederij-drawing__tools");
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", "Kolom van de gekozen cel");
  const told = make("span", "smederij-muted");
  told.setAttribute("role", "status");
  // A move deselects the cell; pressing again means the same column.
  let last = null;
  for (const [label, step] of WAYS) {
    const press = () => {
      const viewer = getViewer();
      last = chosenColumn(viewer) ?? last;
      told.textContent = moveColumn(viewer, last, step);
    };
    tools.append(makeButton(label, press));
  }
  tools.append(told);
  place.before(tools);
  return () => tools.remove();
}

function chosenColumn(viewer) {
  const chosen = viewer?.get("selection", false)?.get();
  return chosen?.col ?? chosen ?? null;
}

/** Move a column. Returns a message: what was done, or why nothing was. */
function moveColumn(viewer, column, step) {
  const columns = viewer?.get("sheet", false)?.getRoot().cols ?? [];
  const at = columns.indexOf(column);
  if (at < 0) return "Kies eerst een cel in de kolom.";
  const name = nameOf(column);
  if (!columns[at + step] || !viewer.get("rules").allowed("col.move", { col: column, index: at + step })) {
    return `${name} kan niet verder naar ${step < 0 ? "links" : "rechts"}.`;
  }
  viewer.get("modeling").moveCol(column, at + step);
  return `${name} staat nu op plaats ${at + step + 1} van ${columns.length}.`;
}

const nameOf = ({ businessObject: { label, inputExpression, name } }) => label || inputExpression?.text || name || "De kolom";

/** A moved column keeps the word above it (als, dan, en), which depends on its place: render all of them again. */
export function renewHeads(viewer) {
  const sheet = viewer.get("sheet", false);
  if (!sheet) return;
  const renew = () => {
    for (const { id, businessObject } of sheet.getRoot().cols) {
      viewer.get("changeSupport").elementsChanged([id, businessObject.id]);
    }
  };
  viewer.on(["commandStack.col.move.executed", "commandStack.col.move.reverted"], () => setTimeout(renew));
}
