"""What polls are called, and what came of them, in the reader's language."""

from dataclasses import dataclass

from motionflow.domain.errors import Obstacle
from motionflow.domain.polls import BLANK, Channel, PollKind, PollState, RequestKind
from motionflow.domain.voting import CARRIES, Tie, Verdict
from motionflow.i18n import N_
from motionflow.labels import name_of, option_name, sentence
from motionflow.services.room_views import PollView, label_of
from motionflow.web.change_words import shown_changes
from motionflow.web.session import current_words


def option_label(view: PollView, key: str) -> str:
    """Return what an option is called: For, Against, Blank, or its own name."""
    words = current_words()
    if key == BLANK:
        return words(N_("Blank vote"))
    return option_name(label_of(view.poll, key), language=words)


def chart_of(view: PollView) -> dict[str, object]:
    """Return what the votes macro needs: the sum of all channels, the roll, and the arithmetic."""
    return {
        "options": [
            {"label": label, "count": count, "kind": _kind(key)}
            for (label, count), key in zip(chart_options(view), _counted(view), strict=True)
        ],
        "entitled": view.poll.roll_count,
        "rule": arithmetic(view),
        "result": outcome(view),
    }


def channels_of(view: PollView) -> list[tuple[str, int]]:
    """Return how the votes were given, and how many did not vote; together they are the roll."""
    words = current_words()
    rows = [(name_of(channel, language=words), number) for channel, number in _given(view)]
    return [*rows, (words(N_("Did not vote")), max(view.sums.not_voted, 0))]


@dataclass(frozen=True)
class Telling:
    """One channel while it is counted: what its form says and adds up to, before and while one types.

    Together ``others``, ``here`` and ``rest`` are the ``roll``; ``fits`` and ``over`` are sentences that the
    page fills in as one types. ``rows`` are name, number, and what typing changes: here, rest or nothing.
    """

    channel: Channel
    roll: int
    others: int
    here: int
    fits: str
    over: str
    roll_name: str
    rows: tuple[tuple[str, int, str], ...]

    @property
    def said(self) -> str:
        """How many have voted, as counted until now."""
        voted = self.others + self.here
        return self.fits.format(voted=voted, roll=self.roll, rest=self.roll - voted)


def tellings_of(view: PollView, *, without_token: int | None) -> list[Telling]:
    """Return the channels that are counted by hand.

    In a secret poll nobody knows yet how many have voted on their phones: its paper is for those who are
    ``without_token``, and is told among them. In an open poll that is ``None``.
    """
    return [
        _among_all(view, channel, number)
        if without_token is None
        else _among_tokenless(channel, number, without_token)
        for channel, number in _given(view)
        if channel is not Channel.ONLINE
    ]


def _among_all(view: PollView, here: Channel, number: int) -> Telling:
    words = current_words()
    rows = [
        (name_of(channel, language=words), votes, "here" if channel is here else "")
        for channel, votes in _given(view)
    ]
    return Telling(
        here,
        view.poll.roll_count or 0,
        view.sums.cast - number,
        number,
        words(N_("{voted} of {roll} on the roll have voted, {rest} have not.")),
        words(N_("{voted} votes are more than the {roll} on the roll. Count again.")),
        words(N_("On the roll")),
        (*rows, (words(N_("Have not voted")), max(view.sums.not_voted, 0), "rest")),
    )


def _among_tokenless(here: Channel, number: int, without_token: int) -> Telling:
    words = current_words()
    return Telling(
        here,
        without_token,
        0,
        number,
        words(N_("{voted} of {roll} without a ballot on their phone have voted on paper, {rest} have not.")),
        words(
            N_("{voted} votes are too many: {roll} on the roll have no ballot on their phone. Count again.")
        ),
        words(N_("On the roll without a ballot on their phone")),
        (
            (name_of(here, language=words), number, "here"),
            (words(N_("Have not voted")), without_token - number, "rest"),
        ),
    )


def _given(view: PollView) -> list[tuple[Channel, int]]:
    sums, poll = view.sums, view.poll
    given = [
        (Channel.ONLINE, poll.takes_online, sums.online),
        (Channel.HANDS, poll.takes_hands, sums.hands),
        (Channel.PAPER, poll.takes_paper, sums.paper),
    ]
    return [(channel, number) for channel, is_taken, number in given if is_taken]


def arithmetic(view: PollView) -> str:
    """Return the rule and the sum: «Ordinary majority: more than half of … 31 of 40 = 77.5 %. Adopted.»."""
    words, poll = current_words(), view.poll
    said = name_of(poll.rule_name, language=words) + "."
    if poll.rule.threshold is None or not poll.result_base:
        return said
    counted = words(
        N_("{votes} of {base} = {share}."),
        votes=words.number(poll.result_votes or 0),
        base=words.number(poll.result_base),
        share=words.percent((poll.result_votes or 0) / poll.result_base),
    )
    return f"{said} {counted} {outcome(view)}"


def outcome(view: PollView) -> str:
    """Return what came of a counted poll, in a sentence; empty before that."""
    words, poll = current_words(), view.poll
    if poll.verdict is None:
        return ""
    if poll.kind is PollKind.ACCLAMATION:
        return words(N_("Adopted by acclamation."))
    said = {Verdict.CARRIED: words(N_("Adopted.")), Verdict.FELL: words(N_("Not adopted."))}
    verdict = said.get(poll.verdict) or name_of(poll.verdict, language=words)
    if poll.result_option is None or _is_code(poll.result_option):
        return verdict
    if view.second_round is not None:
        return words(N_("None got a majority. A second round is held between the two with most votes."))
    if poll.verdict in (Verdict.FELL, Verdict.FELL_AT_TIE):
        return words(N_("None of them got a majority."))
    if poll.verdict not in CARRIES:
        return verdict
    name = words(N_("Adopted: {option}."), option=option_label(view, poll.result_option))
    return name if poll.verdict is Verdict.CARRIED else f"{name} {verdict}"


def announcement(view: PollView) -> str:
    """Return what a screen reader says when a poll has moved: opened, closed, or its result."""
    words, poll = current_words(), view.poll
    title = {"number": poll.number, "question": poll.question}
    match view.state:
        case PollState.PREPARED | PollState.CHECK_IN:
            return words(N_("Vote no. {number} is prepared: {question}"), **title)
        case PollState.OPEN:
            return words(N_("Vote no. {number} is open: {question}"), **title)
        case PollState.CLOSED:
            return words(N_("Vote no. {number} is closed. The result comes when it is counted."), **title)
        case PollState.COUNTED:
            # Not within the f-string: words there are not found when the catalogues are made.
            head = words(N_("Result of vote no. {number}:"), **title)
            return f"{head} {outcome(view)} {counts_line(view)}"
        case PollState.ANNULLED:
            return words(N_("Vote no. {number} is annulled: {reason}"), reason=poll.annul_reason, **title)
        case _:
            return ""


def counts_line(view: PollView) -> str:
    """Return the numbers in one line: «For 31, Against 9, Blank 2.»."""
    options = chart_options(view)
    return (", ".join(f"{label} {count}" for label, count in options) + ".") if options else ""


def chart_options(view: PollView) -> list[tuple[str, int]]:
    """Return each option with its votes, blank last; nothing where no votes were counted."""
    blank = current_words()(N_("Blank"))
    counted = _counted(view)
    return [(blank if key == BLANK else option_label(view, key), count) for key, count in counted.items()]


def obstacle_sentence(obstacle: Obstacle) -> str:
    """Return what stands in the way, in the reader's language."""
    return sentence(obstacle, language=current_words())


def tie_is_chosen(view: PollView) -> bool:
    """Return whether the one who counts must say what the chair voted for, or the lot fell on."""
    return view.poll.tie in (Tie.CHAIR_DECIDES, Tie.LOT)


def is_asked(view: PollView) -> bool:
    """Return whether somebody has asked for what the poll, as it stands, is not."""
    asked = {each.kind for each in view.poll.requests}
    wants_count = RequestKind.POLL in asked and view.poll.kind is PollKind.ACCLAMATION
    return wants_count or (RequestKind.SECRET in asked and not view.is_secret)


WORDS_FOR_PAGES = {
    "option_label": option_label,
    "chart_of": chart_of,
    "channels_of": channels_of,
    "arithmetic": arithmetic,
    "outcome": outcome,
    "announcement": announcement,
    "chart_options": chart_options,
    "obstacle_sentence": obstacle_sentence,
    "tie_is_chosen": tie_is_chosen,
    "shown_changes": shown_changes,
    "is_asked": is_asked,
}


def _counted(view: PollView) -> dict[str, int]:
    if view.poll.kind is PollKind.ACCLAMATION:
        return {}
    has_blank = any(option.key == BLANK for option in view.poll.options)
    return {**view.tally.votes, **({BLANK: view.tally.blanks} if has_blank else {})}


def _is_code(key: str) -> bool:
    return key in ("for", "against")


def _kind(key: str) -> str:
    return key if key in ("for", "against", BLANK) else "option"
