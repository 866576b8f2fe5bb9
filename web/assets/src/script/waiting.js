// Says that a page takes long, and for how long, from the request until the page arrives. A browser hardly shows
// that it is waiting, and people who see nothing happen press again.

export function tellWaiting(asking) {
  const place = asking.closest(".utrecht-button-group, .smederij-actions") ?? asking;
  const status = document.createElement("p");
  status.className = "smederij-muted smederij-waiting";
  status.setAttribute("role", "status"); // Empty until then, so that its new content is read aloud.
  place.after(status);
  let ticking = 0;

  const stop = () => {
    clearInterval(ticking);
    status.replaceChildren();
  };
  const begin = (event) => {
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0;
    if (event.defaultPrevented || elsewhere) return;
    stop();
    const seconds = document.createElement("span");
    seconds.setAttribute("aria-hidden", "true"); // Not read aloud every second.
    status.append(asking.dataset.takesLong, " ", seconds);
    const since = Date.now();
    ticking = setInterval(() => {
      seconds.textContent = asking.dataset.takesLongSince.replace("{}", Math.round((Date.now() - since) / 1000));
    }, 1000);
  };
  asking.addEventListener(asking.matches("form") ? "submit" : "click", begin);
  // Restored from the back/forward cache: nothing is being waited for any more.
  window.addEventListener("pageshow", stop);
}
