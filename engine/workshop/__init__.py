"""The workshop: changing processes, from first draft to use, with four eyes. Its modules are imported by name."""
