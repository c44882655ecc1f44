"""The sentences of papers on votes and outcomes: counts in words, and the rule as arithmetic."""

from collections.abc import Sequence

from motionflow.documents import numbers, phrases
from motionflow.documents.phrases import Language
from motionflow.documents.pieces import (
    AGAINST,
    FOR,
    DecisionFacts,
    OptionCount,
    PollFacts,
    ResultFacts,
    RuleFacts,
    VoteFacts,
)
from motionflow.domain.flow import FollowUpStatus, Outcome
from motionflow.domain.voting import QuorumOf, Verdict

# Nobody votes on these; to say that the votes are not recorded would suggest that somebody did.
NOT_VOTED_ON = frozenset({Outcome.WITHDRAWN, Outcome.COVERED, Outcome.ANSWERED, Outcome.LAPSED})

# «Vedtatt med 31 mot 9 stemmer» reads well; the longer outcomes take a colon.
_BLOCK, _THIN, _BAR = "\N{FULL BLOCK}", "\N{LEFT ONE QUARTER BLOCK}", 24
_TAKES_WITH = frozenset({Outcome.ADOPTED, Outcome.FALLEN})


class VoteSentences:
    """The sentences on votes in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._say = phrases.phrases(language)
        self._outcomes = phrases.table(phrases.OUTCOMES, language)
        self._text_labels = phrases.table(phrases.TEXT_LABELS, language)
        self._text_intros = phrases.table(phrases.TEXT_INTROS, language)
        self._statuses = phrases.table(phrases.STATUSES, language)
        self._rules = phrases.table(phrases.RULES, language)
        self._bases = phrases.table(phrases.BASES, language)
        self._verdicts = phrases.table(phrases.VERDICTS, language)

    def is_voted_on(self, outcome: Outcome) -> bool:
        """Return whether a paper must say how the votes fell."""
        return outcome not in NOT_VOTED_ON

    def has_parties(self, vote: VoteFacts) -> bool:
        """Return whether the votes are known per party."""
        return any(option.parties for option in vote.options)

    def outcome_line(self, decision: DecisionFacts) -> str:
        """Return how it ended, with the counts: «Vedtatt med 31 mot 9 stemmer, 2 blanke (…).»."""
        line = self.outcome(decision.outcome, decision.votes)
        if decision.covered_by:
            line = f"{line[:-1]} {self._say['of']} {decision.covered_by}."
        if decision.postponed_to:
            line = f"{line[:-1]} {self._say['postponed_to'].format(day=numbers.day(decision.postponed_to))}."
        return line

    def outcome(self, outcome: Outcome, votes: Sequence[VoteFacts]) -> str:
        """Return an outcome with the counts of the last vote, or that they were not recorded."""
        word = self._outcomes[outcome]
        if not votes:
            return f"{word}." if outcome in NOT_VOTED_ON else f"{word}. {self._say['not_recorded']}"
        vote = votes[-1]
        ours = next((one for one in vote.options if one.is_ours), None) or next(
            (one for one in vote.options if one.key == FOR), None
        )
        if ours is None:
            return f"{word}: {self.vote_line(vote)}"
        others = sum(one.count for one in vote.options) - ours.count
        joint = f" {self._say['with']}" if outcome in _TAKES_WITH else ":"
        if others == 0 and ours.count > 0:
            word = f"{self._say['unanimously']} {word[0].lower()}{word[1:]}"
            counts = self._number("votes", ours.count)
        elif len(vote.options) == 2:
            counts = f"{ours.count} {self._say['against']} {self._number('votes', others)}"
        else:
            counts = f"{ours.count} {self._say['of']} {self._number('votes', ours.count + others)}"
        return f"{word}{joint} {counts}{self._rest(vote)}."

    def vote_line(self, vote: VoteFacts) -> str:
        """Return the counts of every option: «A fikk 31 stemmer, B 9 stemmer, 2 blanke (…).»."""
        said: list[str] = []
        for option in vote.options:
            votes = numbers.whole(option.count) if said else self._number("votes", option.count)
            if option.key in (FOR, AGAINST):
                said.append(f"{votes} {self._say['votes_' + option.key].lower()}")
            elif said:
                said.append(f"{option.key} {self._number('votes', option.count)}")
            else:
                said.append(self._say["got"].format(option=option.key, votes=votes))
        return f"{', '.join(said)}{self._rest(vote)}."

    def option_line(self, option: OptionCount) -> str:
        """Return one option with its parties: «Innstillingen fikk 18 stemmer (Sp 9, FrP 4)»."""
        votes = self._number("votes", option.count)
        parties = ", ".join(f"{one.party} {one.count}" for one in option.parties)
        split = f" ({parties})" if parties else ""
        if option.key in (FOR, AGAINST):
            return f"{self._say['votes_' + option.key]}: {votes}{split}"
        return self._say["got"].format(option=self.option_name(option), votes=votes) + split

    def option_name(self, option: OptionCount) -> str:
        """Return what an option is called in a list of votes."""
        if option.key in (FOR, AGAINST):
            return self._say["votes_" + option.key]
        return option.label or option.key

    def rest_of(self, vote: VoteFacts) -> str:
        """Return blanks, the entitled and those who did not vote, as a sentence; empty when unknown."""
        rest = ", ".join((*self._not_for_an_option(vote), *self._of_whom(vote)))
        return f"{numbers.capitalised(rest)}." if rest else ""

    def arithmetic(self, result: ResultFacts) -> str:
        """Return the rule, the sum and what it gave: «… 31 av 40 = 77,5 %. Flertall.»."""
        return f"{self._sum(result)} {self._verdicts[result.verdict]}"

    def poll_title(self, poll: PollFacts) -> str:
        """Return what a poll was about: «Votering 2, andre runde: Bokbuss til bygdene»."""
        said = [self._say["poll"].format(n=poll.number)]
        said += [self._say["second_round"]] if poll.is_second_round else []
        said += [self._say["secret"]] if poll.is_secret else []
        return f"{', '.join(said)}: {poll.question}"

    def poll_lines(self, poll: PollFacts) -> list[str]:
        """Return what came of a poll: counts, how the votes were given, and the arithmetic."""
        if poll.annulled:
            return [self._say["annulled"].format(reason=f"{poll.annulled.rstrip('.')}.")]
        if poll.vote is None or poll.vote.result is None:
            return [self._say["by_acclamation"]]
        said = f"{self._sum(poll.vote.result)} {self._end_of_poll(poll.vote.result, poll.vote.options)}"
        checksum = [self._say["poll_checksum"].format(sha256=poll.checksum)] if poll.checksum else []
        return [self.vote_line(poll.vote), self._channels(poll), said, *checksum]

    def _end_of_poll(self, result: ResultFacts, options: Sequence[OptionCount]) -> str:
        """Return what a poll ended with; of alternatives which one, or that it was none."""
        verdict = self._verdicts[result.verdict]
        if all(one.key in (FOR, AGAINST) for one in options):
            ends = {Verdict.CARRIED: self._say["poll_adopted"], Verdict.FELL: self._say["poll_fell"]}
            return ends.get(result.verdict, verdict)
        adopted = [self._say["poll_option"].format(option=one.key) for one in options if one.is_ours]
        if not adopted:
            fell = result.verdict in (Verdict.FELL, Verdict.FELL_AT_TIE)
            return self._say["poll_none"] if fell else verdict
        return " ".join((*adopted, *([] if result.verdict is Verdict.CARRIED else [verdict])))

    def poll_rows(self, poll: PollFacts) -> list[tuple[str, str, str, str]]:
        """Return a counted poll as rows: option, votes, share of the votes cast, and a bar of the roll.

        The bar is drawn with blocks, so that it is in the text of the paper and comes out everywhere.
        """
        if poll.annulled or poll.vote is None:
            return []
        counts = [(self.option_name(one), one.count) for one in poll.vote.options]
        counts += [] if poll.vote.blanks is None else [(self._say["blank"], poll.vote.blanks)]
        cast = sum(count for _, count in counts)
        return [
            (
                name,
                numbers.whole(count),
                numbers.percent(count, of=cast) if cast else "",
                _BLOCK * round(_BAR * count / max(poll.roll or 0, cast, 1)) or ("" if not count else _THIN),
            )
            for name, count in counts
        ]

    def text_label(self, outcome: Outcome) -> str:
        """Return the heading over an outcome and its text: «Vedtak», «Svar»."""
        return self._text_labels[outcome]

    def text_intro(self, outcome: Outcome) -> str:
        """Return what is said before a text that did not come into force; else nothing."""
        return self._text_intros.get(outcome, "")

    def status(self, status: FollowUpStatus) -> str:
        """Return the word for a follow-up status."""
        return self._statuses[status]

    def _channels(self, poll: PollFacts) -> str:
        given = (("by_phone", poll.online), ("by_hands", poll.hands), ("by_paper", poll.paper))
        said = [self._number(key, number) for key, number in given if number is not None]
        said.append(self._number("not_voted", poll.not_voted))
        return f"{numbers.capitalised(', '.join(said))}: {self._number('on_roll', poll.roll or 0)}."

    def _sum(self, result: ResultFacts) -> str:
        rule = result.rule
        said = [f"{self._rules[rule.name]}: {self._threshold(rule)}."]
        if rule.quorum is not None:
            present = "_present" if rule.quorum_of is QuorumOf.PRESENT else ""
            key = f"quorum{present}{'_more' if rule.quorum_is_strict else ''}"
            said.append(self._say[key].format(share=self._share(rule.quorum)))
        if rule.threshold is not None:
            share = f" = {numbers.percent(result.votes, of=result.base_count)}" if result.base_count else ""
            said.append(f"{result.votes} {self._say['of']} {result.base_count}{share}.")
        return " ".join(said)

    def _threshold(self, rule: RuleFacts) -> str:
        if rule.threshold is None:
            return self._say["plurality"]
        how = self._say["more_than" if rule.is_strict else "at_least"]
        return how.format(share=self._share(rule.threshold), base=self._bases[rule.base])

    def _share(self, fraction: str) -> str:
        key = {"1/2": "half", "2/3": "two_thirds", "3/4": "three_quarters"}.get(fraction)
        return self._say[key] if key else fraction

    def _rest(self, vote: VoteFacts) -> str:
        said = "".join(f", {one}" for one in self._not_for_an_option(vote))
        whom = ", ".join(self._of_whom(vote))
        return f"{said} ({whom})" if whom else said

    def _not_for_an_option(self, vote: VoteFacts) -> list[str]:
        said = [] if vote.blanks is None else [self._number("blanks", vote.blanks)]
        cast = sum(one.count for one in vote.options) + (vote.blanks or 0)
        could = vote.entitled if vote.present is None else vote.present
        if could is not None and could > cast:
            said.append(self._number("not_voted", could - cast))
        return said

    def _of_whom(self, vote: VoteFacts) -> list[str]:
        said = [] if vote.entitled is None else [self._number("entitled", vote.entitled)]
        if vote.present is not None and vote.present != vote.entitled:
            said.append(self._number("present", vote.present))
        return said

    def _number(self, key: str, n: int) -> str:
        one, many = self._say[key].split("|")
        return (one if n == 1 else many).format(n=numbers.whole(n))
