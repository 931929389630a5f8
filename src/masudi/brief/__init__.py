"""The written brief. In: readings (reports with their claims), or a CaseView; out: a Brief, and its renderings.

The brief answers what happened, how, what was gained or lost, why, what did not happen, what is feared or planned,
what befell civilians, who says so and what deserves a second look. Every line cites the words it rests on. The words
that stand around the reports' own are in data/brief.yaml.
"""

from masudi.brief.case import compose_case
from masudi.brief.compose import compose
from masudi.brief.html import render_html
from masudi.brief.markdown import render_markdown
from masudi.brief.sure import sure
from masudi.brief.terminal import render_terminal
from masudi.brief.values import Brief

__all__ = ["Brief", "compose", "compose_case", "render_html", "render_markdown", "render_terminal", "sure"]
