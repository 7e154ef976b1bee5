"""The corpus as one self-contained HTML page to read, search and cite from."""
