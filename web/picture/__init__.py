"""Picture: a BPMN diagram as an SVG, marked with the path walked, the present place, or figures."""

from web.picture.drawing import draw
from web.picture.marks import Note

__all__ = ["Note", "draw"]
