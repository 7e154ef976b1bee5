"""Passages and their word diffs: for a terminal, and for a pipe."""
