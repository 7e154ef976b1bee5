"""Numbers as messages say them."""


def numbered(number: int, noun: str) -> str:
    """Return a number with its noun: `1 paragraph`, `1,234 paragraphs`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
