"""Files that are whole, private, and as they were written."""
