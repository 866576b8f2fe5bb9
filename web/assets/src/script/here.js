/** Scroll a picture that is wider than its place to where the case is now, which is often far from its beginning. */
export function showWhereItIs(picture) {
  const here = picture.querySelector(".is-current")?.getBoundingClientRect();
  const place = picture.getBoundingClientRect();
  if (here) picture.scrollLeft += here.left + here.width / 2 - (place.left + place.width / 2);
}
