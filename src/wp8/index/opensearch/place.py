"""Where a cluster is, who asks it, and what its answers may take.

Who asks is known by the environment or by ~/.netrc; neither a command line nor a manifest is a
place for that.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from wp8.errors import ClusterError

USER: Final = "WP8_OPENSEARCH_USER"
PASSWORD: Final = "WP8_OPENSEARCH_PASSWORD"
KEY: Final = "WP8_OPENSEARCH_KEY"

_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
PORTS: Final = {"http": 80, "https": 443}
_HOST: Final = re.compile(r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?")
_PATH: Final = re.compile(r"(?:/[!-~]*)?")
_LONGEST_HOST: Final = 253
# Of characters in an address, of addresses of a cluster.
_LONGEST: Final = 500
_MOST: Final = 64


class Place(NamedTuple):
    """Where an index is: the addresses of a cluster, and the index's name there.

    With `allow_partial`, an answer from some of the shards will do. An address that is
    `of_manifest` comes with the corpus, perhaps from a stranger: it is not told what the
    environment says of who asks.
    """

    urls: tuple[str, ...]
    name: str
    allow_partial: bool = False
    of_manifest: bool = False

    def __str__(self) -> str:
        return f"{self.urls[0]}/{self.name}"


class Bounds(NamedTuple):
    """In how many seconds an answer has to be there whole, and how many bytes it may have.

    One that has longer to begin has as long to be there.
    """

    seconds: float = 30
    size: int = 256 * 2**20


BOUNDS: Final = Bounds()


def urls(text: str, *, of_manifest: bool = False) -> tuple[str, ...]:
    """Return the addresses in `text`, which has commas or blanks between them, each in one form.

    Raises:
        ClusterError: If one is none, says who asks, or would send it in the clear.
    """
    found = text.replace(",", " ").split()
    if not found:
        hint = 'give --url, or a line in corpus.toml: url = "https://…:9200"'
        raise ClusterError("no address of a cluster is given", hint=hint)
    if len(found) > _MOST:
        raise ClusterError(f"more than {_MOST} addresses of a cluster are given")
    return tuple(_address(url, of_manifest=of_manifest) for url in found)


def _address(url: str, *, of_manifest: bool) -> str:
    """Return an address in the form in which two of the same are equal."""
    try:
        parts = urlsplit(url[:_LONGEST])
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        raise _no_address() from None
    default = PORTS.get(parts.scheme)
    is_plain = _PATH.fullmatch(parts.path) and not parts.query and not parts.fragment
    if default is None or port == 0 or not is_plain or len(url) > _LONGEST:
        raise _no_address()
    if parts.username is not None:
        hint = f"leave it out: {USER} and {PASSWORD}, or ~/.netrc, say who asks"
        raise ClusterError(f"the address of {host} has a user in it", hint=hint)
    shown = f"[{host}]" if ":" in host else host
    where = shown if port in (None, default) else f"{shown}:{port}"
    found = f"{parts.scheme}://{where}{parts.path.rstrip('/')}"
    is_open = parts.scheme == "http" and host not in _LOOPBACK
    if is_open and authorization(host, of_manifest=of_manifest):
        hint = "write https:// in the address"
        raise ClusterError(f"{found}: a password would be sent unencrypted", hint=hint)
    return found


def _no_address() -> ClusterError:
    hint = "as in: https://search.example.org:9200"
    return ClusterError("the address of the cluster is not one", hint=hint)


def _host(name: str) -> str:
    """Return the name or the number of a host as the network has it.

    Raises:
        ValueError: If it is none.
    """
    if ":" in name and "%" not in name:
        from ipaddress import IPv6Address

        return str(IPv6Address(name))
    if len(name) > _LONGEST_HOST:
        raise ValueError(name)
    host = name.encode("idna").decode("ascii").lower()
    if not _HOST.fullmatch(host):
        raise ValueError(name)
    return host


def authorization(host: str, *, of_manifest: bool) -> str:
    """Return how the client tells `host` who asks: nothing where nobody is named.

    Raises:
        ClusterError: If the key is one that cannot be sent.
    """
    if (key := os.environ.get(KEY)) and not of_manifest:
        if not key.isascii() or not key.isprintable():
            raise ClusterError(f"{KEY}: a key has only letters, digits and signs of ASCII")
        return f"Bearer {key}"
    if (user := os.environ.get(USER)) and not of_manifest:
        return _basic(user, os.environ.get(PASSWORD, ""))
    from netrc import NetrcParseError, netrc

    with suppress(OSError, ValueError, NetrcParseError):
        # Its `default` entry is for no address in particular, and goes to none.
        if found := netrc(os.environ.get("NETRC")).hosts.get(host):
            return _basic(found[0], found[2])
    return ""


def _basic(user: str, password: str | None) -> str:
    from base64 import b64encode

    named = f"{user}:{password or ''}".encode("utf-8", "surrogateescape")
    return f"Basic {b64encode(named).decode()}"
