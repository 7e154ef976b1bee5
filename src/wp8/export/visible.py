"""What a text has that would act on whoever reads it, made visible."""

from __future__ import annotations

import re
from typing import Final

from wp8.model import ACTING

# A carriage return alone would write a line over the one before.
_ACTS: Final = f"[{ACTING}\r]"


def visible(text: str) -> str:
    """Return `text` with a visible character for each that acts, at equal length.

    Tabs and line ends, those of Unix and of Windows, stay as they are.
    """
    # Most texts have nothing of the kind, and to compile the pattern takes milliseconds.
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return re.sub(_ACTS, _picture, text)


def _picture(found: re.Match[str]) -> str:
    acting = found[0]
    if acting == "\r" and found.string.startswith("\n", found.end()):
        return acting
    return chr(0x2400 + ord(acting)) if acting < " " else "\ufffd"
