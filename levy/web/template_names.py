"""The functions that every template can use: number formats, anchors and terms."""

from types import ModuleType
from typing import Any

from levy.services.measure_register import BLOCKING_CODES
from levy.web import format as fmt
from levy.web.glossary import term_of
from levy.web.page_foot import foot_of, state_word
from levy.web.worksheet_lines import anchor_of


def names_for_templates() -> dict[str, ModuleType | Any]:
    """Return the functions by name."""
    return {
        "fmt": fmt,
        "anchor_of": anchor_of,
        "blocking_codes": BLOCKING_CODES,
        "term_of": term_of,
        "foot_of": foot_of,
        "state_word": state_word,
    }
