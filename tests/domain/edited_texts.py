"""Generated texts, and the same texts edited."""

from hypothesis import strategies as st

WORDS = [
    *("barna", "bussen", "bør", "elevene", "en", "er", "flere", "gang", "gata", "i"),
    *("kommunen", "lys", "og", "penger", "på", "skolen", "som", "trygg", "veien", "år"),
]
MARKS = [
    *("", "# ", "## ", "- ", "* ", "1. ", "    - ", "> ", "**"),
    *("| a | b |\n|---|---|\n| ", "[^1]: ", "```\n"),
]

words = st.lists(
    st.sampled_from([*WORDS, "500 000", "kr.", "**lys**", "«ja»", "[her](https://x.no/a_b)"]), max_size=30
)
paragraph = st.builds(lambda mark, said: mark + " ".join(said), st.sampled_from(MARKS), words)
ends = st.sampled_from(["\n\n", "\n", "\n\n\n", " \n"])
generated = st.lists(st.tuples(paragraph, ends), max_size=8).map(
    lambda parts: "".join(text + end for text, end in parts)
)


@st.composite
def edits_of(draw: st.DrawFn, old: str) -> str:
    """A text with some paragraphs shuffled, dropped, changed or written anew."""
    parts = old.split("\n\n")
    new = draw(st.permutations(parts)) if draw(st.booleans()) else list(parts)
    for place in range(len(new)):
        match draw(st.integers(0, 4)):
            case 0:
                new[place] = draw(paragraph)
            case 1:
                new[place] = " ".join([*new[place].split(" ")[1:], *draw(words)])
            case 2:
                new[place] = ""
    return "\n\n".join(new)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and the same text edited."""
    old = draw(generated)
    return old, draw(edits_of(old))
