"""Quotation marks: which mark opens, and which closes what it opened."""

from __future__ import annotations

from typing import Final

# Straight, English, Dutch, German (“ closes „), Swedish (one mark on both sides), French, and the
# reverse; corner brackets; primes, which are marks for want of others.
DOUBLE: Final = {
    '"': '"',
    "“": "”",
    "”": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "〝": "〞〟",
    "″": "″",
    "＂": "＂",
}
SINGLE: Final = {"‘": "’", "‚": "‘’", "‛": "’", "′": "′"}
# These are apostrophes and primes too: inside a word they are nothing else.
APOSTROPHES: Final = "‘’′"
