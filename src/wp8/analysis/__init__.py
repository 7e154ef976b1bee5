"""What is counted and compared in a corpus."""
