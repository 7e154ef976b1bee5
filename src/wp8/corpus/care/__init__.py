"""The care of a corpus: how its documents stand, and changes of what its manifest says of them."""
