"""Invented texts for tests of Word files: every shape a text can have, put together by chance."""

from hypothesis import strategies as st

_WORDS = [
    *("vei", "skole", "buss", "kommunen", "foreslår", "årsmøtet", "midler", "gangvei", "2024", "§", "5-2"),
    *(
        "(lys)",
        "og",
        "i",
        "på",
        "øke",
        "innen",
        "barnehage:",
        "«trygg»",
        "100 000 kr,",
        "Máze",
        "👍🏽",
        "שלום",
    ),
    *("%", "&", "<", ">", "#", "=", "+", "*", "_", "`", "[x]", "1.", "-", "|", "\\"),
]

words = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=7).map(" ".join)
plain_words = st.lists(st.sampled_from(_WORDS[:23]), min_size=1, max_size=4).map(" ".join)
addresses = st.sampled_from(
    ["https://example.org/sak/1?a=b&c=d", "http://example.org", "mailto:a@example.org"]
)


@st.composite
def lines(draw: st.DrawFn) -> str:
    """One line of plain, bold, italic, linked and coded words."""
    parts = []
    for place in range(draw(st.integers(1, 4))):
        text = draw(plain_words)
        # Marks stand apart: «**a** **b**» is the same as «**a b**», which is how it is written.
        kind = draw(st.sampled_from(["**", "*", "***", "link", "bold link"])) if place % 2 else ""
        if kind.endswith("link"):
            text = f"[{text}]({draw(addresses)})"
            kind = "**" if kind.startswith("bold") else ""
        parts.append(kind + text + kind[::-1])
    return " ".join(parts)


@st.composite
def lists(draw: st.DrawFn) -> str:
    """A list of up to three levels, numbered as it stands."""
    made, counts, kinds = [], [0, 0, 0], ["", "", ""]
    level = 0
    for place in range(draw(st.integers(1, 6))):
        level = draw(st.integers(0, min(level + 1, 2))) if place else 0
        if counts[level] == 0:
            kinds[level] = kinds[level] if level == 0 and place else draw(st.sampled_from(["-", "1."]))
        counts[level] += 1
        for deeper in range(level + 1, 3):
            counts[deeper] = 0
        mark = "-" if kinds[level] == "-" else f"{counts[level]}."
        made.append("    " * level + f"{mark} {draw(lines())}")
    return "\n".join(made)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A table with a head, words in every cell of it, and columns of figures."""
    columns = draw(st.integers(2, 4))
    rights = draw(st.lists(st.booleans(), min_size=columns, max_size=columns))
    head = [draw(plain_words) for _ in range(columns)]
    rows = draw(st.lists(st.lists(lines(), min_size=columns, max_size=columns), min_size=1, max_size=3))
    rule = "|" + "".join(" ---: |" if right else " --- |" for right in rights)
    return "\n".join(["| " + " | ".join(cells) + " |" if cells else rule for cells in [head, [], *rows]])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text as motionflow writes Markdown."""
    blocks: list[str] = []
    notes: list[str] = []
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["text", "text", "note", "heading", "list", "table", "quote", "lines"]))
        if kind in {"list", "table"} and blocks and blocks[-1].lstrip()[:1] in {"-", "1", "|"}:
            kind = "text"
        if kind == "note":
            notes.append(f"[^{len(notes) + 1}]: {draw(lines())}")
            blocks.append(f"{draw(lines())}[^{len(notes)}]")
        elif kind == "lines":
            blocks.append(f"{draw(lines())}\n{draw(lines())}")
        elif kind == "heading":
            blocks.append("#" * draw(st.integers(1, 6)) + " " + draw(lines()))
        elif kind in {"list", "table"}:
            blocks.append(draw(lists() if kind == "list" else tables()))
        else:
            blocks.append(("> " if kind == "quote" else "") + draw(lines()))
    return "\n\n".join([*blocks, "\n".join(notes)] if notes else blocks)
