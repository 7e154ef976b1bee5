"""What the user of a corpus keeps of it."""
