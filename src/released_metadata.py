"""Metadata hook: the README as a package index shows it, where no files are beside it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class ReleasedMetadata(MetadataHookInterface):
    """Gives a release the addresses of its repository, which `WP8_REPOSITORY` names.

    Links and pictures of the README then lead there. Without it they stay as they are.
    """

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the README, and the addresses if the repository has one."""
        readme = Path(self.root, "README.md").read_text(encoding="utf-8")
        repository = os.environ.get("WP8_REPOSITORY", "").rstrip("/")
        if repository:
            at = {"": f"{repository}/blob/HEAD/", "!": f"{repository}/raw/HEAD/"}
            link = re.compile(r"(!?)(\[[^]]*\]\()(?![a-z]+:|#)")
            readme = link.sub(lambda found: found[1] + found[2] + at[found[1]], readme)
            metadata["urls"] = {
                "Repository": repository,
                "Documentation": f"{at['']}README.md",
                "Changelog": f"{at['']}CHANGELOG.md",
                "Issues": f"{repository}/issues",
            }
        metadata["readme"] = {"content-type": "text/markdown", "text": readme}
