"""What the command line says, in the language of the screen; nothing is read before a sentence is needed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prompts import Catalogue

LANGUAGE_VARIABLE = "GOVPLAN_LANG"
_PLACES = (LANGUAGE_VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")
_FALLBACK = "en"


def wanted_language(env: Mapping[str, str]) -> str:
    """Return the two- or three-letter code that the person's settings ask for; English if they say nothing."""
    value = next((env[name] for name in _PLACES if env.get(name, "").strip()), "")
    code = value.strip().split(".")[0].split("@")[0].replace("-", "_").split("_")[0].lower()
    return code if code.isalpha() and code not in {"c", "posix"} else _FALLBACK


class Wording:
    """Words message ids in the language of the person's settings, or in English as long as that is incomplete."""

    def __init__(self, env: Mapping[str, str] | None = None) -> None:
        self._env = os.environ if env is None else env

    def __call__(self, message: str, /, **params: object) -> str:
        """Return the sentence of `message`, as plain text."""
        return self._catalogue.render(message, params, self.lang, plain=True)

    @cached_property
    def lang(self) -> str:
        """The language of what is said."""
        wanted = wanted_language(self._env)
        if wanted == _FALLBACK:  # complete by definition; to know it of another, every message must be read
            return wanted
        return wanted if wanted in self.languages else _FALLBACK

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which nothing is missing."""
        return self._catalogue.languages()

    def missing(self, lang: str) -> int:
        """How many messages `lang` lacks."""
        return len(self._catalogue.missing(lang))

    @property
    def coming(self) -> tuple[str, ...]:
        """The languages that the program will speak when their wording is complete."""
        from prompts import LANGUAGES

        return tuple(lang for lang in LANGUAGES if lang not in self.languages)

    def notice(self) -> str:
        """A line for those whose language is not there yet, in that language; else empty."""
        wanted = wanted_language(self._env)
        if wanted == self.lang or wanted not in self.coming:
            return ""
        return self(f"cli.language-not-yet.{wanted}")

    @cached_property
    def _catalogue(self) -> Catalogue:
        from prompts import Catalogue

        return Catalogue.load()
