"""Long texts to compare and to amend: our own words, drawn by a fixed dice."""

import random

_STARTS = (
    *("helse", "skole", "vei", "lys", "barn", "kultur", "vann", "trafikk"),
    *("bolig", "klima", "energi", "idrett", "bibliotek", "eldre", "natur"),
)
_ENDS = (
    *("plan", "tilbud", "arbeid", "tiltak", "sak", "penger", "budsjett", "rapport"),
    *("utvalg", "hjem", "tjeneste", "senter", "anlegg", "dag", "mål"),
)
_SMALL = (
    *("og", "i", "av", "på", "til", "for", "med", "som", "det", "en", "er", "at", "de", "vi"),
    *("kan", "skal", "har", "den", "ikke", "om", "fra", "ved"),
)


def dice(seed: int) -> random.Random:
    """Return a dice that always falls the same way."""
    return random.Random(seed)


def words(chance: random.Random, count: int) -> list[str]:
    """Return words as in prose: about half of them small ones that come again and again."""
    return [
        chance.choice(_SMALL) if chance.random() < 0.45 else chance.choice(_STARTS) + chance.choice(_ENDS)
        for _ in range(count)
    ]


def paragraph(chance: random.Random, count: int) -> str:
    """Return a paragraph of some sentences."""
    said = words(chance, count)
    for place in range(9, count - 3, 14):
        said[place] += "."
        said[place + 1] = said[place + 1].capitalize()
    return " ".join(said) + "."


def text(chance: random.Random, *, paragraphs: int, words_each: int) -> str:
    """Return a text."""
    return "\n\n".join(paragraph(chance, words_each) for _ in range(paragraphs))


def edited(chance: random.Random, old: str, *, changes: int) -> str:
    """Return a text with single words changed, a few paragraphs gone, new and moved."""
    parts = old.split("\n\n")
    for _ in range(changes):
        place = chance.randrange(len(parts))
        said = parts[place].split(" ")
        at = chance.randrange(len(said))
        match chance.randrange(3):
            case 0:
                said[at : at + 1] = words(chance, 1)
            case 1:
                said[at:at] = words(chance, 2)
            case _:
                del said[at]
        parts[place] = " ".join(said) or "Strøket."
    del parts[len(parts) // 3]
    parts.insert(len(parts) // 2, paragraph(chance, 60))
    parts.append(parts.pop(2))
    return "\n\n".join(parts)
