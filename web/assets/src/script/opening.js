/** Open the collapsed section around the target of the address; without script the page stops at its heading. */
export function openAimed() {
  const folded = document.getElementById(location.hash.slice(1))?.closest("details");
  if (folded) folded.open = true;
}
