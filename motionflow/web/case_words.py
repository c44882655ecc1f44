"""A case's facts as its page shows them: votes as rows, papers in order, the status's tone."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from motionflow.domain.flow import FollowUpStatus, Outcome
from motionflow.domain.status import Status
from motionflow.domain.voting import MajorityRule, Tally, Verdict
from motionflow.i18n import N_, Words
from motionflow.labels import OPTIONS, name_of, option_name
from motionflow.web.session import current_words

_GOOD = frozenset({Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES})
_BAD = frozenset({Outcome.FALLEN, Outcome.DISMISSED})
_FOLLOW_UP_TONES = {
    FollowUpStatus.DONE: "success",
    FollowUpStatus.PARTLY_DONE: "warning",
    FollowUpStatus.DELAYED: "warning",
    FollowUpStatus.STOPPED: "danger",
}


class Counted(Protocol):
    """A recorded vote: the rule, the numbers and what they led to."""

    deciding_option: str
    result_votes: int
    result_base: int
    verdict: Verdict

    @property
    def rule(self) -> MajorityRule:
        """The rule it was judged by."""

    @property
    def tally(self) -> Tally:
        """The numbers."""


class Made(Protocol):
    """A paper: what matters for its place in a list."""

    kind: str
    version: int


def votes_of(event: Counted) -> dict[str, object]:
    """Return what the votes macro needs: options, parties, and the arithmetic as sentences."""
    words, tally = current_words(), event.tally
    options: list[dict[str, object]] = [
        {"label": option_name(name, language=words), "count": votes, "kind": _kind(name)}
        for name, votes in tally.votes.items()
    ]
    if tally.blanks or event.rule.allows_blanks:
        options.append({"label": words(N_("Blank")), "count": tally.blanks, "kind": "blank"})
    parties = [
        {"party": party, "counts": [split.get(name, 0) for name in tally.votes]}
        for party, split in (tally.per_party or {}).items()
    ]
    if parties and len(options) > len(tally.votes):
        for row in parties:
            row["counts"] = [*row["counts"], 0]
    return {
        "options": options,
        "parties": parties,
        "entitled": tally.entitled,
        "rule": name_of(event.rule.name, language=words) + ".",
        "result": _arithmetic(event, words),
    }


def tone_of(status: Status) -> str:
    """Return the colour a status line has; its words say the same."""
    if status.waiting:
        return "info"
    if status.follow_up is not None:
        return _FOLLOW_UP_TONES.get(status.follow_up, "info")
    outcome = status.latest.outcome if status.latest else None
    return "success" if outcome in _GOOD else "danger" if outcome in _BAD else "info"


def ordered_papers(papers: Iterable[Made]) -> list[Made]:
    """Return the latest version of each paper, as a step's list shows them."""
    latest: dict[object, Made] = {}
    for paper in papers:
        key = (paper.kind, getattr(paper, "subject_id", ""))
        if key not in latest or latest[key].version < paper.version:
            latest[key] = paper
    return list(latest.values())


def followed_up(rows: Sequence[object]) -> list[object]:
    """Return the follow-up statuses, the newest first."""
    return list(reversed(rows))


def _kind(name: str) -> str:
    return name if name in OPTIONS else "option"


def _arithmetic(event: Counted, words: Words) -> str:
    verdict = name_of(event.verdict, language=words)
    if event.rule.threshold is None or not event.result_base:
        return verdict
    share = words.percent(event.result_votes / event.result_base)
    counted = words(
        N_("{votes} of {base} = {share}."),
        votes=words.number(event.result_votes),
        base=words.number(event.result_base),
        share=share,
    )
    return f"{counted} {verdict}"
