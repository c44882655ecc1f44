"""The way of the motion on leadership training, from the notice of December 2018 to January 2021."""

from datetime import date

from motionflow.domain.flow import FollowUpStatus, Outcome, Route
from motionflow.domain.recommendations import RecommendationBy, Verb
from motionflow.models import Motion, Step
from motionflow.services import meetings
from motionflow.services.decisions import DecisionGiven, VotesGiven
from motionflow.services.example import (
    agendas,
    amended,
    council_texts,
    money,
    party_texts,
    promises,
    seats,
    sittings,
)
from motionflow.services.example.cast import (
    ANNE,
    BERIT,
    BRANCH,
    COUNCIL,
    EINAR,
    EXECUTIVE,
    GROUP,
    KARI,
    NINA,
    PARTY,
    SARA,
    TURID,
)
from motionflow.services.example.stage import Stage
from motionflow.services.steps import SendTo


def play(stage: Stage) -> None:
    """Let the motion go its whole way."""
    seats.keep_council(stage)
    motion = _hand_in(stage)
    at_party = _branch_adopts(stage, motion)
    at_group = _party_adopts_with_changes(stage, at_party)
    _group_asks(stage, at_group)
    june = _council_changes_budget(stage, at_group)
    stage.follow_up(
        ANNE,
        motion,
        FollowUpStatus.DELAYED,
        on=date(2019, 8, 20),
        source=council_texts.DELAYED_SOURCE,
        note=council_texts.DELAYED_NOTE,
    )
    again = SendTo(stage.bodies[GROUP], party_texts.PARTY_TO_GROUP_AGAIN)
    [at_group] = stage.send_on(NINA, at_party, again, on=date(2019, 11, 5))
    _group_makes_proposals(stage, at_group)
    text_point = _council_votes_on_budget(stage, at_group)
    _branch_notes(stage, text_point)
    stage.follow_up(
        ANNE,
        motion,
        FollowUpStatus.UNDER_WAY,
        on=date(2020, 4, 20),
        source=council_texts.UNDER_WAY_SOURCE,
        note=council_texts.UNDER_WAY_NOTE,
    )
    noted = _council_notes(stage, at_group)
    money.settle(stage, noted)
    promises.keep_promises(stage, june)
    stage.follow_up(
        ANNE,
        motion,
        FollowUpStatus.PARTLY_DONE,
        on=date(2021, 1, 18),
        source=council_texts.PARTLY_DONE_SOURCE,
        note=council_texts.PARTLY_DONE_NOTE,
    )
    promises.keep_figures(stage, motion)
    stage.open_to_public(KARI, motion.steps[0])
    stage.open_to_public(NINA, at_party)
    promises.make_annex(stage)


def _hand_in(stage: Stage) -> Motion:
    """A member hands the motion in, and the secretary mends the name of the municipality."""
    motion = stage.hand_in(
        BERIT,
        BRANCH,
        party_texts.AS_HANDED_IN,
        on=date(2019, 1, 2),
        sources=party_texts.SOURCES,
        original=(party_texts.ORIGINAL_NAME, party_texts.original()),
    )
    stage.correct(KARI, motion, party_texts.CORRECTED, on=date(2019, 1, 3))
    return motion


def _branch_adopts(stage: Stage, motion: Motion) -> Step:
    """Løken's annual meeting adopts the motion, and it is sent on to the party."""
    sitting, step = sittings.BRANCH_2019, motion.steps[0]
    meeting = stage.begin(sitting)
    stage.accept(KARI, step, on=date(2019, 1, 3))
    stage.put_on_list(KARI, step, meeting, "6.1")
    stage.advise(KARI, step, Verb.ADOPT, on=date(2019, 1, 8), grounds=party_texts.BRANCH_BOARD_GROUNDS)
    stage.make_booklet(sitting, meeting, on=date(2019, 1, 9))
    stage.gather(sitting, meeting)
    given = DecisionGiven(
        Outcome.ADOPTED,
        sitting.on,
        party_texts.BRANCH_DECISION,
        meeting_id=meeting.id,
        next_body_id=stage.bodies[PARTY].id,
        proposed_decision=party_texts.BRANCH_TO_PARTY,
        votes=VotesGiven((("for", 17), ("against", 0)), blanks=1, entitled=18, present=18),
    )
    stage.decide(KARI, step, given)
    stage.close(sitting, meeting)
    to_party = SendTo(stage.bodies[PARTY], party_texts.BRANCH_TO_PARTY)
    return stage.send_on(KARI, step, to_party, on=date(2019, 1, 18))[0]


def _party_adopts_with_changes(stage: Stage, step: Step) -> Step:
    """The party's annual meeting adopts what the majority of the drafting committee put forward."""
    sitting = sittings.PARTY_2019
    meeting = stage.begin(sitting)
    stage.accept(NINA, step, on=date(2019, 1, 26))
    for item in agendas.PARTY_2019_MOTIONS:
        meetings.add_item(stage.viewer(NINA), meeting.id, item=item, at=stage.at)
    stage.put_on_list(NINA, step, meeting, "6.4")
    stage.advise(
        EINAR,
        step,
        Verb.ADOPT_WITH_CHANGES,
        on=date(2019, 1, 31),
        text=party_texts.PARTY_BOARD_TEXT,
        grounds=party_texts.PARTY_BOARD_GROUNDS,
    )
    money.ask_at_party(stage, NINA, step)
    amended.before_the_booklet(stage, step)
    stage.make_booklet(sitting, meeting, on=date(2019, 2, 1))
    stage.gather(sitting, meeting)
    _drafting_committee_divides(stage, step)
    amended.in_the_meeting(stage, step)
    given = DecisionGiven(
        Outcome.ADOPTED_WITH_CHANGES,
        sitting.on,
        party_texts.PARTY_MAJORITY_TEXT,
        meeting_id=meeting.id,
        next_body_id=stage.bodies[GROUP].id,
        proposed_decision=party_texts.PARTY_TO_GROUP,
        votes=VotesGiven(
            ((party_texts.MAJORITY, 31), (party_texts.MINORITY, 9)),
            deciding_option=party_texts.MAJORITY,
            blanks=2,
            entitled=42,
            present=42,
        ),
    )
    stage.decide(NINA, step, given)
    stage.close(sitting, meeting)
    to_group = SendTo(stage.bodies[GROUP], party_texts.PARTY_TO_GROUP)
    return stage.send_on(NINA, step, to_group, on=date(2019, 2, 13))[0]


def _drafting_committee_divides(stage: Stage, step: Step) -> None:
    stage.advise(
        NINA,
        step,
        Verb.ADOPT_WITH_CHANGES,
        by=RecommendationBy.DRAFTING_MAJORITY,
        on=sittings.PARTY_2019.on,
        text=party_texts.PARTY_MAJORITY_TEXT,
        names=(ANNE, EINAR),
        grounds=party_texts.PARTY_MAJORITY_GROUNDS,
    )
    stage.advise(
        NINA,
        step,
        Verb.SEND_ON,
        by=RecommendationBy.DRAFTING_MINORITY,
        on=sittings.PARTY_2019.on,
        text=party_texts.PARTY_MINORITY_TEXT,
        target=stage.bodies[GROUP].name,
        names=(SARA,),
        grounds=party_texts.PARTY_MINORITY_GROUNDS,
    )


def _group_asks(stage: Stage, step: Step) -> None:
    """The group asks the council a question in March, and is answered."""
    sitting, council = sittings.GROUP_SPRING, stage.bodies[COUNCIL]
    meeting = stage.begin(sitting)
    stage.accept(TURID, step, on=date(2019, 2, 14))
    stage.put_on_list(TURID, step, meeting, "3.1")
    money.ask_at_group(stage, TURID, step)
    stage.gather(sitting, meeting)
    # How the group voted was not recorded.
    given = DecisionGiven(
        Outcome.ADOPTED,
        sitting.on,
        party_texts.GROUP_SPRING_DECISION,
        meeting_id=meeting.id,
        next_body_id=council.id,
        proposed_decision=party_texts.QUESTION,
    )
    stage.decide(TURID, step, given)
    stage.close(sitting, meeting)
    question = SendTo(council, party_texts.QUESTION, Route.QUESTION)
    [asked] = stage.send_on(TURID, step, question, on=date(2019, 3, 8))
    stage.record(ANNE, asked, Outcome.ANSWERED, sittings.QUESTIONS, text=council_texts.ANSWER)


def _council_changes_budget(stage: Stage, step: Step) -> Step:
    """The executive committee recommends, and the council adopts with changes, money for 2019."""
    council = stage.bodies[COUNCIL]
    change = SendTo(stage.bodies[EXECUTIVE], party_texts.BUDGET_CHANGE, Route.BUDGET_CHANGE)
    [prepared] = stage.send_on(TURID, step, change, on=date(2019, 5, 14))
    money.ask_in_june(stage, TURID, prepared)
    stage.record(
        TURID,
        prepared,
        Outcome.RECOMMENDED,
        sittings.EXECUTIVE_JUNE,
        text=council_texts.SPRING_RECOMMENDATION,
        votes=VotesGiven((("for", 6), ("against", 3)), entitled=9, present=9),
        next_body=council,
    )
    to_council = SendTo(council, council_texts.SPRING_RECOMMENDATION, Route.BUDGET_CHANGE)
    [decided] = stage.send_on(TURID, prepared, to_council, on=date(2019, 6, 5))
    # The council of 2015–2019: its votes were not found, so none are recorded.
    text = council_texts.SPRING_DECISION
    stage.record(ANNE, decided, Outcome.ADOPTED_WITH_CHANGES, sittings.COUNCIL_JUNE, text=text)
    money.grant_in_june(stage, decided)
    return decided


def _group_makes_proposals(stage: Stage, step: Step) -> None:
    """The group decides on figures and a text point for the budget of 2020, and hands its proposal in."""
    sitting = sittings.GROUP_AUTUMN
    meeting = stage.begin(sitting)
    stage.accept(TURID, step, on=date(2019, 11, 6))
    stage.put_on_list(TURID, step, meeting, "3.1")
    money.ask_in_december(stage, TURID, step)
    stage.gather(sitting, meeting)
    given = DecisionGiven(
        Outcome.ADOPTED,
        sitting.on,
        party_texts.GROUP_AUTUMN_DECISION,
        meeting_id=meeting.id,
        next_body_id=stage.bodies[EXECUTIVE].id,
        proposed_decision=party_texts.FIGURES,
        votes=VotesGiven((("for", 13), ("against", 0)), entitled=14, present=13),
    )
    stage.decide(TURID, step, given)
    stage.close(sitting, meeting)
    money.propose_budget(stage, step.motion)


def _council_votes_on_budget(stage: Stage, step: Step) -> Step:
    """In one council meeting the figures fall and the text point carries."""
    council = stage.bodies[COUNCIL]
    figures = SendTo(stage.bodies[EXECUTIVE], party_texts.FIGURES, Route.BUDGET_FIGURES)
    [prepared] = stage.send_on(TURID, step, figures, on=date(2019, 11, 14))
    stage.record(
        TURID,
        prepared,
        Outcome.RECOMMENDED,
        sittings.EXECUTIVE_NOVEMBER,
        text=council_texts.AUTUMN_RECOMMENDATION,
        votes=council_texts.EXECUTIVE_VOTES,
    )
    at_figures, at_text_point = stage.send_on(
        TURID,
        step,
        SendTo(council, party_texts.FIGURES, Route.BUDGET_FIGURES),
        SendTo(council, party_texts.TEXT_POINT, Route.BUDGET_TEXT),
        on=date(2019, 12, 2),
    )
    held = sittings.COUNCIL_DECEMBER
    stage.record(ANNE, at_figures, Outcome.FALLEN, held, votes=council_texts.FIGURES_VOTES)
    text, votes = party_texts.TEXT_POINT, council_texts.TEXT_POINT_VOTES
    stage.record(ANNE, at_text_point, Outcome.ADOPTED, held, text=text, votes=votes)
    money.record_points(stage)
    return at_text_point


def _branch_notes(stage: Stage, step: Step) -> None:
    """What the council adopted goes back to the branch, whose annual meeting notes it."""
    sitting = sittings.BRANCH_2020
    to_branch = SendTo(stage.bodies[BRANCH], party_texts.GROUP_TO_BRANCH)
    [at_branch] = stage.send_on(TURID, step, to_branch, on=date(2020, 1, 6))
    meeting = stage.begin(sitting)
    stage.accept(KARI, at_branch, on=date(2020, 1, 7))
    stage.put_on_list(KARI, at_branch, meeting, "4.1")
    stage.gather(sitting, meeting)
    given = DecisionGiven(
        Outcome.NOTED,
        sitting.on,
        party_texts.BRANCH_NOTED,
        meeting_id=meeting.id,
        votes=VotesGiven((("for", 16), ("against", 0)), entitled=16, present=16),
    )
    stage.decide(KARI, at_branch, given)
    stage.close(sitting, meeting)


def _council_notes(stage: Stage, step: Step) -> Step:
    """The case that the text point ordered comes before the council, and is noted."""
    listed = SendTo(stage.bodies[COUNCIL], council_texts.GROUP_ASKS_FOR_CASE, Route.LISTED_CASE)
    [at_council] = stage.send_on(TURID, step, listed, on=date(2020, 5, 25))
    votes = VotesGiven((("for", 33), ("against", 0)), entitled=35, present=33)
    stage.record(
        ANNE, at_council, Outcome.NOTED, sittings.COUNCIL_2020, text=council_texts.NOTED, votes=votes
    )
    return at_council
