"""The workshop: changing processes, from the first line to in use, with four eyes. Its rooms are imported by name."""
