"""Every word of a text is found again in what was recognised, whatever the text."""

import re
from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from motionflow.domain.notes import labels_of
from motionflow.domain.recognised import Recognised
from motionflow.domain.recognition import recognise
from tests.domain.test_recognition import FORM

LABELS = (
    "Tittel: ",
    "Tittel:",
    "Forslagsstiller: ",
    "Kontakt:",
    "Bakgrunn",
    "Begrunnelse: ",
    "1. Økonomi",
    "Inndekning:",
    "Forslag til vedtak:",
    "Framlegg til vedtak i Lia Ap: ",
    "FORSLAG TIL ÅRSMØTET 2019",
    "Forslag nr. 4 ",
    "Vedtak på årsmøtet i Lia Ap 16. januar 2019:",
    "Årsmøtet i Lia Ap vedtok 16.1.2019: ",
    "Vedtak:",
    "Saken oversendes til årsmøte i Lia Ap med følgende forslag til vedtak:",
    "oversendes ",
    "Enstemmig vedtatt.",
    "Med vennlig hilsen ",
    "Side 1 av 2",
    "Kilder:",
    "| Tittel | ",
    "| Bakgrunn | ",
    "| --- | --- |",
    "- ",
    "• ",
    "1. ",
    "16. januar ",
    "## ",
    "**",
    "«",
    "»",
    "> ",
    "```",
    "---",
    "[^1]: ",
)
WORDS = (
    "veien",
    "er",
    "smal",
    "Lia",
    "NAV",
    "350",
    "kr",
    "og",
    "i",
    "ikke.",
    "slik:",
    "først,",
    "æøå",
    "2019",
)
pieces = st.one_of(st.sampled_from(LABELS), st.sampled_from(WORDS).map(lambda word: word + " "))
texts = st.lists(st.one_of(pieces, st.sampled_from(["\n", "\n\n", "\n\n\n", "  "])), max_size=40).map("".join)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


def all_of(found: Recognised) -> str:
    parts = (found.title, *found.paragraphs, found.disposition or "", found.proposed_decision or "")
    return "\n".join((*parts, found.sources, *found.labels, *found.rest))


@settings(max_examples=1_000, deadline=None)
@given(texts)
@example(FORM)
@example("Tittel:\n\nTittel: Lia\n\nTittel: NAV")
@example("Forslag nr. 4 (fylles ut)\n\n# Lia\n\nForslag nr. 4 NAV")
@example("Tittel:\nForslag nr. 4 Tittel:\nveien")
@example("FORSLAG TIL ÅRSMØTET 2019\nForslag nr. 4 Tittel:\nveien")
def test_words_in_are_words_out(text: str) -> None:
    found = words(all_of(recognise(text)))

    assert found >= words(text)
    if not labels_of(text):  # a note that two parts refer to goes with both
        assert found == words(text)
