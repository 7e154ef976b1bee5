"""The oracle: every record is read."""
