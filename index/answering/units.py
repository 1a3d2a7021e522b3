"""What figures are measured in, and how news writes it."""

import re
from functools import cache

DURATIONS = {
    unit: rf"{unit}s?" for unit in ("second", "minute", "hour", "day", "week", "month", "year")
}
MONEY = {
    "$": r"(?:US )?dollars?",
    "€": "euros?",
    "£": "pounds?(?: sterling)?",
    "¥": "yen",
    "₽": "rou?bles?",
    "₴": "hryvnias?",
    "yuan": "yuan",
    "crowns": "crowns?",
    "francs": "francs?",
    "rupees": "rupees?",
    "zlotys": "zlotys?",
}
# Each unit with the words for it.
UNITS = (
    DURATIONS
    | {"%": r"%|per ?cent"}
    | MONEY
    | {
        "square km": r"(?:square (?:km|kilomet(?:re|er)s?))",
        "square miles": "square miles?",
        "hectares": "hectares?",
        "acres": "acres?",
        "km": r"(?:km|kilomet(?:re|er)s?)",
        "metres": "met(?:re|er)s?",
        "cm": "cm|centimet(?:re|er)s?",
        "mm": "mm|millimet(?:re|er)s?",
        "miles": "miles?",
        "feet": "feet|foot",
        "tonnes": "tonnes?|metric tons?",
        "tons": "tons?",
        "kg": "kg|kilograms?|kilos?",
        "litres": "lit(?:re|er)s?",
        "barrels": "barrels?",
        "degrees": "degrees?",
        "megawatts": "megawatts?|MW",
        "gigawatts": "gigawatts?|GW",
    }
)


@cache
def unit_named(words: str) -> str:
    """Return the unit that words name, or nothing."""
    return next(
        (unit for unit, names in UNITS.items() if re.fullmatch(names, words, re.IGNORECASE)), ""
    )
