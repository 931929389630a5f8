"""Pictures. In: a Drawing (shapes and words with places on a sheet); out: the same picture as SVG, as PNG, or in a PDF.

One drawing, several backends, so that a map looks the same in every document. All of it is deterministic: the same
drawing gives the same bytes. The faces are in data/fonts; words run right to left where their letters do.
"""

from masudi.draw import outlines
from masudi.draw.pdf import draw_on
from masudi.draw.png import to_png
from masudi.draw.svg import to_svg
from masudi.draw.text import face_file, fit_for_faces, needs_shaping, runs_back, width_of
from masudi.draw.thinning import circle_of, corners_of, thinned, thinned_areas
from masudi.draw.values import COLOURS, Circle, Drawing, Label, Path, Shape, Tone

__all__ = [
    "COLOURS",
    "Circle",
    "Drawing",
    "Label",
    "Path",
    "Shape",
    "Tone",
    "circle_of",
    "corners_of",
    "draw_on",
    "face_file",
    "fit_for_faces",
    "needs_shaping",
    "outlines",
    "runs_back",
    "thinned",
    "thinned_areas",
    "to_png",
    "to_svg",
    "width_of",
]
