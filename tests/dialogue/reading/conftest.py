from pathlib import Path

import pytest
import yaml

from assistant.dialogue.reading import Lexicon

LEXICON = Path(__file__).parents[3] / "prompts" / "lexicon"


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The words of the product, read from its own files."""
    return Lexicon.from_data(
        {
            path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
            for path in sorted(LEXICON.glob("*.yaml"))
        }
    )
