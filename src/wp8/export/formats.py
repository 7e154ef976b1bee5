"""The formats that every command which prints results has."""

from typing import Final, Literal

Format = Literal["text", "json", "jsonl", "csv", "tsv", "md"]
# The formats a spreadsheet opens, and what may be added to their names.
SHEETS: Final = ("csv", "tsv")
BOM: Final = "+bom"
GUARD: Final = "+guard"
FORMATS: Final = ("text", "json", "jsonl", "csv", "tsv", "md")
