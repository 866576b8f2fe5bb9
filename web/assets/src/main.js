// What the browser adds to pages that already work without it.
import { beginHere } from "./script/arriving.js";
import { leadToFields } from "./script/errors.js";
import { weighFiles } from "./script/files.js";
import { keepDrafts } from "./script/drafts.js";
import { showWhereItIs } from "./script/here.js";
import { comeBackToAddress, warnBeforeLeaving } from "./script/leaving.js";
import { openAimed } from "./script/opening.js";
import { stayInSight } from "./script/staying.js";
import { tellWaiting } from "./script/waiting.js";

beginHere(document);
leadToFields(document);
openAimed();
addEventListener("hashchange", openAimed);
for (const form of document.querySelectorAll("form[data-draft-url], form[data-warn-unsaved]")) {
  const changes = warnBeforeLeaving(form);
  if (form.dataset.draftUrl) keepDrafts(form, changes);
}
for (const column of document.querySelectorAll(".smederij-two-columns__main")) {
  if (column.querySelector("form")) stayInSight(column);
}
for (const form of document.querySelectorAll("form[data-kept-at]")) comeBackToAddress(form);
for (const picture of document.querySelectorAll(".smederij-diagram__viewport")) showWhereItIs(picture);
for (const input of document.querySelectorAll("input[data-largest]")) weighFiles(input);
for (const asking of document.querySelectorAll("[data-takes-long]")) tellWaiting(asking);
