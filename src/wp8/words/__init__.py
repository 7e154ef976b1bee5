"""What a token, a word and a lemma are."""
