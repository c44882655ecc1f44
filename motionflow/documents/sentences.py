"""The sentences of papers that are put together from facts: advice, movers, meetings, sources.

Everything here is plain text. ``words.py`` makes it safe to stand in Markdown.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from motionflow.documents import numbers, phrases
from motionflow.documents.amendment_sentences import AmendmentSentences
from motionflow.documents.facts import ProposalPaper, TimelineRow
from motionflow.documents.phrases import Language
from motionflow.documents.pieces import (
    Advice,
    Contact,
    DecisionFacts,
    Head,
    MeetingFacts,
    MeetingKind,
    MotionType,
    Mover,
    Named,
    ProposalFacts,
    RecommendationFacts,
    Recommender,
    RegisteredFacts,
    Side,
    SourceFacts,
)
from motionflow.domain.flow import Route

# The law that renamed the office came into force when the councils met in the autumn of 2019.
CHIEF_EXECUTIVE_RENAMED_ON = date(2019, 10, 1)


class Sentences(AmendmentSentences):
    """The sentences of papers in one language."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._meetings = phrases.table(phrases.MEETINGS, language)
        self._the_meetings = phrases.table(phrases.THE_MEETINGS, language)
        self._motion_types = phrases.table(phrases.MOTION_TYPES, language)
        self._recommenders = phrases.table(phrases.RECOMMENDERS, language)
        self._advices = phrases.table(phrases.ADVICES, language)
        self._short_advices = phrases.table(phrases.SHORT_ADVICES, language)
        self._routes = phrases.table(phrases.ROUTES, language)

    def recommendation_title(self, advice: RecommendationFacts, *, on: date) -> str:
        """Return whose advice it is, with the names where a committee was divided."""
        if advice.side is Side.MINORITY:
            title = self._say["minority"]
        elif advice.by is Recommender.CHIEF_EXECUTIVE and on < CHIEF_EXECUTIVE_RENAMED_ON:
            title = self._say["chief_executive_before"]
        else:
            title = self._recommenders[advice.by]
        names = self.names(advice.names)
        if advice.side is Side.MAJORITY:
            names = f"{self._say['majority_side']}: {names}" if names else self._say["majority_side"]
        return f"{title} ({names})" if names else title

    def advice(self, advice: RecommendationFacts) -> str:
        """Return the advice as a sentence; empty where only a text was put forward."""
        if advice.advice is None:
            return ""
        if advice.advice is Advice.ADOPT_WITH_CHANGES and not advice.text:
            return self._say["adopt_with_changes"]
        unnamed = "another_decision" if advice.advice is Advice.COVERED else "the_next_body"
        return self._advices[advice.advice].format(target=advice.target or self._say[unnamed])

    def short_advice(self, recommendations: Iterable[RecommendationFacts], by: str) -> str:
        """Return the advice of a board or committee in a word or two, for a table."""
        for one in recommendations:
            if one.by == by and one.side is not Side.MINORITY:
                return self._short_advices[one.advice] if one.advice else "–"
        return "–"

    def proposer(self, proposal: ProposalFacts) -> str:
        """Return who made a proposal: a label, a person, a party, or these together."""
        name = ", ".join(filter(None, (proposal.person.name if proposal.person else "", proposal.mover)))
        return f"{name} ({proposal.party})" if name and proposal.party else name or proposal.party

    def mover(self, mover: Mover) -> str:
        """Return who moves: people and body, and when the body decided it."""
        name = ", ".join(filter(None, (self.names(mover.people), mover.body)))
        if mover.decided_on is None or not name:
            return name
        return f"{name} ({self._say['decided_on'].format(day=numbers.day(mover.decided_on))})"

    def mover_name(self, mover: Mover) -> str:
        """Return who moves, without the day; a dash when nobody is named."""
        return ", ".join(filter(None, (self.names(mover.people), mover.body))) or "–"

    def moved(self, mover: Mover, on: date) -> str:
        """Return who moved and when: «Løken Arbeiderforening, 16. januar 2019»."""
        return f"{self.mover_name(mover)}, {numbers.day(on)}"

    def contact(self, contact: Contact) -> str:
        """Return whom to ask, with the address that is not printed in the meeting's papers."""
        if not contact.email:
            return contact.name
        return f"{contact.name}, {contact.email} ({self._say['not_in_papers']})"

    def boxes(self, chosen: MotionType) -> str:
        """Return the types of motion as ticked and empty boxes."""
        return "   ".join(
            f"{'☒' if one is chosen else '☐'}{numbers.HARD_SPACE}{self._motion_types[one]}"
            for one in MotionType
        )

    def timeline_outcome(self, row: TimelineRow) -> str:
        """Return a line's outcome with counts, or its event, or both."""
        outcome = self.outcome(row.outcome, row.votes) if row.outcome else ""
        return " ".join(filter(None, (outcome, row.event)))

    def names(self, people: Iterable[Named]) -> str:
        """Return «Kari Eksempel, Ola Prøve og Anne Test»."""
        return self.listed([one.name for one in people])

    def listed(self, words: Sequence[str]) -> str:
        """Return words with commas, and «og» before the last."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {self._say['and']} {words[-1]}"

    def changed_by(self, decision: DecisionFacts) -> str:
        """Return which amendments each paragraph of a decided text was changed by, a sentence for each."""
        return " ".join(
            self._amended("changed_by", n=one.paragraph, numbers=self.listed(one.amendments))
            for one in decision.changed_by
        )

    # --- meetings and sources

    def meeting(self, meeting: MeetingFacts) -> str:
        """Return «årsmøte i Løken Arbeiderforening»."""
        return f"{self._meetings[meeting.kind]} {self._say['in']} {meeting.body.name}"

    def the_meeting(self, meeting: MeetingFacts) -> str:
        """Return «årsmøtet i Løken Arbeiderforening»."""
        return f"{self._the_meetings[meeting.kind]} {self._say['in']} {meeting.body.name}"

    def the_meeting_and_year(self, meeting: MeetingFacts) -> str:
        """Return «årsmøtet 2019», and the day of meetings there are several of in a year."""
        yearly = meeting.kind in (MeetingKind.ANNUAL, MeetingKind.EXTRAORDINARY)
        when = numbers.oslo_day(meeting.starts_at).year if yearly else self.meeting_day(meeting)
        return f"{self._the_meetings[meeting.kind]} {when}"

    def meeting_on(self, meeting: MeetingFacts) -> str:
        """Return «Årsmøte 16. januar 2019»."""
        return numbers.capitalised(f"{self._meetings[meeting.kind]} {self.meeting_day(meeting)}")

    def meeting_day(self, meeting: MeetingFacts) -> str:
        """Return the day of a meeting in Norway."""
        return numbers.day(numbers.oslo_day(meeting.starts_at))

    def without_meeting(self, head: Head) -> str:
        """Return «16. januar 2019, uten møte» for what the issuer did on the paper's day."""
        return f"{numbers.day(head.dated)}, {self._say['without_meeting']}"

    def meeting_time(self, meeting: MeetingFacts) -> str:
        """Return «onsdag 16. januar 2019 kl. 18.00–20.30», without the time where it is not known."""
        said = numbers.weekday(numbers.oslo_day(meeting.starts_at), language=self.language)
        if not meeting.has_time:
            return said
        said += f" {self._say['clock']}{numbers.HARD_SPACE}{numbers.clock(meeting.starts_at)}"
        return f"{said}–{numbers.clock(meeting.ends_at)}" if meeting.ends_at else said

    def place_and_day(self, head: Head) -> str:
        """Return «Løken, 18. januar 2019»."""
        return ", ".join(filter(None, (head.issuer.place, numbers.day(head.dated))))

    def day_or(self, day: date | None, otherwise: str) -> str:
        """Return a day in words, or what is said when it is not known."""
        return numbers.day(day) if day else otherwise

    def attendance(self, entitled: int | None, present: int | None, guests: int | None) -> str:
        """Return how many with voting rights there were, how many met, and the guests."""
        met = None if present == entitled else present
        counted = (("entitled", entitled), ("present", met), ("guests", guests))
        known = [self._number(key, number) for key, number in counted if number is not None]
        return ", ".join(known) or self._say["attendance_unknown"]

    def present(self, present: int, seats: int | None) -> str:
        """Return «35 av 35 medlemmer»."""
        if seats is None:
            return self._number("members", present)
        return f"{present} {self._say['of']} {self._number('members', seats)}"

    def registered(self, registered: RegisteredFacts) -> str:
        """Return «Registrert av {body} etter {source}», or plainly that no source is given."""
        if registered.source is None:
            return self._say["no_source"].format(body=registered.by)
        return self._say["registered_by"].format(body=registered.by, source=self.source(registered.source))

    def source(self, source: SourceFacts) -> str:
        """Return a source's title, origin and date."""
        on = numbers.day(source.on) if source.on else ""
        return ", ".join(filter(None, (source.title, source.origin, on)))

    # --- a group's proposal

    def proposal_title(self, paper: ProposalPaper) -> str:
        """Return the title of what a group puts forward, in the form its route has."""
        year = (paper.meeting_on or paper.head.dated).year
        if paper.route in (Route.BUDGET_FIGURES, Route.BUDGET_TEXT):
            year += 1  # the budget is adopted in December before its year, with a plan for four
        first, *later = paper.years or (year, year + 3)
        span = self._say["and_plan"].format(year=first, last=later[-1]) if later else str(first)
        return self._routes[paper.route].format(parties=self.listed(paper.parties), years=span, year=first)
