"""Which clusters a corpus may name: its manifest may be a stranger's, so its user is asked once.

An approval is of a folder and an address. It is kept among what is this user's.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from wp8.errors import ClusterError, IndexUntrustedError
from wp8.files import write_whole
from wp8.index.store.trust import make_private_folder, open_private
from wp8.workspace.settings import state_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.workspace.settings import Notify, Settings

_FILE: Final = "clusters.json"


def require_approval(settings: Settings, addresses: Sequence[str], notify: Notify) -> None:
    """See to it that the user lets the corpus folder name these addresses, each in one form.

    Whoever can be asked is, by `settings.approve`; the rest have to name them.

    Raises:
        ClusterError: If the user does not.
    """
    folder = os.path.realpath(settings.corpus)
    known = _approvals()
    asked = [address for address in addresses if [folder, address] not in known]
    if not asked:
        return
    if not (settings.approve and settings.approve(folder, asked)):
        message = "the corpus names this cluster, and you have not approved it"
        raise ClusterError(f"{asked[0]}: {message}: name it by --url or WP8_URL")
    try:
        _keep([*known, *([folder, address] for address in asked)])
    except OSError as error:
        notify(f"cannot remember it: {error.filename}: {error.strerror}")


def _path() -> str | None:
    """Return the file of the approvals; there is none for one who has no home folder."""
    folder = state_folder()
    return os.path.join(folder, _FILE) if os.path.isabs(folder) else None


def _approvals() -> list[list[str]]:
    """Return what is approved, each a folder and an address; nothing where it cannot be read."""
    import json

    try:
        with open_private(_path() or "") as file:
            known = json.loads(file.read())
    except (OSError, ValueError, RecursionError, IndexUntrustedError):
        return []
    return known if isinstance(known, list) else []


def _keep(approvals: list[list[str]]) -> None:
    """Keep what is approved, where there is a place for it.

    Raises:
        OSError: It cannot be written.
    """
    import json

    if path := _path():
        make_private_folder(os.path.dirname(path))
        write_whole(path, json.dumps(approvals, indent=1).encode(), lasting=True)
