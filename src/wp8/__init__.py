"""wp8: a citable, searchable full-text corpus on the command line."""

__version__ = "0.1.0"
