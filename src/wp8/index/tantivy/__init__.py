"""The tantivy engine."""
