"""Picture: a BPMN diagram as an SVG, with the path walked and the present place marked in it."""

from web.picture.drawing import draw

__all__ = ["draw"]
