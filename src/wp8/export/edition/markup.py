"""HTML as a type of its own, so that no text becomes markup unescaped."""

from __future__ import annotations

from typing import Final, NewType

Html = NewType("Html", str)

# A browser makes a line feed of a bare carriage return, and drops a NUL.
_ESCAPED: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\0": "\ufffd"}
)


def escaped(text: str) -> Html:
    """Return `text` as HTML, in an element or in a quoted attribute."""
    return Html(text.translate(_ESCAPED))


def element(tag: str, *content: Html, **attributes: str) -> Html:
    """Return an element; a `_` in the name of an attribute is a hyphen, one at its end nothing."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for name, value in attributes.items()
        if value
    )
    return Html(f"<{tag}{written}>{''.join(content)}</{tag}>")


def joined(*parts: Html) -> Html:
    """Return `parts` one after the other."""
    return Html("".join(parts))
