"""Words of reports made safe to show: they come from anybody, and may be meant to deceive a terminal or a reader."""

from __future__ import annotations

import re

# Characters without a shape of their own that reorder or hide what stands around them.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Control characters (they move the cursor, colour the screen, ring the bell) and halves of characters.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def shown(text: str) -> str:
    """`text` on one line, without characters that act instead of being read; a control character leaves a "�"."""
    spaced = re.sub(r"[\t\n\r\v\f\u0085\u2028\u2029 ]+", " ", text)
    return _CONTROL.sub("\ufffd", _HIDDEN.sub("", spaced))
