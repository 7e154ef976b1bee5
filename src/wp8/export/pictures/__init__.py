"""Results as pictures for a paper, and as a network for other programs."""
