"""Editions of documents: what the numbers of an earlier text are now."""
