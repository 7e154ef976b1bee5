"""The packages that read what is not text: which, in which version, and where they are."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers import PACKAGES
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.corpus.document import Document

# The module of a package where its name is another, and the extra that has each package.
_MODULES: Final = {"pypandoc_binary": "pypandoc"}
_EXTRAS: Final = {"pypandoc_binary": "convert", "pypdfium2": "pdf", "webencodings": "convert"}


def packages(documents: Iterable[Document]) -> list[str]:
    """Return the packages that the layouts of `documents` need, by name."""
    return sorted({PACKAGES[each.layout] for each in documents if each.layout in PACKAGES})


@cache
def package_version(package: str) -> str:
    """Return the version of `package` in this process, or nothing if it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def package_files(documents: Iterable[Document]) -> list[str]:
    """Return a file of each of the packages for `documents`, another in another version.

    Raises:
        UnreadableError: A package is missing.
    """
    return [str(package_folder(package) / "__init__.py") for package in packages(documents)]


def package_folder(package: str) -> Path:
    """Return the folder of an installed package.

    Raises:
        UnreadableError: It is missing.
    """
    from importlib.util import find_spec  # few corpora need it

    spec = find_spec(_MODULES.get(package, package))
    if spec is None or spec.origin is None:
        from wp8.extras import to_install

        name, extra = package.replace("_", "-"), _EXTRAS[package]
        hint = f"it comes with the extra wp8[{extra}]; install it: {to_install(name)}"
        raise UnreadableError(f"to read it takes {name}", hint=hint)
    return Path(spec.origin).parent
