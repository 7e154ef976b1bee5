"""What is said of the documents of a corpus, for those who ask by it."""
