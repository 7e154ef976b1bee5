"""A locus in every form of citation."""
