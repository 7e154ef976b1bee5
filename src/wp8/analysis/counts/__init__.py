"""What is counted and compared."""
