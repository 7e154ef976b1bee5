"""What makes an index what it is, beside its engine: whatever changes here gives another name."""

from __future__ import annotations

from typing import Final

from wp8.model import RECORD_VERSION
from wp8.words.tokens import LEXEMES_VERSION, TOKENIZER_VERSION

MADE_BY: Final = f"{TOKENIZER_VERSION}.{LEXEMES_VERSION}.{RECORD_VERSION}"
