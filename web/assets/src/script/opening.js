/** Open what is folded up around the place that the address points to; without script it stands at its heading. */
export function openAimed() {
  const folded = document.getElementById(location.hash.slice(1))?.closest("details");
  if (folded) folded.open = true;
}
