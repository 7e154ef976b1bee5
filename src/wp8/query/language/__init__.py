"""What is typed, made a tree over the words of a corpus."""
