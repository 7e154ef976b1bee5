"""The care of a corpus: what comes, changes and goes."""
