"""Picture: a BPMN diagram as an SVG, marked with the path walked, the present place, or figures."""

from web.picture.drawing import draw
from web.picture.marks import Differences, Marks, Note

__all__ = ["Differences", "Marks", "Note", "draw"]
