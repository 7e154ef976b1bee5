"""What in the texts is near what no text has."""
