"""The register of the measures."""

from __future__ import annotations

from typing import Final

from wp8.analysis.measures.association import ASSOCIATION
from wp8.analysis.measures.dispersion import DISPERSION
from wp8.analysis.measures.keyness import KEYNESS
from wp8.analysis.measures.lexical_diversity import DIVERSITY

FAMILIES: Final = (ASSOCIATION, KEYNESS, DISPERSION, DIVERSITY)
HEADINGS: Final = {name: family[name].heading for family in FAMILIES for name in family}
