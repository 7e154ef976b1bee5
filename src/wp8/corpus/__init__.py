"""The corpus: its manifest, its sources, and the records they are read into."""
