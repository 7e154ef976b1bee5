"""The formats that every command which prints results has."""

from typing import Final, Literal

Format = Literal["text", "json", "jsonl", "csv", "tsv", "md"]
FORMATS: Final = ("text", "json", "jsonl", "csv", "tsv", "md")
