"""Outcomes, counts and rules in words."""

from datetime import date

import pytest

from motionflow.documents import phrases
from motionflow.documents.numbers import kroner, percent, thousands
from motionflow.documents.phrases import LANGUAGES, Language
from motionflow.documents.pieces import (
    Advice,
    DecisionFacts,
    MeetingKind,
    MotionType,
    OptionCount,
    PollFacts,
    RecommendationFacts,
    Recommender,
    ResultFacts,
    RuleFacts,
    Side,
    VoteFacts,
)
from motionflow.documents.sentences import Sentences
from motionflow.domain.flow import FollowUpStatus, Outcome, Route
from motionflow.domain.voting import Base, RuleName, Verdict
from tests.documents.samples import ANNE, DIVIDED, FIGURES_FELL, TEXT_CARRIED, UNANIMOUS

NB, NN = Sentences("nb"), Sentences("nn")
ON = date(2019, 1, 16)


@pytest.mark.parametrize(
    ("outcome", "vote", "bokmål", "nynorsk"),
    [
        (
            Outcome.ADOPTED,
            UNANIMOUS,
            "Enstemmig vedtatt med 17 stemmer, 1 blank (18 stemmeberettigede).",
            "Samrøystes vedteke med 17 stemmer, 1 blank (18 med stemmerett).",
        ),
        (
            Outcome.ADOPTED,
            DIVIDED,
            "Vedtatt med 31 mot 9 stemmer, 2 blanke (42 stemmeberettigede).",
            "Vedteke med 31 mot 9 stemmer, 2 blanke (42 med stemmerett).",
        ),
        (
            Outcome.ADOPTED_WITH_CHANGES,
            DIVIDED,
            "Vedtatt med endringer: 31 mot 9 stemmer, 2 blanke (42 stemmeberettigede).",
            "Vedteke med endringar: 31 mot 9 stemmer, 2 blanke (42 med stemmerett).",
        ),
        (
            Outcome.FALLEN,
            FIGURES_FELL,
            "Falt med 15 av 35 stemmer (35 stemmeberettigede).",
            "Fall med 15 av 35 stemmer (35 med stemmerett).",
        ),
        (
            Outcome.ADOPTED,
            TEXT_CARRIED,
            "Vedtatt med 19 mot 16 stemmer (35 stemmeberettigede).",
            "Vedteke med 19 mot 16 stemmer (35 med stemmerett).",
        ),
    ],
)
def test_an_outcome_is_said_with_its_counts(
    outcome: Outcome, vote: VoteFacts, bokmål: str, nynorsk: str
) -> None:
    decision = DecisionFacts(outcome=outcome, decided_on=ON, votes=(vote,))

    assert NB.outcome_line(decision) == bokmål
    assert NN.outcome_line(decision) == nynorsk


def test_those_who_did_not_vote_are_counted() -> None:
    vote = VoteFacts(
        options=(OptionCount("for", 1), OptionCount("against", 2)), blanks=0, entitled=9, present=5
    )

    assert NB.outcome(Outcome.FALLEN, (vote,)) == (
        "Falt med 1 mot 2 stemmer, 0 blanke, 2 avga ikke stemme (9 stemmeberettigede, 5 til stede)."
    )
    assert NB.vote_line(vote) == (
        "1 stemme for, 2 mot, 0 blanke, 2 avga ikke stemme (9 stemmeberettigede, 5 til stede)."
    )


def test_the_last_of_several_votes_decides() -> None:
    decision = DecisionFacts(outcome=Outcome.ADOPTED, decided_on=ON, votes=(FIGURES_FELL, TEXT_CARRIED))

    assert NB.outcome_line(decision).startswith("Vedtatt med 19 mot 16 stemmer")


def test_counts_that_are_not_recorded_are_said_to_be_so() -> None:
    assert NB.outcome(Outcome.ADOPTED, ()) == "Vedtatt. Stemmetall er ikke protokollført."
    assert NN.outcome(Outcome.ADOPTED, ()) == "Vedteke. Stemmetal er ikkje protokollførte."


def test_nothing_is_said_of_votes_where_nobody_votes() -> None:
    assert NB.outcome(Outcome.WITHDRAWN, ()) == "Trukket."


def test_what_covers_a_motion_and_when_it_comes_again_is_said() -> None:
    covered = DecisionFacts(outcome=Outcome.COVERED, decided_on=ON, covered_by="2018/7")
    later = DecisionFacts(outcome=Outcome.POSTPONED, decided_on=ON, votes=(UNANIMOUS,), postponed_to=ON)

    assert NB.outcome_line(covered) == "Ivaretatt av 2018/7."
    assert NB.outcome_line(later) == (
        "Enstemmig utsatt: 17 stemmer, 1 blank (18 stemmeberettigede) til 16.\u00a0januar 2019."
    )


@pytest.mark.parametrize(
    ("rule", "votes", "base", "verdict", "said"),
    [
        (
            RuleFacts(name=RuleName.ORDINARY, base=Base.CAST_WITHOUT_BLANKS),
            31,
            40,
            Verdict.CARRIED,
            "Alminnelig flertall: mer enn halvparten av avgitte stemmer uten blanke. "
            "31 av 40 = 77,5\u00a0%. Flertall.",
        ),
        (
            RuleFacts(name=RuleName.TWO_THIRDS, base=Base.CAST, threshold="2/3", is_strict=False),
            6,
            9,
            Verdict.CARRIED,
            "Kvalifisert flertall: minst to tredeler av avgitte stemmer. 6 av 9 = 66,7\u00a0%. Flertall.",
        ),
        (
            RuleFacts(name=RuleName.SIMPLE, base=Base.CAST, threshold=None),
            5,
            9,
            Verdict.CARRIED,
            "Simpelt flertall: flere stemmer enn noe annet forslag. Flertall.",
        ),
        (
            RuleFacts(name=RuleName.ORDINARY, base=Base.CAST),
            0,
            0,
            Verdict.NO_VOTES,
            "Alminnelig flertall: mer enn halvparten av avgitte stemmer. 0 av 0. Ingen stemmer ble gitt.",
        ),
        (
            RuleFacts(name=RuleName.ABSOLUTE, base=Base.ENTITLED, threshold="3/5"),
            3,
            5,
            Verdict.FELL,
            "Absolutt flertall: mer enn 3/5 av de stemmeberettigede. 3 av 5 = 60\u00a0%. Ikke flertall.",
        ),
    ],
)
def test_a_rule_is_shown_as_arithmetic(
    rule: RuleFacts, votes: int, base: int, verdict: Verdict, said: str
) -> None:
    assert NB.arithmetic(ResultFacts(rule=rule, votes=votes, base_count=base, verdict=verdict)) == said


def test_parties_are_named_with_their_votes() -> None:
    assert NB.option_line(FIGURES_FELL.options[1]) == "Forslaget fra Ap og SV fikk 15 stemmer (Ap 14, SV 1)"
    assert NB.option_line(TEXT_CARRIED.options[1]) == "Mot: 16 stemmer (Sp 9, FrP 4, H 3)"


def test_the_chief_executive_has_the_title_of_the_day() -> None:
    advice = RecommendationFacts(by=Recommender.CHIEF_EXECUTIVE)

    assert NB.recommendation_title(advice, on=date(2019, 6, 3)) == "Rådmannens innstilling"
    assert NB.recommendation_title(advice, on=date(2019, 11, 4)) == "Kommunedirektørens innstilling"


def test_advice_says_whose_it_is_and_what() -> None:
    minority = RecommendationFacts(
        by=Recommender.DRAFTING_COMMITTEE, advice=Advice.SEND_ON, side=Side.MINORITY, names=(ANNE,)
    )

    assert NB.recommendation_title(minority, on=ON) == "Mindretallets innstilling (Anne Test)"
    assert NB.advice(minority) == "Forslaget oversendes neste organ uten realitetsbehandling."
    assert NB.short_advice((minority,), "drafting_committee") == "–"


TABLES = {
    "outcomes": (phrases.OUTCOMES, Outcome),
    "text labels": (phrases.TEXT_LABELS, Outcome),
    "statuses": (phrases.STATUSES, FollowUpStatus),
    "meetings": (phrases.MEETINGS, MeetingKind),
    "the meetings": (phrases.THE_MEETINGS, MeetingKind),
    "motion types": (phrases.MOTION_TYPES, MotionType),
    "recommenders": (phrases.RECOMMENDERS, Recommender),
    "advices": (phrases.ADVICES, Advice),
    "short advices": (phrases.SHORT_ADVICES, Advice),
    "rules": (phrases.RULES, RuleName),
    "bases": (phrases.BASES, Base),
    "verdicts": (phrases.VERDICTS, Verdict),
    "routes": (phrases.ROUTES, Route),
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_has_words_in_both_languages(name: str, language: Language) -> None:
    rows, members = TABLES[name]
    words = phrases.table(rows, language)

    assert set(words) == set(members)
    assert all(words.values())


def test_numbers_are_written_as_norwegians_write_them() -> None:
    assert kroner(350_000) == "350\u00a0000\u00a0kr"
    assert kroner(-1) == "\u22121\u00a0kr"
    assert [thousands(n) for n in (250_000, -42_500, 0, 1_250_050)] == [
        "250",
        "\u221242,5",
        "0",
        "1\u00a0250,05",
    ]
    assert [percent(1, of=n) for n in (1, 3, 8)] == ["100\u00a0%", "33,3\u00a0%", "12,5\u00a0%"]


@pytest.mark.parametrize(
    ("verdict", "adopted", "said"),
    [
        (Verdict.CARRIED, "Mandag", "Vedtatt: Mandag."),
        (Verdict.CARRIED_BY_LOT, "Mandag", "Vedtatt: Mandag. Stemmelikhet: loddtrekning avgjorde for."),
        (Verdict.FELL, None, "Ingen av dem fikk flertall."),
        (Verdict.FELL_AT_TIE, None, "Ingen av dem fikk flertall."),
        (Verdict.NO_VOTES, None, "Ingen stemmer ble gitt."),
    ],
)
def test_a_vote_on_alternatives_ends_with_which_of_them(
    verdict: Verdict, adopted: str | None, said: str
) -> None:
    rule = RuleFacts(name=RuleName.SIMPLE, base=Base.CAST, threshold=None, is_strict=True)
    options = tuple(OptionCount(key=key, count=1, is_ours=key == adopted) for key in ("Mandag", "Onsdag"))
    result = ResultFacts(rule=rule, votes=1, base_count=2, verdict=verdict)
    poll = PollFacts(number=1, question="Dag", vote=VoteFacts(options=options, result=result), roll=2)

    assert NB.poll_lines(poll)[-1].endswith(f"flere stemmer enn noe annet forslag. {said}")
