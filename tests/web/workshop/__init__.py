"""The workshop on the pages: changing a process in the list of steps or in the drawing, and trying it."""
