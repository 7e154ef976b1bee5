"""Results as a person reads them, on a terminal or through a pipe."""
