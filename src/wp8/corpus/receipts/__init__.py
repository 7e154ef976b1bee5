"""Receipts: what of the text of each source is in its records, and what became of the rest."""
