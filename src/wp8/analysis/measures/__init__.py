"""The measures of the statistics."""
