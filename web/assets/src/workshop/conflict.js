// Two editors: the second is told who was first, keeps their text, and chooses what to do with it.
import { make, makeButton } from "./markup.js";

const MOST_LINES = 2000;

export function showConflict(part, place, { leave, flush, addresses }) {
  const { message, by } = part.conflict;
  const title = by ? "Dit is intussen al veranderd" : "Deze wijziging kan nu niet worden bewaard";
  const told = make("p", "", message || `${by} heeft dit bewaard nadat u het had geopend.`);
  const kept = make("p", "", "Uw eigen versie staat nog op deze pagina, maar is niet bewaard.");
  const compared = make("div", "");
  const buttons = make("div", "smederij-conflict__buttons");
  const button = (label, press) => buttons.append(makeButton(label, press, "smederij-tool smederij-tool--strong"));
  const reload = () => {
    leave();
    location.reload();
  };
  const beside = make("div", "smederij-conflict__beside");
  if (by) offerTogether(part, addresses, { beside, buttons, flush, reload, told });
  button("De bestanden vergelijken", async () =>
    compared.replaceChildren(...compare(part.unsaved, await part.readTheirs())),
  );
  button("Mijn versie als kopie downloaden", () => download(part.unsaved));
  button("De nieuwste laden", reload);
  place.replaceChildren(make("h2", "smederij-conflict__title", title), told, kept, beside, buttons, compared);
  place.hidden = false;
  place.tabIndex = -1;
  place.focus();
}

/** Show in words what both did. Where they did different things, offer to put both together. */
async function offerTogether(part, addresses, { beside, buttons, flush, reload, told }) {
  const found = await part.lookBeside(addresses.beside).catch(() => ({}));
  if (!found.ok) return;
  beside.innerHTML = found.html;
  if (found.clashes.length) return;
  const press = async () => {
    await flush();
    const done = await part.putTogether(addresses.together, found.revision).catch(() => ({}));
    if (done.ok) reload();
    else told.textContent = done.message ?? "Samenvoegen lukte niet. Probeer het nog een keer.";
  };
  buttons.prepend(makeButton("Voeg mijn werk hieraan toe", press, "smederij-tool smederij-tool--strong"));
}

function download(files) {
  for (const [name, text] of Object.entries(files)) {
    if (text === null) continue;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = name.replaceAll("/", "-");
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

/** Per file, the lines that differ: the other editor's with a minus, our own with a plus. */
function compare(mine, theirs) {
  return Object.entries(mine).map(([name, text]) => {
    const details = make("details", "");
    details.open = true;
    const lines = make("ol", "smederij-conflict__lines");
    for (const [sign, line] of differ((theirs[name] ?? "").split("\n"), (text ?? "").split("\n"))) {
      const item = make("li", sign === "+" ? "is-mine" : "is-theirs");
      item.append(make("span", "", sign === "+" ? "Van mij: " : "Van de ander: "), make("code", "", line));
      lines.append(item);
    }
    if (!lines.childElementCount) lines.append(make("li", "", "Geen verschil."));
    details.append(make("summary", "", name), lines);
    return details;
  });
}

/** The lines that are in one list but not in the other, in order (longest common subsequence). */
export function differ(theirs, mine) {
  let [from, ends] = [0, [theirs.length, mine.length]];
  while (from < Math.min(...ends) && theirs[from] === mine[from]) from += 1;
  while (ends[0] > from && ends[1] > from && theirs[ends[0] - 1] === mine[ends[1] - 1]) ends = ends.map((end) => end - 1);
  const [left, right] = [theirs.slice(from, ends[0]), mine.slice(from, ends[1])];
  if (left.length * right.length > MOST_LINES * MOST_LINES) {
    return [...left.map((line) => ["-", line]), ...right.map((line) => ["+", line])];
  }
  const best = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      best[i][j] = left[i] === right[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    }
  }
  const told = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) [i, j] = [i + 1, j + 1];
    else if (j >= right.length || (i < left.length && best[i + 1][j] >= best[i][j + 1])) told.push(["-", left[i++]]);
    else told.push(["+", right[j++]]);
  }
  return told;
}
