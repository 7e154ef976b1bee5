"""What is said of documents, as queries ask for it: their fields, and which documents have what."""
