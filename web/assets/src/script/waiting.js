// Says that a page takes long, and how long it has been, from when it is asked for until it is there. A browser hardly
// shows that it waits, and who sees nothing happen presses again.

export function tellWaiting(asking) {
  const place = asking.closest(".utrecht-button-group, .smederij-actions") ?? asking;
  const status = document.createElement("p");
  status.className = "smederij-muted smederij-waiting";
  status.setAttribute("role", "status"); // Empty until then, so that what comes in it is read aloud.
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
    seconds.setAttribute("aria-hidden", "true"); // Not read aloud each second.
    status.append(asking.dataset.takesLong, " ", seconds);
    const since = Date.now();
    ticking = setInterval(() => {
      seconds.textContent = asking.dataset.takesLongSince.replace("{}", Math.round((Date.now() - since) / 1000));
    }, 1000);
  };
  asking.addEventListener(asking.matches("form") ? "submit" : "click", begin);
  // Back from the next page, out of the browser's memory, nothing is waited for any more.
  window.addEventListener("pageshow", stop);
}
