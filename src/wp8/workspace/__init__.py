"""A corpus and its index: where they are, found, opened, built."""
