"""wp8: a citable, searchable full-text corpus, as a command and as a library.

`wp8.open()` opens a corpus, which has a method for each question.
"""

# That of `typing`, which takes longer to import than all the rest of Python's start.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wp8 import errors as errors
    from wp8.api import Corpus as Corpus
    from wp8.api import new_corpus as new_corpus
    from wp8.api import open_corpus as open
    from wp8.errors import Wp8Error as Wp8Error

__version__ = "0.1.0"
__all__ = ["Corpus", "Wp8Error", "errors", "new_corpus", "open"]

# Where each name comes from: to import the package costs nothing until one is used.
_NAMES = {
    "Corpus": ("wp8.api", "Corpus"),
    "new_corpus": ("wp8.api", "new_corpus"),
    "Wp8Error": ("wp8.errors", "Wp8Error"),
    "open": ("wp8.api", "open_corpus"),
}


def __getattr__(name: str) -> "Any":  # noqa: ANN401 - whatever has the name
    from importlib import import_module

    if name == "errors":
        return import_module("wp8.errors")
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, own = _NAMES[name]
    return getattr(import_module(module), own)
