"""The written brief. In: readings (reports with their claims), or a CaseView; out: a Brief, and its renderings.

The brief answers what happened, how, what was gained or lost, why, what did not happen, what is feared or planned,
what befell civilians, who says so and what deserves a second look. Every line cites the words it rests on. The words
that stand around the reports' own are in data/brief.yaml.
"""

from masudi.brief.case import compose_case
from masudi.brief.case_facts import made_by
from masudi.brief.compose import compose
from masudi.brief.html import FILTERS, render_html
from masudi.brief.markdown import render_markdown
from masudi.brief.rendering import BINARY, ENDINGS, TYPES, render
from masudi.brief.sure import sure
from masudi.brief.terminal import render_terminal
from masudi.brief.values import Brief

__all__ = [
    "BINARY",
    "ENDINGS",
    "FILTERS",
    "TYPES",
    "Brief",
    "compose",
    "compose_case",
    "made_by",
    "render",
    "render_html",
    "render_markdown",
    "render_terminal",
    "sure",
]
