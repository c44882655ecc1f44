"""Majority rules: every case that has gone wrong elsewhere, and an independent count."""

from fractions import Fraction
from itertools import product

import pytest

from motionflow.domain.errors import Code
from motionflow.domain.voting import (
    PRESETS,
    Base,
    MajorityRule,
    RuleName,
    Tally,
    Tie,
    Verdict,
    judge,
    obstacles,
)

ORDINARY = PRESETS[RuleName.ORDINARY]
COUNCIL = PRESETS[RuleName.COUNCIL]
TWO_THIRDS = PRESETS[RuleName.TWO_THIRDS]


def votes(ours: int, theirs: int, blanks: int = 0, **more) -> Tally:
    return Tally({"for": ours, "against": theirs}, blanks, **more)


def verdict(tally: Tally, rule: MajorityRule) -> Verdict:
    return judge(tally, rule=rule, option="for").verdict


@pytest.mark.parametrize("rule", PRESETS.values(), ids=lambda rule: rule.name)
def test_nothing_to_nothing_never_carries(rule):
    assert verdict(votes(0, 0, entitled=10), rule) is Verdict.NO_VOTES
    assert not judge(votes(0, 0, 3, entitled=10), rule=rule, option="for").carried


@pytest.mark.parametrize(
    ("ours", "theirs", "blanks", "rule", "expected"),
    [
        (5, 5, 0, RuleName.ORDINARY, Verdict.FELL_AT_TIE),
        (6, 5, 0, RuleName.ORDINARY, Verdict.CARRIED),
        (5, 4, 3, RuleName.ORDINARY, Verdict.CARRIED),
        (5, 4, 3, RuleName.ORDINARY_WITH_BLANKS, Verdict.FELL),
        (6, 3, 0, RuleName.TWO_THIRDS, Verdict.CARRIED),
        (5, 3, 0, RuleName.TWO_THIRDS, Verdict.FELL),
        (6, 3, 1, RuleName.TWO_THIRDS, Verdict.FELL),
        (17, 0, 1, RuleName.ORDINARY, Verdict.CARRIED),
        (31, 9, 2, RuleName.ORDINARY, Verdict.CARRIED),
    ],
)
def test_the_edges_of_the_presets(ours, theirs, blanks, rule, expected):
    assert verdict(votes(ours, theirs, blanks, entitled=60), PRESETS[rule]) is expected


def test_two_thirds_can_be_of_the_votes_without_blanks():
    rule = MajorityRule(RuleName.TWO_THIRDS, Base.CAST_WITHOUT_BLANKS, Fraction(2, 3), is_strict=False)
    assert verdict(votes(6, 3, 1), rule) is Verdict.CARRIED


def test_an_absolute_majority_is_of_those_entitled_however_many_are_absent():
    rule = PRESETS[RuleName.ABSOLUTE]
    assert verdict(votes(10, 0, entitled=20), rule) is Verdict.FELL
    assert verdict(votes(11, 0, entitled=20), rule) is Verdict.CARRIED
    assert verdict(votes(1, 0, entitled=1), rule) is Verdict.CARRIED


def test_a_rule_of_those_entitled_asks_how_many_they_were():
    codes = [each.code for each in obstacles(votes(3, 2), rule=PRESETS[RuleName.ABSOLUTE])]
    assert codes == [Code.ENTITLED_MISSING]


def test_at_a_tie_in_the_council_the_chairs_vote_decides():
    """Kommuneloven § 11-9."""
    tie = {"entitled": 35}
    assert verdict(votes(17, 17, **tie), COUNCIL) is Verdict.UNDECIDED_AT_TIE
    assert verdict(votes(17, 17, tie_option="for", **tie), COUNCIL) is Verdict.CARRIED_BY_CHAIR
    assert verdict(votes(17, 17, tie_option="against", **tie), COUNCIL) is Verdict.FELL_BY_CHAIR
    assert verdict(votes(16, 17, tie_option="for", **tie), COUNCIL) is Verdict.FELL


def test_a_lot_decides_where_the_rule_says_so_and_a_new_round_leaves_it_open():
    lot = MajorityRule(RuleName.ORDINARY, Base.CAST, Fraction(1, 2), tie=Tie.LOT)
    assert verdict(votes(4, 4, tie_option="for"), lot) is Verdict.CARRIED_BY_LOT
    assert verdict(votes(4, 4, tie_option="against"), lot) is Verdict.FELL_BY_LOT
    again = MajorityRule(RuleName.ORDINARY, Base.CAST, Fraction(1, 2), tie=Tie.NEW_ROUND)
    assert verdict(votes(4, 4), again) is Verdict.UNDECIDED_AT_TIE


def test_half_of_the_council_must_have_voted():
    """Of 35 seats 18 are needed (kommuneloven § 11-9)."""
    assert verdict(votes(17, 0, entitled=35), COUNCIL) is Verdict.NO_QUORUM
    assert verdict(votes(18, 0, entitled=35), COUNCIL) is Verdict.CARRIED
    assert verdict(votes(17, 0, entitled=34), COUNCIL) is Verdict.CARRIED


def test_the_budget_of_december_2019_falls_and_its_text_point_carries():
    budget = Tally({"innstilling": 18, "Ap+SV": 15, "MDG+R": 2}, entitled=35)
    assert judge(budget, rule=COUNCIL, option="innstilling").carried
    assert judge(budget, rule=COUNCIL, option="Ap+SV").verdict is Verdict.FELL
    assert judge(votes(19, 16, entitled=35), rule=COUNCIL, option="for").carried


def test_of_four_budget_proposals_none_has_a_majority_in_the_first_round():
    proposals = Tally({"Ap+SV": 15, "Sp+H+KrF": 14, "FrP": 4, "MDG+R": 2}, entitled=35)
    assert not any(judge(proposals, rule=COUNCIL, option=name).carried for name in proposals.votes)


def test_simple_majority_is_more_than_any_other():
    rule = PRESETS[RuleName.SIMPLE]
    three = Tally({"a": 4, "b": 3, "c": 3})
    assert judge(three, rule=rule, option="a").carried
    assert judge(Tally({"a": 4, "b": 4, "c": 3}), rule=rule, option="a").verdict is Verdict.FELL_AT_TIE


def test_blanks_are_refused_in_the_council_outside_elections():
    """Kommuneloven § 8-1."""
    assert Code.BLANKS_NOT_ALLOWED in [
        each.code for each in obstacles(votes(20, 10, 1, entitled=35), rule=COUNCIL)
    ]
    assert obstacles(votes(20, 10, 1, entitled=35), rule=PRESETS[RuleName.COUNCIL_ELECTION]) == []


@pytest.mark.parametrize(
    ("tally", "code"),
    [
        (votes(10, 9, entitled=18), Code.VOTES_ABOVE_ENTITLED),
        (votes(10, 9, 1, entitled=19), Code.VOTES_ABOVE_ENTITLED),
        (votes(10, 9, present=18, entitled=40), Code.VOTES_ABOVE_PRESENT),
        (votes(1, 1, present=41, entitled=40), Code.PRESENT_ABOVE_ENTITLED),
        (votes(-1, 1), Code.NUMBER_INVALID),
        (Tally({}), Code.VOTES_MISSING),
        (votes(15, 20, per_party={"Ap": {"for": 14}, "H": {"against": 20}}), Code.PARTY_SPLIT_DIFFERS),
        (votes(1, 0, per_party={"Ap": {"perhaps": 1, "for": 1}}), Code.OPTION_UNKNOWN),
        (votes(1, 1, tie_option="perhaps"), Code.OPTION_UNKNOWN),
    ],
)
def test_numbers_that_do_not_add_up_are_refused(tally, code):
    assert code in [each.code for each in obstacles(tally, rule=ORDINARY)]


def test_numbers_that_add_up_are_not_refused():
    split = {"Ap": {"for": 14}, "SV": {"for": 1}, "Sp": {"against": 18}}
    assert obstacles(votes(15, 18, entitled=35, present=33, per_party=split), rule=COUNCIL) == []


ROLL = 9
_BASES = tuple(Base)
_THRESHOLDS = (None, Fraction(1, 2), Fraction(2, 3), Fraction(3, 4))
_QUORUMS = ((None, False), (Fraction(1, 2), False), (Fraction(1, 3), True), (Fraction(2, 3), False))


@pytest.mark.parametrize("base", _BASES)
@pytest.mark.parametrize("threshold", _THRESHOLDS, ids=str)
def test_the_arithmetic_agrees_with_counting_heads_one_by_one(base: Base, threshold: Fraction | None) -> None:
    """Every way nine or fewer of nine can vote for, against or blank, or stay away, under every rule.

    Counted by another method: heads in a list, and whole numbers instead of shares.
    """
    wrong = []
    for is_strict, tie, (quorum, more) in product((True, False), Tie, _QUORUMS):
        rule = MajorityRule(
            *(RuleName.ORDINARY, base, threshold, is_strict, tie), quorum=quorum, quorum_is_strict=more
        )
        for ours, theirs, blanks in product(range(ROLL + 1), repeat=3):
            # Those absent count only where the base is those present, the chair's choice only at a tie.
            left = ROLL + 1 - ours - theirs - blanks
            for absent in range(left if base is Base.PRESENT else min(left, 1)):
                for chosen in (None, "for", "against") if ours == theirs else (None,):
                    present = ours + theirs + blanks + absent
                    tally = votes(ours, theirs, blanks, entitled=ROLL, present=present, tie_option=chosen)
                    if judge(tally, rule=rule, option="for").verdict is not _by_heads(tally, rule):
                        wrong.append((tally, rule))
    assert wrong == []


@pytest.mark.parametrize("rule", PRESETS.values(), ids=lambda rule: rule.name)
def test_of_three_alternatives_at_most_one_carries_and_only_by_its_own_heads(rule: MajorityRule) -> None:
    for first, second, third in product(range(ROLL + 1), repeat=3):
        if first + second + third > ROLL:
            continue
        tally = Tally({"a": first, "b": second, "c": third}, entitled=ROLL, present=ROLL)
        carried = [each for each in tally.votes if judge(tally, rule=rule, option=each).carried]
        assert len(carried) <= 1
        most = max(tally.votes.values())
        assert all(tally.votes[each] == most > 0 for each in carried)


def _by_heads(tally: Tally, rule: MajorityRule) -> Verdict:
    heads = ["for"] * tally.votes["for"] + ["against"] * tally.votes["against"] + ["blank"] * tally.blanks
    if not heads:
        return Verdict.NO_VOTES
    if rule.quorum is not None:
        here, needed = len(heads) * rule.quorum.denominator, ROLL * rule.quorum.numerator
        if here < needed or (rule.quorum_is_strict and here == needed):
            return Verdict.NO_QUORUM
    if "for" not in heads:
        return Verdict.FELL
    if _carries(heads, tally, rule):
        return Verdict.CARRIED
    # A tie: as many for as against, and one more head for would have carried where nothing else changes.
    if heads.count("for") != heads.count("against"):
        return Verdict.FELL
    if not _carries_with(heads.count("for") + 1, heads, tally, rule):
        return Verdict.FELL
    chosen = tally.tie_option
    decided = {
        (Tie.CHAIR_DECIDES, "for"): Verdict.CARRIED_BY_CHAIR,
        (Tie.CHAIR_DECIDES, "against"): Verdict.FELL_BY_CHAIR,
        (Tie.LOT, "for"): Verdict.CARRIED_BY_LOT,
        (Tie.LOT, "against"): Verdict.FELL_BY_LOT,
    }
    if rule.tie is Tie.FALLS:
        return Verdict.FELL_AT_TIE
    return decided.get((rule.tie, chosen or ""), Verdict.UNDECIDED_AT_TIE)


def _carries(heads: list[str], tally: Tally, rule: MajorityRule) -> bool:
    return _carries_with(heads.count("for"), heads, tally, rule)


def _carries_with(ours: int, heads: list[str], tally: Tally, rule: MajorityRule) -> bool:
    if rule.threshold is None:
        return ours > heads.count("against")
    counted = {
        Base.CAST: len(heads),
        Base.CAST_WITHOUT_BLANKS: len([head for head in heads if head != "blank"]),
        Base.PRESENT: tally.present or 0,
        Base.ENTITLED: ROLL,
    }[rule.base]
    left, right = ours * rule.threshold.denominator, rule.threshold.numerator * counted
    return left > right if rule.is_strict else left >= right
