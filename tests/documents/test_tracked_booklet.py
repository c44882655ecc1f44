"""The booklet with amendments in its texts: each mover's changes are the mover's, and nothing is lost."""

import random
from dataclasses import replace
from datetime import UTC, datetime

from motionflow.documents.facts import BookletPaper
from motionflow.documents.reader import read_text
from motionflow.documents.redline import Kind, read_changes
from motionflow.documents.remarks import By
from motionflow.documents.tracked_booklet import (
    AmendedMotion,
    AmendedText,
    AmendmentAlone,
    make_tracked_booklet,
)
from motionflow.domain.merged import Edit
from motionflow.domain.merging import list_clashes, merge
from motionflow.domain.texts import tidy
from tests.bench.text_samples import edited, words
from tests.documents import samples

AT = datetime(2019, 1, 9, 12, tzinfo=UTC)
TEXT = """\
Kommunen kjøper en bokbuss som skal gå til alle grendene i kommunen hver uke, også om sommeren.

- Bussen bemannes av biblioteket.
- Ruta lages sammen med skolene.

Ordningen vurderes når den har gått i to år, og kommunestyret får en sak om det."""
BY = {name: By(f"{name} fra {who}", AT) for name, who in (("A1", "Kari"), ("A2", "Ola"), ("A3", "Gro"))}
EDITS = {
    "A1": TEXT.replace("kjøper", "leier").replace("- Ruta", "- Bussen går på strøm.\n- Ruta"),
    "A2": TEXT.replace("hver uke, også", "annenhver uke, men ikke").replace(
        "- Bussen bemannes", "- Den bemannes"
    ),
    "A3": "\n\n".join([*TEXT.split("\n\n")[2:], *TEXT.split("\n\n")[:2]]),
}
WITH_ALL = merge(TEXT, [Edit(id, text) for id, text in EDITS.items()]).text or ""
INSTEAD = TEXT.replace("kjøper en bokbuss", "låner en liten bil")


def booklet(
    text: str, edits: dict[str, str], *alone: AmendmentAlone, why: dict[str, str] | None = None
) -> bytes:
    """Return a booklet of one motion with a text, in which some amendments are laid; ``why`` are comments."""
    merged = merge(text, [Edit(id, wanted) for id, wanted in edits.items()])
    assert not merged.conflicts
    (motion, *_) = samples.BOOKLET.motions
    facts: BookletPaper = replace(samples.BOOKLET, motions=(replace(motion, proposed_decision=text),))
    amended = AmendedMotion(AmendedText(text, merged.paragraphs, BY, why or {}, alone))
    return make_tracked_booklet(facts, [amended], language="nb").content


def test_each_change_in_a_paragraph_that_several_amend_names_its_own_mover() -> None:
    alone = AmendmentAlone("A4 fra Nils", By("A4 fra Nils", AT), TEXT, INSTEAD, why="Rører A1.")
    edits = {"A1": EDITS["A1"], "A2": EDITS["A2"]}
    found = read_changes(booklet(TEXT, edits, alone, why={"A1": "Leie er billigere."}), name="a.docx")

    assert [
        (one.author[:2], one.old.strip(), one.new.strip())
        for one in found.revisions
        if one.kind is not Kind.COMMENT
    ] == [
        ("A1", "kjøper", "leier"),
        ("A2", "hver uke, også", "annenhver uke, men ikke"),
        ("A2", "Bussen", "Den"),
        ("A1", "", "Bussen går på strøm."),
        ("A4", "kjøper", "låner"),
        ("A4", "bokbuss", "liten bil"),
    ]
    comments = [one.new for one in found.revisions if one.kind is Kind.COMMENT]
    assert comments == ["Leie er billigere."]
    assert "#### A4 fra Nils\n\nRører A1." in found.accepted


def test_whoever_amends_accepting_all_gives_the_text_put_together_and_rejecting_all_the_one_moved() -> None:
    chance = random.Random(22)
    tried = 0
    while tried < 12:
        text = tidy("\n\n".join(" ".join(words(chance, 12)) + "." for _ in range(4)))
        edits = {id: edited(chance, text, changes=2) for id in BY}
        given = [Edit(id, wanted) for id, wanted in edits.items()]
        if list_clashes(text, given) or merge(text, given).conflicts:
            continue
        tried += 1
        found = read_changes(booklet(text, edits), name="a.docx")
        assert merge(text, given).text in found.accepted
        assert text in found.rejected
        for one in found.revisions:  # what several want alike is theirs together
            assert set(one.author.split(", ")) <= {by.author for by in BY.values()}


def test_the_rest_of_the_paper_is_as_it_always_is() -> None:
    text = read_text(booklet(TEXT, EDITS), name="a.docx").markdown

    assert "Sakshefte til" in text
    assert "Votering og vedtak" in text
