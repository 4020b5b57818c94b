"""A strict English wording for tests of formats: a missing message or a wrong parameter is an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prompts.catalogue import Catalogue


class StrictCatalogue(Catalogue):
    """Raises where a person would be shown something rather than nothing."""

    strict = True


CATALOGUE = StrictCatalogue()


def english(message: str, params: Mapping[str, Any], /) -> str:
    """The English text, as the workspace hands it to a format."""
    return CATALOGUE.render(message, params, "en", plain=True)
