"""English: which forms a word has, by rules and by a list of words."""
