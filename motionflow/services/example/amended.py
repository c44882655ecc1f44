"""The amendments at the party's annual meeting of 2019: six, some in conflict, and how they were voted on.

The text that the meeting adopts is put together from those that carry.
"""

from datetime import date, time

from motionflow.documents.compared import TextFile, compared_docx
from motionflow.documents.remarks import By
from motionflow.domain.amendments import Scope
from motionflow.domain.deadlines import moment_in_oslo
from motionflow.domain.recommendations import RecommendationBy, Verb
from motionflow.models import Amendment, Step
from motionflow.services import amendment_votes, amendments, returned_texts
from motionflow.services.amendments import AmendmentGiven
from motionflow.services.example import party_texts, sittings
from motionflow.services.example.cast import ANNE, EINAR, NINA, NYNORSK_BRANCH, OLA, OLAV, PER, SARA, TURID
from motionflow.services.example.stage import Stage
from motionflow.services.votes import VotesGiven

BEFORE_THE_BOOKLET = date(2019, 1, 30)
_PRESENT = 42


def before_the_booklet(stage: Stage, step: Step) -> None:
    """Two amendments come before the booklet is made, and the board says what it means of them."""
    wording = _hand_in(stage, step, ANNE, party_texts.AMENDED_WORDING, "Vi bør si «inntil».")
    five = _hand_in(stage, step, PER, party_texts.AMENDED_FIVE, "Fem er det vi tror vi får penger til.")
    stage.advise(
        *(EINAR, step, Verb.ADOPT),
        on=date(2019, 1, 31),
        grounds="Da er det rom for at færre søker.",
        amendment=wording,
    )
    stage.advise(
        *(EINAR, step, Verb.REJECT),
        on=date(2019, 1, 31),
        grounds="Forslaget fra Løken er på ti, og det bør partiet støtte.",
        amendment=five,
    )


def in_the_meeting(stage: Stage, step: Step) -> None:
    """Four more come in the meeting, the drafting committee divides on the money, and all are voted on."""
    on = sittings.PARTY_2019.on
    money = _hand_in(stage, step, EINAR, party_texts.AMENDED_MONEY, "Gruppa trenger et tak.", on=on)
    group = _hand_in(
        *(stage, step, TURID, party_texts.AMENDED_MONEY_AND_GROUP, "Noen må føre saken videre."),
        on=on,
        parent=money,
    )
    _hand_in(stage, step, SARA, party_texts.AMENDED_LESS, "Det er dette vi vet at finnes.", on=on)
    _come_as_word(stage, step)
    for by, verb, names in (
        (RecommendationBy.DRAFTING_MAJORITY, Verb.ADOPT, (ANNE, EINAR)),
        (RecommendationBy.DRAFTING_MINORITY, Verb.REJECT, (SARA,)),
    ):
        stage.advise(
            *(NINA, step, verb),
            by=by,
            on=on,
            names=names,
            grounds=party_texts.PARTY_MAJORITY_GROUNDS
            if verb is Verb.ADOPT
            else party_texts.PARTY_MINORITY_GROUNDS,
            amendment=money,
        )
    _vote(stage, step, group, 27, 13)
    _vote(stage, step, money, 30, 10)
    wording, five = (row for row in step.amendments if row.number in (1, 2))
    _set_against(stage, step, wording, five, 33, 7)
    _vote(stage, step, wording, 31, 9)


def _hand_in(
    stage: Stage,
    step: Step,
    who: str,
    text: str,
    grounds: str,
    *,
    on: date = BEFORE_THE_BOOKLET,
    parent: Amendment | None = None,
) -> Amendment:
    """Hand in an amendment, taken down by the secretary."""
    given = AmendmentGiven(
        Scope.DECISION if parent is None else Scope.AMENDMENT,
        text,
        grounds=grounds,
        parent_id=None if parent is None else parent.id,
        mover=who,
    )
    viewer = stage.viewer(NINA)
    return amendments.add_amendment(viewer, step.id, given=given, at=stage.at, handed_in_at=stage.noon(on))


def _come_as_word(stage: Stage, step: Step) -> None:
    """One comes as a Word file with tracked changes, as its branch had written in it the evening before."""
    before = returned_texts.whole_text(step)
    after = before.replace(party_texts.STUDY_AMENDED, party_texts.STUDY_AS_AMENDED)
    written_at = moment_in_oslo(date(2019, 2, 8), time(20, 15))
    file = TextFile(title=step.motion.title, by=By(OLAV, written_at))
    nina = stage.viewer(NINA)
    content = compared_docx(before, after, file=file)
    upload = returned_texts.keep_returned(nina, step.id, content, name=party_texts.WORD_FILE, at=stage.at)
    taken = (returned_texts.Taken(1, mover=NYNORSK_BRANCH, grounds="Det finnes flere studier."),)
    on = stage.noon(sittings.PARTY_2019.on)
    returned_texts.take_changes(
        nina, step.id, upload.id, taken=taken, version=None, at=stage.at, handed_in_at=on
    )


def _vote(stage: Stage, step: Step, row: Amendment, votes_for: int, votes_against: int) -> None:
    votes = _counted((("for", votes_for), ("against", votes_against)))
    amendment_votes.record_vote(
        stage.viewer(OLA),
        row.id,
        seen=row.version,
        at=stage.at,
        votes=votes,
        voted_at=stage.noon(sittings.PARTY_2019.on),
    )


def _set_against(
    stage: Stage, step: Step, one: Amendment, other: Amendment, votes_one: int, votes_other: int
) -> None:
    votes = _counted(((one.shown_number, votes_one), (other.shown_number, votes_other)))
    amendment_votes.record_against(
        stage.viewer(OLA),
        one.id,
        other_id=other.id,
        seen=one.version,
        at=stage.at,
        votes=votes,
        voted_at=stage.noon(sittings.PARTY_2019.on),
    )


def _counted(options: tuple[tuple[str, int], tuple[str, int]]) -> VotesGiven:
    cast = options[0][1] + options[1][1]
    return VotesGiven(options, options[0][0], blanks=_PRESENT - cast, entitled=_PRESENT, present=_PRESENT)
