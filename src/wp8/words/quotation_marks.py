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
    "❝": "❞",
    "″": "″",
    "＂": "＂",
}
# What titles stand in in East Asia, and quotations within others.
TITLES: Final = {"《": "》", "〈": "〉", "『": "』"}
# One of these is closed by any where its own mate is missing: that is how they come out of
# keyboards and word processors.
MIXED: Final = '"“”„‟＂'
SINGLE: Final = {"‘": "’", "‚": "‘’", "‛": "’", "′": "′"}
# These are apostrophes and primes too: inside a word they are nothing else.
APOSTROPHES: Final = "‘’′"
