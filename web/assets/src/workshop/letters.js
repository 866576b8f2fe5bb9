// Letters and mails: beside their text, a preview with the parts that are filled in for each recipient.
import { make } from "./markup.js";

const PLACEHOLDER = /\{\{(.*?)\}\}/gs;
const SUBJECT = /^onderwerp:(.*)$/i;

/** Subject and text of a template (engine/dialect/mails.py); null where its first line gives no subject. */
export function readTemplate(text) {
  const [first, ...lines] = text.replaceAll("\r\n", "\n").split("\n");
  const subject = SUBJECT.exec(first)?.[1].trim();
  return subject ? { subject, body: lines.join("\n").trim() } : null;
}

/** A text in pieces: literal text, alternating with what is filled in. */
function splitText(text) {
  return text.split(PLACEHOLDER).map((piece, at) => ({ text: at % 2 ? piece.trim() : piece, isFilled: at % 2 === 1 }));
}

/** Show a letter or mail beside the field for its text, updated with every character typed. */
export function showBeside(place, { area, flush, close }, kind) {
  const view = make("section", "smederij-reading");
  const heading = make("h2", "utrecht-heading-3", `Zo leest ${kind}`);
  const paper = make("div", "smederij-reading__paper");
  const hint = make("p", "smederij-reading__hint", "Wat gekleurd is, wordt voor elke ontvanger ingevuld.");
  view.append(heading, paper, hint);
  const show = () => {
    const found = readTemplate(area.value);
    if (!found) {
      const said = "Begin de eerste regel met ‘Onderwerp:’ en schrijf daarachter waar het over gaat.";
      return paper.replaceChildren(make("p", "", said));
    }
    const subject = make("p", "smederij-reading__subject");
    const body = make("div", "smederij-reading__body");
    subject.append(...drawPieces(found.subject));
    body.append(...drawPieces(found.body));
    return paper.replaceChildren(subject, body);
  };
  area.addEventListener("input", show);
  place.append(view);
  show();
  return {
    flush,
    close: () => {
      close();
      view.remove();
    },
  };
}

const drawPieces = (text) =>
  splitText(text).map((piece) => (piece.isFilled ? make("span", "smederij-reading__filled", piece.text) : piece.text));
