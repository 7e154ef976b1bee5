"""What every written form does to a text."""


def one_line(text: str) -> str:
    """Return `text` on one line, each run of blanks one blank, without what cannot be seen."""
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
