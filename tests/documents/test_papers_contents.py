"""What each kind of paper holds, and in which order."""

import dataclasses

import pytest

from motionflow.documents.facts import Facts
from motionflow.documents.phrases import LANGUAGES, Language
from motionflow.documents.pieces import MoneyFacts
from motionflow.documents.word import make_paper
from motionflow.domain.flow import Outcome, Route
from tests.documents import samples
from tests.documents.opened import lines, paragraphs

HARD = "\u00a0"


def shown(facts: Facts, language: Language = "nb") -> list[str]:
    return lines(make_paper(facts, language=language).content)


def headings(facts: Facts, language: Language = "nb") -> list[str]:
    styled = paragraphs(make_paper(facts, language=language).content)
    return [text for style, text in styled if style in ("Title", "Heading1")]


def assert_in_order(found: list[str], expected: list[str]) -> None:
    """See that the expected texts stand in this order; each may be a part of its line."""
    at = 0
    for text in expected:
        place = next((number for number in range(at, len(found)) if text in found[number]), None)
        assert place is not None, f"{text!r} does not stand after line {at}: {found[at - 1 : at]}"
        at = place + 1


def test_a_motion_has_its_four_numbered_parts() -> None:
    assert_in_order(
        shown(samples.MOTION),
        [
            "Løken Arbeiderforening\tDato: 2.",
            "Forslag til årsmøtet 2019",
            "Forslag nr.:\t(fylles ut av styret)",
            f"Tittel:\t{samples.TITLE}",
            "Forslagsstiller:\tKari Eksempel, Løken Arbeiderforening",
            "Kontakt:\tKari Eksempel, kari@example.org (ikke i sakspapirene)",
            f"Sakstype:\t☒{HARD}forslag om tiltak ☐{HARD}uttalelse ☐{HARD}vedtektsendring",
            "Adressat:\tAurskog-Høland kommune",
            "1. Bakgrunn",
            "2. Begrunnelse",
            "3. Økonomi",
            "Kostnad",
            f"500{HARD}000{HARD}kr",
            "Inndekning:",
            "Tilskudd:",
            "4. Forslag til vedtak",
            "Kilder og vedlegg",
            "Tvil:",
        ],
    )


def test_a_motion_without_money_says_so() -> None:
    for money in (None, MoneyFacts()):
        text = "\n".join(shown(dataclasses.replace(samples.MOTION, money=money)))

        assert "ikke oppgitt" in text


def test_a_notice_says_time_place_deadline_and_agenda() -> None:
    assert_in_order(
        shown(samples.NOTICE),
        [
            "Kunngjøring av årsmøte i Løken Arbeiderforening",
            f"Tid:\tonsdag 16.{HARD}januar 2019 kl.{HARD}18.00–20.30",
            "Sted:\tLøken samfunnshus",
            f"Påmelding innen:\t14.{HARD}januar 2019",
            f"sendes styret innen 2.{HARD}januar 2019 (vedtektene § 7)",
            "Foreløpig dagsorden",
            "Åpning",
            "2 a",
            "Innkomne forslag",
            "Stemmerett",
            "Velkommen!",
            "For styret",
            "Lise Leder, leder",
        ],
    )


def test_a_summons_is_called_so_and_a_meeting_recorded_later_too() -> None:
    facts = dataclasses.replace(samples.NOTICE, is_summons=True, recorded_on=samples.STATUS.head.dated)

    assert_in_order(
        shown(facts),
        [f"Ført inn i etterkant 20.{HARD}januar 2021", "Innkalling til årsmøte i Løken", "Dagsorden"],
    )


def test_a_booklet_has_an_overview_and_each_motion_whole() -> None:
    assert_in_order(
        shown(samples.BOOKLET),
        [
            "Sakshefte til årsmøte i A-H Arbeiderparti",
            "Dagsorden",
            "Sak 6 Innkomne forslag",
            "Oversikt",
            *("Nr.", "Tittel", "Forslagsstiller", "Styrets innstilling", "Redaksjonskomiteens innstilling"),
            *("4", samples.TITLE, samples.BRANCH.name, "Vedtas med endring", "Vedtas med endring"),
            f"Forslag nr. 4: {samples.TITLE}",
            f"Forslagsstiller:\tLøken Arbeiderforening (vedtak 16.{HARD}januar 2019)",
            "Forslag",
            "1\tA-H Arbeiderparti fremmer forslag om at kommunen setter av",  # broken into numbered lines
            "Begrunnelse",
            "Økonomi",
            "Styrets innstilling",
            "Forslaget vedtas med følgende endring:",
            "Redaksjonskomiteens innstilling (flertall: Anne Test og Per Påfunn)",
            "Mindretallets innstilling (Eva Utvalg)",
            "Innkomne endringsforslag",
            "Endringsforslag A1 fra Per Påfunn",
            "Avsnitt 1: «10» endres til «8».",
            "Nytt avsnitt: «Saken følges opp i 2020.»",
            "Votering:\t(fylles ut i møtet)",
            "Vedtak:\t(fylles ut i møtet)",
            "Forslag nr. 5: Gang- og sykkelvei til skolen",
        ],
    )


def test_minutes_go_from_opening_to_signatures() -> None:
    assert_in_order(
        shown(samples.MINUTES),
        [
            "Protokoll fra årsmøtet i A-H Arbeiderparti",
            "Til stede:\t42 stemmeberettigede, 3 gjester",
            "Dirigent:\tOla Prøve",
            "Sekretær:\tKari Eksempel",
            "Sak 1 Åpning",
            "Sak 2 Konstituering",
            "Enstemmig godkjent.",
            f"Sak 6.4 {samples.TITLE}",
            "Innledning og debatt",
            "7 talere hadde ordet i saken.",
            "Forslag i saken",
            "A – redaksjonskomiteens flertall:",
            "B – mindretallet:",
            "Voteringsorden",
            "Votering",
            "A fikk 31 stemmer, B 9 stemmer, 2 blanke (42 stemmeberettigede).",
            "31 av 40 = 77,5",
            "Vedtak",
            "Vedtatt med endringer: 31 mot 9 stemmer, 2 blanke (42 stemmeberettigede).",
            "Saken sendes til Arbeiderpartiets kommunestyregruppe med dette forslaget til vedtak:",
            "Protokolltilførsel fra Per Påfunn",
            "Sak 9 Avslutning",
            "Underskrifter",
            "Møtet hevet kl. 15.00.",
            "12:" + "ab12" * 16,
            "Anne Test\tPer Påfunn",
        ],
    )


def test_an_extract_is_attested() -> None:
    assert_in_order(
        shown(samples.EXTRACT),
        [
            "Særutskrift av protokoll",
            f"Sak 6.1: {samples.TITLE}",
            "Organ:\tLøken Arbeiderforening",
            f"Møte:\tÅrsmøte 16.{HARD}januar 2019",
            "Votering",
            "Vedtak",
            "Enstemmig vedtatt med 17 stemmer, 1 blank (18 stemmeberettigede).",
            f"Rett utskrift bekreftes: Løken, 18.{HARD}januar 2019",
            "Kari Eksempel, sekretær\tLise Leder, leder",
        ],
    )


def test_a_letter_asks_for_treatment_and_answer() -> None:
    assert_in_order(
        shown(samples.LETTER),
        [
            "Vår ref.: 2019/1",
            "A-H Arbeiderparti v/ Ola Prøve",
            f"Oversendelse av sak: {samples.TITLE}",
            f"Årsmøtet i Løken Arbeiderforening behandlet 16.{HARD}januar 2019 sak 6.1 og gjorde slikt",
            "Enstemmig vedtatt med 17 stemmer",
            f"saklista til A-H Arbeiderparti 9.{HARD}februar 2019. Frist for forslag er 26.{HARD}januar",
            "Forslag til vedtak i A-H Arbeiderparti",
            samples.BRANCH_TEXT,
            f"Vi ber om tilbakemelding om behandlingen innen 1.{HARD}mars 2019.",
            "Med vennlig hilsen",
            "Kari Eksempel, Løken Arbeiderforening",
            "Vedlegg",
            "Særutskrift av protokollen",
        ],
    )


def test_a_groups_proposal_balances_and_has_text_points_apart() -> None:
    assert_in_order(
        shown(samples.PROPOSAL),
        [
            "Forslag til årsbudsjett 2020 og økonomiplan 2020–2023 fra Ap og SV",
            "Kommunedirektørens forslag legges til grunn med disse endringene.",
            "Tabell 1 Drift",
            "Tall i 1000 kr. Pluss er økt utgift",
            *("Nr.", "Rammeområde", "Tiltak", "Funksjon", "Art", "2020", "2021", "2022", "2023", "Grunnlag"),
            *("Helse og omsorg", "253", "150", "250", "42,5"),
            "Inndekning",
            "\u2212300",
            "Sum endringer",
            *("0", "0", "0", "0"),
            "Summen er 0 hvert år",
            "Tabell 2 Investering og finansiering",
            "Virkning på disposisjonsfond og måltall",
            "Tekstforslag",
            "T1",
            "T3",
            "Forslagsstiller i møtet: Anne Test på vegne av Ap.",
        ],
    )


def test_a_proposal_that_does_not_balance_says_so() -> None:
    text = "\n".join(shown(dataclasses.replace(samples.PROPOSAL, cover=())))

    assert "forslaget er ikke i balanse" in text
    assert "Inndekning er ikke oppgitt." in text


def test_a_row_with_another_number_of_years_is_refused() -> None:
    row = dataclasses.replace(samples.PROPOSAL.measures[0], amounts=(1,))

    with pytest.raises(ValueError, match="zip"):
        make_paper(dataclasses.replace(samples.PROPOSAL, measures=(row,)), language="nb")


@pytest.mark.parametrize("route", list(Route))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proposal_can_be_made_for_every_route(route: Route, language: Language) -> None:
    facts = dataclasses.replace(
        samples.PROPOSAL, route=route, years=(), measures=(), cover=(), text="Vil rådmannen svare?"
    )
    title = headings(facts, language)[0]

    assert title.endswith("Ap og SV")
    assert "{" not in title


def test_a_budget_proposal_without_tables_is_for_the_year_after() -> None:
    facts = dataclasses.replace(samples.PROPOSAL, years=(), measures=(), cover=())

    assert headings(facts)[0] == "Forslag til årsbudsjett 2020 og økonomiplan 2020–2023 fra Ap og SV"


def test_a_record_says_who_wrote_it_down_and_what_the_parties_voted() -> None:
    assert_in_order(
        shown(samples.RECORD),
        [
            f"Registrert av A-H Arbeiderparti etter møtebok, kommunens nettsider, 18.{HARD}desember 2019",
            f"Registrert behandling – Aurskog-Høland kommunestyre, møte 9/2019 16.{HARD}desember 2019",
            "Sak nr. 087/19: Årsbudsjett 2020",
            "Til stede:\t35 av 35 medlemmer",
            "Arkivsak:\t2019/1234",
            "Innstilling fra formannskapet",
            "Behandling",
            "1 – Anne Test (Ap):",
            "Votering",
            "Innstillingen fikk 18 stemmer (Sp 9, FrP 4, H 3, KrF 2).",
            "Forslaget fra Ap og SV fikk 15 stemmer (Ap 14, SV 1).",
            "35 stemmeberettigede.",
            "Vedtak i Aurskog-Høland kommunestyre",
            "Falt med 15 av 35 stemmer (35 stemmeberettigede).",
            "Forslaget som falt:",
        ],
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [samples.RECORD, samples.NOTICE_OF_DECISION], ids=["record", "notice"])
def test_what_an_external_body_did_is_never_attested_nor_in_its_name(
    facts: Facts, language: Language
) -> None:
    content = make_paper(facts, language=language).content
    text = "\n".join(lines(content))

    assert paragraphs(content)[2][0] == "Mark"
    assert lines(content)[2].startswith("Registrert av A-H Arbeiderparti")
    assert lines(content)[0].startswith("A-H Arbeiderparti\t")
    assert "Rett utskrift" not in text
    assert not [style for style, _ in paragraphs(content) if style.startswith("Signature")]


@pytest.mark.parametrize("facts", [samples.RECORD, samples.NOTICE_OF_DECISION], ids=["record", "notice"])
def test_a_missing_source_is_said_plainly(facts: Facts) -> None:
    assert not isinstance(facts, type(samples.MOTION))
    registered = dataclasses.replace(samples.REGISTERED, source=None)
    content = make_paper(dataclasses.replace(facts, registered=registered), language="nb").content  # type: ignore[arg-type] # both kinds have it

    assert lines(content)[2] == "Registrert av A-H Arbeiderparti. Kilde er ikke oppgitt"


def test_a_decision_notice_says_what_when_and_who_follows_up() -> None:
    assert_in_order(
        shown(samples.NOTICE_OF_DECISION),
        [
            "Melding om vedtak – Tekstpunkt T3 om lederutdanning",
            "Sak:\t087/19",
            f"Aurskog-Høland kommunestyre behandlet 16.{HARD}desember 2019 sak 087/19 og gjorde",
            samples.POINT_T3,
            "Vedtatt med 19 mot 16 stemmer (35 stemmeberettigede).",
            "Oppfølging",
            "Ansvarlig:\tKommunedirektøren",
            f"Frist:\t30.{HARD}april 2020",
            "lovlighetskontroll",
            "Kopi: Løken Arbeiderforening og Arbeiderpartiets kommunestyregruppe",
        ],
    )


def test_a_bodys_own_decision_notice_is_signed_in_its_name() -> None:
    facts = dataclasses.replace(samples.NOTICE_OF_DECISION, registered=None, signer=samples.KARI)

    assert_in_order(shown(facts), ["Melding om vedtak", "Med hilsen", "Kari Eksempel"])
    assert not any("Registrert" in line for line in shown(facts))


def test_a_status_report_tells_the_whole_way() -> None:
    assert_in_order(
        shown(samples.STATUS),
        [
            f"Statusrapport: 2019/1 {samples.TITLE}",
            f"Per 20.{HARD}januar 2021",
            f"Forslag fra:\tLøken Arbeiderforening, 16.{HARD}januar 2019",
            "Nå:\tDelvis gjennomført",
            "Kilde:\tsluttrapport fra kommunen",
            "Tidslinje",
            *("Dato", "Organ", "Sak", "Utfall", "Dokument"),
            *("16.1.2019", "Løken Arbeiderforening", "6.1", "Enstemmig vedtatt med 17 stemmer"),
            "Vedtatt med endringer. Stemmetall er ikke protokollført.",
            "Falt med 15 av 35 stemmer",
            "Hva ble endret underveis",
            "Opprinnelig: Løken Arbeiderforening",
            "Vedtatt i kommunepartiet: A-H Arbeiderparti",
            "Vedtatt i kommunen: Aurskog-Høland kommunestyre",
            "Penger",
            *("Hva", "Omsøkt", "Vedtatt", "Brukt"),
            *(f"500{HARD}000{HARD}kr", f"400{HARD}000{HARD}kr", f"350{HARD}000{HARD}kr"),
            "Neste steg",
            "Ansvarlig:\tAnne Test, gruppeleder",
            "Spørsmål til laget",
        ],
    )


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_extract_can_be_made_of_every_outcome(outcome: Outcome, language: Language) -> None:
    decision = dataclasses.replace(samples.BRANCH_DECISION, outcome=outcome, reason="Grunn.", votes=())
    treatment = dataclasses.replace(samples.EXTRACT.treatment, decision=decision)
    text = "\n".join(shown(dataclasses.replace(samples.EXTRACT, treatment=treatment), language))

    assert "Grunn." in text
    assert decision.operative_text in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_barest_facts_make_whole_papers(language: Language) -> None:
    bare: list[Facts] = [
        dataclasses.replace(
            samples.MOTION, grounds="", background="", meeting=None, money=None, sources=(), attachments=()
        ),
        dataclasses.replace(samples.NOTICE, agenda=(), register_by=None, motions_by=None, leader=None),
        dataclasses.replace(samples.BOOKLET, agenda=(), motions=(), item_number=""),
        dataclasses.replace(
            samples.MINUTES, items=(), entitled=None, guests=None, signers=(), chain_number=None
        ),
        dataclasses.replace(samples.EXTRACT, secretary=None, leader=None),
        dataclasses.replace(samples.LETTER, meeting=None, recipient_leader=None, signers=(), attachments=()),
        dataclasses.replace(samples.PROPOSAL, text_points=(), grounds="", mover=None, cover=()),
        dataclasses.replace(samples.RECORD, present=None, seats=None, archive_number=""),
        dataclasses.replace(samples.NOTICE_OF_DECISION, registered=None, signer=None, copies_to=()),
        dataclasses.replace(samples.STATUS, status=None, timeline=(), versions=(), money=(), question=""),
    ]
    for facts in bare:
        text = "\n".join(shown(facts, language))

        assert "None" not in text
        assert "{" not in text
