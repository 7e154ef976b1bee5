"""Lists of all words or n-grams: sorted in files, so that of a long one little is held."""
