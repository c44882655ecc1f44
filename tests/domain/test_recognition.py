"""The parts of a motion, found in the shapes and wordings that Norwegian branches write."""

import dataclasses
import json
import time
from datetime import date

import pytest

from motionflow.documents.reader import read_text
from motionflow.domain.recognised import DoubtKind, Recognised
from motionflow.domain.recognition import recognise
from tests.documents import motion_samples as sample

KEYS = [
    "title",
    "paragraphs",
    "decided_by",
    "decided_on",
    "disposition",
    "next_body",
    "proposed_decision",
    "checks",
]
FORM = """PRØVELIA ARBEIDERFORENING      Lia, 2. januar 2019

FORSLAG TIL ÅRSMØTET 2019     Forslag nr. 4 (fylles ut av styret)
Tittel: Trygg skolevei til Lia skole
Forslagsstiller: Kari Eksempel        Kontakt: kari@example.org
Sakstype: forslag om tiltak
Adressat: kommunestyregruppa

1. Bakgrunn

Veien er smal og mørk.

2. Begrunnelse

- Barna går i veibanen.
- Det er 70-sone.

3. Økonomi

Lys koster 0,5 mill. kroner.

4. Forslag til vedtak

«Prøvelia Arbeiderforening oversender saken til årsmøtet i Prøvedal Ap med følgende forslag til vedtak: \
Prøvedal Ap ber kommunen sette av 0,5 mill. kroner til lys i 2020.»

Kilder og vedlegg

Kart over veien, 2018.
"""


def recognised_file(content: bytes, name: str) -> Recognised:
    return recognise(read_text(content, name=name).markdown)


@pytest.mark.parametrize("width", [80, 97, 110])
def test_typed_pasted_and_plain_text_give_the_same_motion(width: int) -> None:
    found = [
        recognised_file(sample.typed_docx(), "a.docx"),
        recognised_file(sample.pasted_docx(width), "b.docx"),
        recognised_file(sample.pasted_text(width).encode(), "c.txt"),
    ]

    typed = found[0].as_json()
    assert typed == found[1].as_json() == found[2].as_json()
    assert list(typed) == KEYS
    assert typed["title"] == sample.TITLE
    assert typed["paragraphs"] == list(sample.GROUNDS)
    assert typed["decided_by"] == "Nordlia Arbeiderforening"
    assert typed["decided_on"] == "2018-02-14"
    assert typed["disposition"] == sample.DISPOSITION
    assert typed["next_body"] == "P-D Arbeiderparti"
    assert typed["proposed_decision"] == sample.PROPOSAL
    assert json.loads(json.dumps(typed)) == typed


def test_places_that_were_hard_to_join_are_pointed_out_by_paragraph() -> None:
    doubts = recognise(sample.pasted_text(80)).doubts

    assert {doubt.kind for doubt in doubts} <= {DoubtKind.JOINED, DoubtKind.SPLIT}
    assert {doubt.paragraph for doubt in doubts} <= {None, 1, 2, 3, 4}
    assert recognised_file(sample.typed_docx(), "a.docx").doubts == ()


@pytest.mark.parametrize(
    ("line", "body", "day"),
    [
        ("Vedtak på årsmøtet i Prøvevik Ap 16. januar 2019:", "Prøvevik Ap", date(2019, 1, 16)),
        (
            "Vedtak på årsmøte i Nord- og Sør-Prøve Ap, onsdag 16.01.2019:",
            "Nord- og Sør-Prøve Ap",
            date(2019, 1, 16),
        ),
        ("**Vedtak i Prøvevik Ap 16.1.2019:**", "Prøvevik Ap", date(2019, 1, 16)),
        ("Årsmøtet i Prøvevik Ap vedtok 16.1.2019:", "Prøvevik Ap", date(2019, 1, 16)),
        (
            "Årsmøtet i Prøvevik Arbeidarlag vedtok samrøystes 3. mars 2020:",
            "Prøvevik Arbeidarlag",
            date(2020, 3, 3),
        ),
        ("Årsmøtet i Prøvevik Ap gjorde den 3. mars 2020 slikt vedtak:", "Prøvevik Ap", date(2020, 3, 3)),
        ("Prøvevik SV vedtok på årsmøtet 16/1-2019:", "Prøvevik SV", date(2019, 1, 16)),
        ("Enstemmig vedtatt på årsmøtet i Prøvevik Ap 2019-01-16:", "Prøvevik Ap", date(2019, 1, 16)),
        ("Vedtak frå årsmøtet i Prøvevik Ap, sak 6.1:", "Prøvevik Ap, sak 6.1", None),
        (
            "Vedtak på ekstraordinært årsmøte i Prøvevik Ap (16. jan. 2019), sak 6.1:",
            "Prøvevik Ap",
            date(2019, 1, 16),
        ),
        ("Vedtak på medlemsmøte i Prøvevik Ap 31.2.2019:", "Prøvevik Ap", None),
    ],
)
def test_who_decided_and_when_is_read_from_many_wordings(line: str, body: str, day: date | None) -> None:
    found = recognise(f"Bedre veier\n\nVeiene er dårlige.\n\n{line}\n\nSaken oversendes kommunestyregruppa.")

    assert (found.decided_by, found.decided_on) == (body.split(",")[0], day)
    assert found.disposition == "Saken oversendes kommunestyregruppa."
    assert found.next_body == "kommunestyregruppa"
    assert found.paragraphs == ("Veiene er dårlige.",)


@pytest.mark.parametrize(
    "sentence",
    [
        "Kommunestyret vedtok 12.12.2018: budsjettet for 2019.",
        "Årsmøtet i Prøvevik Ap vedtok i 2017 å arbeide for bedre veier.",
        "Vedtak er viktige for oss alle.",
        "Saken ble sendt til styret med forslag om bedre veier.",
        "For styret betyr dette mye arbeid.",
        "Forslaget koster lite.",
    ],
)
def test_a_sentence_in_the_grounds_is_not_taken_for_a_decision(sentence: str) -> None:
    found = recognise(f"Bedre veier\n\nVeiene er dårlige.\n\n{sentence}\n\nVi vil ha bedre.")

    assert found.paragraphs == ("Veiene er dårlige.", sentence, "Vi vil ha bedre.")
    assert found.decided_by is None


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("Saken oversendes til årsmøte i P-D Ap med følgende forslag til vedtak:", "P-D Ap"),
        ("Saka vert sendt over til årsmøtet i Prøvevik Ap med slikt framlegg til vedtak:", "Prøvevik Ap"),
        (
            "Saka går inn i programmet og vert oversend Prøve Arbeidarparti med dette framlegget:",
            "Prøve Arbeidarparti",
        ),
        ("Laget sender saken videre til styret i Prøvevik Ap med forslag til vedtak;", "Prøvevik Ap"),
        ("Forslaget oversendes kommunestyregruppa med følgende forslag:", "kommunestyregruppa"),
    ],
)
def test_sending_on_is_told_from_what_is_sent(sentence: str, body: str) -> None:
    head = "Bedre veier\n\nVeiene er dårlige.\n\nVedtak i Lia Ap 16.1.2019:"
    apart = recognise(f"{head}\n\n{sentence}\n\nKommunen bygger vei.")
    together = recognise(f"{head} {sentence} Kommunen bygger vei.")

    for found in (apart, together):
        assert (found.disposition, found.next_body) == (sentence, body)
        assert found.proposed_decision == "Kommunen bygger vei."


@pytest.mark.parametrize(
    ("proposal", "grounds"),
    [
        ("Forslag til vedtak:", "Begrunnelse:"),
        ("Framlegg til vedtak:", "Grunngiving:"),
        ("## Forslag til vedtak", "## Bakgrunn"),
        ("**Framlegg til vedtak**", "**Grunngjeving**"),
        ("Vedtaksforslag:", "Grunngjeving:"),
    ],
)
def test_the_proposal_may_come_before_its_grounds(proposal: str, grounds: str) -> None:
    for between in ("\n\n", "\n"):
        found = recognise(
            f"# Bedre veier\n\n{proposal}{between}Kommunen bygger vei.\n\n{grounds}{between}Det trengs."
        )

        assert (found.title, found.proposed_decision) == ("Bedre veier", "Kommunen bygger vei.")
        assert found.paragraphs == ("Det trengs.",)
        assert found.labels == tuple(label.strip("#* ") for label in (proposal, grounds))


def test_the_form_of_the_party_is_read_field_by_field() -> None:
    found = recognise(FORM)

    assert found.title == "Trygg skolevei til Lia skole"
    assert found.mover == "Kari Eksempel"
    assert found.grounds == (
        "## 1. Bakgrunn\n\nVeien er smal og mørk.\n\n## 2. Begrunnelse\n\n- Barna går i veibanen.\n"
        "- Det er 70-sone.\n\n## 3. Økonomi\n\nLys koster 0,5 mill. kroner."
    )
    assert found.disposition is not None
    assert found.disposition.startswith("Prøvelia Arbeiderforening oversender")
    assert found.next_body == "Prøvedal Ap"
    assert found.proposed_decision == "Prøvedal Ap ber kommunen sette av 0,5 mill. kroner til lys i 2020."
    assert found.sources == "Kart over veien, 2018."
    assert found.rest == ("PRØVELIA ARBEIDERFORENING Lia, 2. januar 2019",)


def test_a_form_set_as_a_table_is_read_field_by_field() -> None:
    found = recognise(
        "| Tittel | Bedre veier |\n| --- | --- |\n| Forslagsstiller | Lia Ap |\n"
        "| Bakgrunn | Veien er smal. |\n| Forslag til vedtak | Kommunen bygger vei. |"
    )

    assert (found.title, found.mover, found.proposed_decision) == (
        "Bedre veier",
        "Lia Ap",
        "Kommunen bygger vei.",
    )
    assert found.paragraphs == ("Veien er smal.",)


def test_lists_and_tables_in_the_grounds_stay_markdown() -> None:
    table = "| År | Elever |\n| --- | --- |\n| 2017 | 300 |"
    found = recognise(
        f"# Gratis buss\n\nElever bør reise gratis:\n\n- til skolen\n- til trening\n\n{table}\n\nSlik er det."
    )

    assert found.paragraphs[1:3] == ("- til skolen\n- til trening", table)
    assert found.proposed_decision is None
    assert [check.code for check in found.checks] == ["no_proposed_decision"]


@pytest.mark.parametrize(
    ("head", "title", "doubt"),
    [
        ("BEDRE VEIER I LIA", "BEDRE VEIER I LIA", None),
        ("# Bedre veier", "Bedre veier", None),
        ("**Bedre veier**", "Bedre veier", None),
        ("Bedre veier", "Bedre veier", DoubtKind.TITLE_GUESSED),
        ("Tittel: Bedre veier", "Bedre veier", None),
        ("Tittel:\n\nBedre veier", "Bedre veier", None),
        ("Sak: Bedre veier", "Bedre veier", None),
        ("Forslag til årsmøtet i Lia Ap: Bedre veier", "Bedre veier", None),
        ("Forslag nr. 4: Bedre veier", "Bedre veier", None),
        ("FRAMLEGG TIL ÅRSMØTET 2019\n\nBEDRE VEIER", "BEDRE VEIER", None),
        ("Lia Arbeiderforening\n\n# Bedre veier", "Bedre veier", None),
        ("Veiene våre er blitt dårlige.", "", DoubtKind.TITLE_NOT_FOUND),
    ],
)
def test_the_title_is_found(head: str, title: str, doubt: DoubtKind | None) -> None:
    found = recognise(f"{head}\n\nVeien er smal.\n\nForslag til vedtak: Kommunen bygger vei.")

    assert found.title == title
    assert [one.kind for one in found.doubts] == ([doubt] if doubt else [])
    assert found.paragraphs[-1] == "Veien er smal."


def test_a_footnote_goes_with_the_words_that_refer_to_it_and_never_with_the_greeting() -> None:
    found = recognise(
        "# Lys på skoleveien\n\nForslag til vedtak\n\n«Kommunen setter opp lys[^2].»\n\nBegrunnelse\n\n"
        "Det er mørkt[^1].\n\nMed vennlig hilsen\n\nKari Eksempel\n\n"
        "[^1]: Målt i fjor.\n[^2]: Se budsjettet.\n[^3]: Løs."
    )

    assert found.proposed_decision == "Kommunen setter opp lys[^2].\n\n[^2]: Se budsjettet."
    assert found.paragraphs == ("Det er mørkt[^1].", "[^1]: Målt i fjor.", "[^3]: Løs.")
    assert "Kari Eksempel" in found.rest
    assert not any("[^" in words for words in found.rest)


def test_greetings_votes_and_page_numbers_do_not_slip_into_the_proposal() -> None:
    found = recognise(
        "Bedre veier\n\nVeien er smal.\n\nSide 1 av 2\n\nForslag til vedtak:\n\nKommunen bygger vei.\n\n"
        "Enstemmig vedtatt.\n\nMed vennlig hilsen\nKari Eksempel\nleder"
    )

    assert found.proposed_decision == "Kommunen bygger vei."
    assert found.rest[0] == "Side 1 av 2"
    assert "Enstemmig vedtatt." in found.labels
    assert "Kari Eksempel" in " ".join(found.rest)


def test_checks_use_the_day_of_the_decision_before_the_day_of_reading() -> None:
    decision = "Vedtak i Lia Ap 16.1.2019: Kommunen bevilger 5 000 kr i 2019, dekt av fond."
    text = f"Bedre veier\n\nVeien er smal.\n\n{decision}"

    assert [check.code for check in recognise(text, on=date(2026, 1, 1)).checks] == ["budget_already_adopted"]


def test_the_parts_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        recognise("Bedre veier").title = "x"  # type: ignore[misc]  # that it is forbidden is the point


@pytest.mark.parametrize(
    "piece", ["Vedtak ", "vedtok ", "1 000 ", "[", "* ", "med forslag ", "Aa ", "a-", "oversendes ", "9"]
)
def test_a_long_text_of_one_kind_is_read_in_linear_time(piece: str) -> None:
    started = time.perf_counter()
    recognise(piece * 20_000)

    assert time.perf_counter() - started < 3
