"""A plan as one picture: where everyone goes, and when.

`draw_plan` gives an SVG document that needs nothing from elsewhere, reads in light and in dark, and is made of
text that is escaped by the XML library.
"""

from solvers.draw.picture import draw_plan

__all__ = ["draw_plan"]
