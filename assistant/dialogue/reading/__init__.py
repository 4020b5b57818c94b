"""Reading free text: from what people type to typed values of the plan.

Every reader is a pure, total function of the text and the words it is given. It answers None where the text
is not surely understood; a wrong value is never better than no value. English, Korean and Vietnamese
are read whatever the language of the screen is. Spans are places in ``normalise(text)``.
"""

from __future__ import annotations

from assistant.dialogue.reading.choices import infer_choice, read_choice
from assistant.dialogue.reading.found import Found
from assistant.dialogue.reading.intents import read_country, read_intent, read_yes_no
from assistant.dialogue.reading.labels import LabelledText, label_parts
from assistant.dialogue.reading.lexicon import BareWords, ChoiceWords, Intent, LabelWords, Lexicon
from assistant.dialogue.reading.lists import ListText, split_commas, split_inline, split_lines, split_list
from assistant.dialogue.reading.money import read_money
from assistant.dialogue.reading.normalise import normalise
from assistant.dialogue.reading.numbers import read_number
from assistant.dialogue.reading.periods import find_periods, read_period, read_span
from assistant.dialogue.reading.quantities import Quantity, find_quantities, read_quantity
from assistant.dialogue.reading.scores import read_score, read_scores
from assistant.dialogue.reading.tables import Table, read_table

__all__ = [
    "BareWords", "ChoiceWords", "Found", "Intent", "LabelWords", "LabelledText", "Lexicon", "ListText", "Quantity", "Table",
    "find_periods", "find_quantities", "infer_choice", "label_parts", "normalise", "read_choice", "read_country",
    "read_intent", "read_money", "read_number", "read_period", "read_quantity", "read_score", "read_scores", "read_span",
    "read_table", "read_yes_no", "split_commas", "split_inline", "split_lines", "split_list",
]  # fmt: skip
