"""How hard a text is to read: the school grade of Flesch and Kincaid (1975). Grade 7 is read at about age 12."""

import re

SENTENCE = re.compile(r"[.!?:](?:\s|$)")
WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")


def syllables(word: str) -> int:
    """Counted by groups of vowels; a silent e at the end, and in -es and -ed, is left out."""
    word = re.sub(r"[^a-z]", "", word.lower())
    word = re.sub(r"(?<=[^aeiouylrtd])e(?:s|d)?$", "", word) if len(word) > 3 else word
    word = re.sub(r"(?<=[^aeiouy])e$", "", word) if len(word) > 3 and not word.endswith("le") else word
    apart = len(re.findall(r"i[aou]", word)) - len(re.findall(r"[cgst]i[ao]", word))  # tri-al, not sta-tion
    return max(1, len(re.findall(r"[aeiouy]+", word)) + max(0, apart))


def grade(text: str) -> float:
    """Flesch-Kincaid grade. What stands in brackets, the ranges, is a figure and not prose, and is left out."""
    prose = re.sub(r"\([^()]*\)", "", text)
    words = WORD.findall(prose)
    sentences = max(1, len(SENTENCE.findall(prose)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / max(1, len(words)) - 15.59
