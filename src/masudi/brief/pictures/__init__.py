"""The pictures of a brief: where things are said to have been, and when.

What is asserted has a filled sign. What is only tried, planned, feared or denied has an open one, each its own, and is
never counted with it. A place that is only known to lie in some area is drawn as that area, and never as a point.
"""

from masudi.brief.pictures.events import Event, Spot
from masudi.brief.pictures.mapping import Mapped, draw_map
from masudi.brief.pictures.timeline import draw_timeline

__all__ = ["Event", "Mapped", "Spot", "draw_map", "draw_timeline"]
