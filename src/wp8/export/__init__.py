"""Records and hits in formats that other programs read."""
