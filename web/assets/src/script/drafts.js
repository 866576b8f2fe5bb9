// Saves what is typed in a task as a draft on the server: shortly after the last change, and when the page is hidden.
import { readForm } from "./leaving.js";

const PAUSE = 1500; // ms after the last change
const RETRY = 15000; // ms after a failure that may pass

export function keepDrafts(form, changes) {
  const state = form.querySelector("[data-draft-state]");
  let timer;
  let sending = false;
  let stopped = false;

  function say(key, values = {}) {
    if (!state) return;
    const text = state.dataset[key] ?? "";
    state.textContent = text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
    state.classList.toggle("is-failed", ["failed", "signedOut", "tooLate", "elsewhere"].includes(key));
  }

  function plan(pause) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(send, pause);
  }

  async function send(leaving = false) {
    const typed = readForm(form);
    if (stopped || changes.submitting || typed === changes.saved) return;
    if (sending) return plan(PAUSE);
    sending = true;
    if (!leaving) say("saving");
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        body: new URLSearchParams(typed),
        credentials: "same-origin",
        keepalive: leaving,
        redirect: "error",
        headers: {
          Accept: "application/json",
          "X-CSRFToken": form.elements.csrf_token?.value ?? "",
          "X-Requested-With": "fetch",
        },
      });
      if (!answer.ok) {
        // Signed out, not allowed, claimed by somebody else, gone: retrying would not help.
        stopped = [400, 401, 403, 404, 409, 410].includes(answer.status);
        if (answer.status === 401) return say("signedOut");
        throw new Error(`The draft was not kept: ${answer.status}`);
      }
      const { time, too_late: why, elsewhere } = await answer.json();
      // Another window has other text: nothing was saved, so leaving this page asks first.
      if (elsewhere) return say("elsewhere", { time: elsewhere });
      changes.saved = typed;
      say(why ? "tooLate" : "saved", { time, why });
    } catch {
      say("failed");
      plan(RETRY);
    } finally {
      sending = false;
    }
    // More was typed while this request was in progress.
    if (changes.saved === typed && readForm(form) !== typed) plan(PAUSE);
  }

  form.addEventListener("input", () => plan(PAUSE));
  form.addEventListener("change", () => plan(PAUSE));
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send(true);
  });
}
