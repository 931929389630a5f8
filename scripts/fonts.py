"""Make the faces in src/masudi/data/fonts from those of Debian's package fonts-noto-core.

    apt-get install fonts-noto-core
    .venv/bin/python scripts/fonts.py [--from /usr/share/fonts/truetype/noto]

Nobody needs it to run or to test Masudi: what it writes is committed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools import subset

FONTS = Path(__file__).resolve().parents[1] / "src" / "masudi" / "data" / "fonts"

# Latin with what transliteration needs, Greek, Cyrillic, punctuation, currency, letterlike signs, arrows, mathematics.
LATIN = [
    *("U+0020-024F", "U+0250-036F", "U+0370-03FF", "U+0400-052F", "U+1E00-1EFF", "U+2000-206F", "U+2070-209F"),
    *("U+20A0-20CF", "U+2100-214F", "U+2150-218F", "U+2190-21FF", "U+2200-22FF", "U+25A0-25FF", "U+FFFD"),
]
FACES = {
    "NotoSans-Regular": (LATIN, "kern,mark,mkmk,ccmp,locl,liga"),
    "NotoSans-Bold": (LATIN, "kern,mark,mkmk,ccmp,locl,liga"),
    "NotoSans-Italic": (LATIN, "kern,mark,mkmk,ccmp,locl,liga"),
    "NotoNaskhArabic-Regular": (["*"], "*"),
    "NotoNaskhArabic-Bold": (["*"], "*"),
}


def main() -> None:
    """Write each face's part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="folder", type=Path, default=Path("/usr/share/fonts/truetype/noto"))
    folder: Path = parser.parse_args().folder
    for name, (letters, features) in FACES.items():
        subset.main(
            [
                str(folder / f"{name}.ttf"),
                f"--unicodes={','.join(letters)}",
                f"--layout-features={features}",
                "--no-hinting",
                f"--output-file={FONTS / f'{name}.ttf'}",
            ]
        )


if __name__ == "__main__":
    main()
