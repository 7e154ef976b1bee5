"""What every build does: tokenize, in batches, on all processors."""
