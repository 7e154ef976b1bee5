"""Passages that are quoted, and documents of them."""
