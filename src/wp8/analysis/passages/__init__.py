"""Where passages stand, and what documents have in common."""
