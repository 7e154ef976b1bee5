"""Records as a page: what `wp8 show` lets a person read on a terminal."""
