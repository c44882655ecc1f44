"""Facts for one paper of every kind: an invented case with invented people, in our own words."""

from datetime import UTC, date, datetime

from motionflow.documents.annex_facts import (
    AnnexDecision,
    AnnexMotion,
    AnnexPaper,
    AnnexPromise,
    AnnexTotals,
)
from motionflow.documents.facts import (
    BookletMotion,
    BookletPaper,
    BudgetPaper,
    BudgetYear,
    DecisionNoticePaper,
    ExtractPaper,
    Facts,
    LetterPaper,
    MeasureRow,
    MinutesItem,
    MinutesPaper,
    MoneyOutcome,
    MotionPaper,
    NoticePaper,
    ProposalPaper,
    RecordPaper,
    StatusPaper,
    TextPoint,
    TextVersion,
    TimelineRow,
)
from motionflow.documents.pieces import (
    Advice,
    AgendaPoint,
    AmendmentFacts,
    BodyFacts,
    ChangeFacts,
    ChangeKind,
    Contact,
    DecisionFacts,
    Head,
    MeetingFacts,
    MeetingKind,
    MoneyFacts,
    MoneyRow,
    Mover,
    Named,
    OptionCount,
    PartyCount,
    ProposalFacts,
    RecommendationFacts,
    Recommender,
    RegisteredFacts,
    ResultFacts,
    RuleFacts,
    SentTo,
    Side,
    SourceFacts,
    Statement,
    TreatmentFacts,
    VoteFacts,
    YearAmount,
)
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.fates import Became
from motionflow.domain.flow import BodyKind, FollowUpStatus, Outcome, Route
from motionflow.domain.themes import Theme
from motionflow.domain.voting import Base, RuleName, Verdict

BRANCH = BodyFacts("Løken Arbeiderforening", BodyKind.BRANCH, "Løken")
PARTY = BodyFacts("A-H Arbeiderparti", BodyKind.MUNICIPAL_PARTY, "Bjørkelangen")
GROUP = BodyFacts("Arbeiderpartiets kommunestyregruppe", BodyKind.COUNCIL_GROUP, "Bjørkelangen")
COUNCIL = BodyFacts("Aurskog-Høland kommunestyre", BodyKind.COUNCIL, "Bjørkelangen", is_external=True)

KARI = Named("p-kari", "Kari Eksempel")
OLA = Named("p-ola", "Ola Prøve")
ANNE = Named("p-anne", "Anne Test")
PER = Named("p-per", "Per Påfunn")

CASE = "2019/1"
TITLE = "Bedre ledelse i helse og omsorg"

BRANCH_TEXT = (
    "A-H Arbeiderparti fremmer forslag om at kommunen setter av penger til at 10 ledere i helse og "
    "omsorg kan begynne på et lederstudium i 2019."
)
PARTY_TEXT = (
    "A-H Arbeiderparti ber kommunestyregruppa fremme forslag om at inntil 10 ledere i helse og omsorg får "
    "ta lederstudium.\n\n"
    "1. Kostnaden er inntil 500 000 kr over to år, delvis dekket av tilskudd.\n"
    "2. Saken fremmes sammen med rapporten for første tertial 2019.\n"
    "3. Gruppa melder tilbake til årsmøtet i 2020."
)
POINT_T3 = (
    "Kommunedirektøren legger fram sak om lederutdanning i helse og omsorg, med BI og Fagakademiet som "
    "alternativer, innen første tertial 2020. Inntil 5 plasser dekkes innenfor rammen og bundet fond."
)
GROUNDS = (
    "God ledelse gir bedre tjenester, mindre sykefravær og mer igjen for pengene. Kommunen har dyktige "
    "fagfolk, men få av lederne har fått opplæring i å lede.\n\n"
    "- **Ansatte** får klare mål og noen å snakke med.\n"
    "- **Brukere** får tjenester som henger sammen.\n"
    "- **Kommunen** får lettere tak i folk og holder bedre på dem.\n\n"
    "Et studium over to semestre med samlinger kan tas ved siden av jobben. "
    "Det finnes [to tilbydere](https://example.org/lederstudium) i regionen."
)
MONEY = MoneyFacts(
    costs=(
        MoneyRow("Studieavgift, 10 plasser", (YearAmount(2019, 210_000), YearAmount(2020, 210_000))),
        MoneyRow("Reise og bøker", (YearAmount(2019, 40_000), YearAmount(2020, 40_000))),
    ),
    is_lasting=False,
    cover="100 000 kr fra disposisjonsfond i 2019, resten innenfor rammen",
    grants="Kompetanse- og innovasjonstilskudd, søknadsfrist 1. mars",
)
SOURCES = (
    SourceFacts(
        "Kvalitetsledelse i omsorgstjenesten",
        "avisartikkel om et kurs i nabofylket",
        date(2018, 11, 20),
        "https://example.org/artikkel",
        "Tallet på kommuner er et annet hos tilbyderen selv.",
    ),
    SourceFacts("Kommunens årsrapport for 2017", "Aurskog-Høland kommune"),
)
BRANCH_MEETING = MeetingFacts(
    body=BRANCH,
    kind=MeetingKind.ANNUAL,
    starts_at=datetime(2019, 1, 16, 17, 0, tzinfo=UTC),
    ends_at=datetime(2019, 1, 16, 19, 30, tzinfo=UTC),
    place="Løken samfunnshus",
)
PARTY_MEETING = MeetingFacts(
    body=PARTY,
    kind=MeetingKind.ANNUAL,
    starts_at=datetime(2019, 2, 9, 9, 0, tzinfo=UTC),
    ends_at=datetime(2019, 2, 9, 14, 0, tzinfo=UTC),
    place="Bjørkelangen videregående skole",
)
COUNCIL_MEETING = MeetingFacts(
    body=COUNCIL,
    kind=MeetingKind.COUNCIL,
    starts_at=datetime(2019, 12, 16, 17, 0, tzinfo=UTC),
    place="Rådhuset, Bjørkelangen",
    number="9/2019",
)
ORDINARY = RuleFacts(name=RuleName.ORDINARY, base=Base.CAST_WITHOUT_BLANKS)
COUNCIL_RULE = RuleFacts(name=RuleName.COUNCIL, base=Base.CAST, quorum="1/2")

UNANIMOUS = VoteFacts(
    options=(OptionCount("for", 17, is_ours=True), OptionCount("against", 0)),
    blanks=1,
    entitled=18,
    result=ResultFacts(rule=ORDINARY, votes=17, base_count=17, verdict=Verdict.CARRIED),
)
DIVIDED = VoteFacts(
    options=(
        OptionCount("A", 31, "flertallets innstilling", is_ours=True),
        OptionCount("B", 9, "mindretallets innstilling"),
    ),
    blanks=2,
    entitled=42,
    result=ResultFacts(rule=ORDINARY, votes=31, base_count=40, verdict=Verdict.CARRIED),
)


def _split(**counts: int) -> tuple[PartyCount, ...]:
    return tuple(PartyCount(party, count) for party, count in counts.items())


FIGURES_FELL = VoteFacts(
    options=(
        OptionCount("innstillingen", 18, "Innstillingen", parties=_split(Sp=9, FrP=4, H=3, KrF=2)),
        OptionCount("vårt", 15, "Forslaget fra Ap og SV", is_ours=True, parties=_split(Ap=14, SV=1)),
        OptionCount("MDG og R", 2, "Forslaget fra MDG og R", parties=_split(MDG=1, R=1)),
    ),
    entitled=35,
    present=35,
    result=ResultFacts(rule=COUNCIL_RULE, votes=15, base_count=35, verdict=Verdict.FELL),
)
TEXT_CARRIED = VoteFacts(
    options=(
        OptionCount("for", 19, is_ours=True, parties=_split(Ap=14, SV=1, MDG=1, R=1, KrF=2)),
        OptionCount("against", 16, parties=_split(Sp=9, FrP=4, H=3)),
    ),
    entitled=35,
    present=35,
    result=ResultFacts(rule=COUNCIL_RULE, votes=19, base_count=35, verdict=Verdict.CARRIED),
)

BRANCH_DECISION = DecisionFacts(
    outcome=Outcome.ADOPTED,
    decided_on=date(2019, 1, 16),
    operative_text="Saken oversendes til årsmøtet i A-H Arbeiderparti.",
    votes=(UNANIMOUS,),
    sent_to=(SentTo(PARTY.name, BRANCH_TEXT),),
)
PARTY_DECISION = DecisionFacts(
    outcome=Outcome.ADOPTED_WITH_CHANGES,
    decided_on=date(2019, 2, 9),
    operative_text=PARTY_TEXT,
    votes=(DIVIDED,),
    sent_to=(SentTo(GROUP.name, "Gruppa fremmer saken ved første tertial 2019."),),
)
BOARD_ADVICE = RecommendationFacts(
    by=Recommender.BOARD,
    advice=Advice.ADOPT_WITH_CHANGES,
    text=PARTY_TEXT,
    grounds="Styret støtter forslaget, men det må ha beløp og inndekning for å kunne fremmes i budsjettet.",
)
MAJORITY_ADVICE = RecommendationFacts(
    by=Recommender.DRAFTING_COMMITTEE,
    advice=Advice.ADOPT_WITH_CHANGES,
    side=Side.MAJORITY,
    text=PARTY_TEXT,
    names=(ANNE, PER),
)
MINORITY_ADVICE = RecommendationFacts(
    by=Recommender.DRAFTING_COMMITTEE,
    advice=Advice.SEND_ON,
    side=Side.MINORITY,
    target="kommunestyregruppa",
    names=(Named("p-eva", "Eva Utvalg"),),
)
TREATMENT = TreatmentFacts(
    agenda_number="6.4",
    title=TITLE,
    decision=PARTY_DECISION,
    case_number=CASE,
    mover=Mover(BRANCH.name, decided_on=date(2019, 1, 16)),
    speakers=7,
    recommendations=(BOARD_ADVICE,),
    proposals=(
        ProposalFacts(key="A", text=PARTY_TEXT, mover="redaksjonskomiteens flertall"),
        ProposalFacts(key="B", text="Forslaget oversendes uten realitetsbehandling.", mover="mindretallet"),
    ),
    voting_order="A ble satt opp mot B.",
    statements=(Statement(PER, "Jeg mener kostnaden burde vært avklart med kommunen på forhånd."),),
)
OPENING = (
    AgendaPoint("a", "Godkjenning av innkalling"),
    AgendaPoint("b", "Godkjenning av dagsorden"),
    AgendaPoint("c", "Forretningsorden"),
    AgendaPoint("d", "Valg av dirigent"),
    AgendaPoint("e", "Valg av sekretær"),
    AgendaPoint("f", "Valg av redaksjonskomité"),
    AgendaPoint("g", "Valg av tellekorps"),
    AgendaPoint("h", "Valg av to til å underskrive protokollen"),
)
AGENDA = (
    AgendaPoint("1", "Åpning"),
    AgendaPoint("2", "Konstituering", OPENING),
    AgendaPoint("3", "Årsberetning"),
    AgendaPoint("4", "Regnskap"),
    AgendaPoint("5", "Arbeidsplan og budsjett"),
    AgendaPoint("6", "Innkomne forslag"),
    AgendaPoint("7", "Politisk innledning"),
    AgendaPoint("8", "Valg"),
    AgendaPoint("9", "Avslutning"),
)
REGISTERED = RegisteredFacts(
    PARTY.name,
    date(2019, 12, 20),
    SourceFacts("møtebok", "kommunens nettsider", date(2019, 12, 18), "https://example.org/motebok"),
)


def _head(issuer: BodyFacts, on: date, reference: str = CASE) -> Head:
    return Head(issuer=issuer, dated=on, reference=reference, is_example=True)


MOTION = MotionPaper(
    head=_head(BRANCH, date(2019, 1, 2)),
    title=TITLE,
    mover=Mover(BRANCH.name, (KARI,)),
    proposed_decision="Løken Arbeiderforening oversender saken til årsmøtet i A-H Arbeiderparti med dette "
    "forslaget til vedtak:\n\n> " + BRANCH_TEXT,
    grounds=GROUNDS,
    background="Omsorgstjenesten er kommunens største arbeidsplass.",
    meeting=BRANCH_MEETING,
    case_number=CASE,
    contact=Contact("p-kari", "Kari Eksempel", "kari@example.org"),
    addressee="Aurskog-Høland kommune",
    money=MONEY,
    sources=SOURCES,
    attachments=("Avisartikkel om kvalitetsledelse",),
)
NOTICE = NoticePaper(
    head=_head(BRANCH, date(2018, 12, 19), ""),
    meeting=BRANCH_MEETING,
    agenda=AGENDA,
    register_by=date(2019, 1, 14),
    motions_by=date(2019, 1, 2),
    statute="vedtektene § 7",
    voting_right="Stemmerett har medlemmer som har betalt kontingent og vært medlem i minst en måned.",
    leader=Named("p-lise", "Lise Leder"),
)
BOOKLET = BookletPaper(
    head=_head(PARTY, date(2019, 2, 1), ""),
    meeting=PARTY_MEETING,
    agenda=AGENDA,
    item_number="6",
    motions=(
        BookletMotion(
            number="4",
            agenda_number="6.4",
            case_number=CASE,
            title=TITLE,
            mover=Mover(BRANCH.name, decided_on=date(2019, 1, 16)),
            proposed_decision=BRANCH_TEXT,
            grounds=GROUNDS,
            money=MONEY,
            recommendations=(BOARD_ADVICE, MAJORITY_ADVICE, MINORITY_ADVICE),
            amendments=(
                AmendmentFacts(
                    number="A1",
                    scope=Scope.DECISION,
                    state=AmendmentState.SUBMITTED,
                    person=PER,
                    changes=(
                        ChangeFacts(kind=ChangeKind.WORDS, paragraph=1, removed="10", added="8"),
                        ChangeFacts(kind=ChangeKind.NEW, paragraph=1, added="Saken følges opp i 2020."),
                    ),
                    grounds="Det er plass til åtte.",
                ),
            ),
            sources=SOURCES,
        ),
        BookletMotion(
            number="5",
            agenda_number="6.5",
            case_number="2019/2",
            title="Gang- og sykkelvei til skolen",
            mover=Mover("Aurskog Arbeiderlag"),
            proposed_decision="Partiet ber gruppa ta opp gang- og sykkelvei langs skoleveien.",
            grounds="Veien er smal, og mange barn går der.",
            recommendations=(RecommendationFacts(by=Recommender.BOARD, advice=Advice.ADOPT),),
        ),
    ),
)
MINUTES = MinutesPaper(
    head=_head(PARTY, date(2019, 2, 9), ""),
    meeting=PARTY_MEETING,
    items=(
        MinutesItem(number="1", title="Åpning", text="Leder Ola Prøve ønsket velkommen."),
        MinutesItem(
            number="2",
            title="Konstituering",
            points=tuple(
                MinutesItem(number=point.number, title=point.title, text="Enstemmig godkjent.")
                for point in OPENING
            ),
        ),
        MinutesItem(number="6.4", title=TITLE, treatment=TREATMENT),
        MinutesItem(number="9", title="Avslutning", text="Lederen takket for møtet."),
    ),
    entitled=42,
    present=42,
    guests=3,
    chairs=(OLA,),
    secretaries=(KARI,),
    signers=(ANNE, PER),
    adjourned_at=datetime(2019, 2, 9, 14, 0, tzinfo=UTC),
    chain_number=12,
    chain_hash="ab12" * 16,
)
EXTRACT = ExtractPaper(
    head=_head(BRANCH, date(2019, 1, 18)),
    meeting=BRANCH_MEETING,
    treatment=TreatmentFacts(
        agenda_number="6.1",
        title=TITLE,
        decision=BRANCH_DECISION,
        case_number=CASE,
        mover=Mover("", (KARI,)),
        speakers=1,
    ),
    secretary=KARI,
    leader=Named("p-lise", "Lise Leder"),
)
LETTER = LetterPaper(
    head=_head(BRANCH, date(2019, 1, 18)),
    recipient=PARTY,
    recipient_leader=OLA,
    title=TITLE,
    meeting=BRANCH_MEETING,
    agenda_number="6.1",
    decision=BRANCH_DECISION,
    proposed_decision=BRANCH_TEXT,
    their_meeting_on=date(2019, 2, 9),
    motions_by=date(2019, 1, 26),
    reply_by=date(2019, 3, 1),
    signers=(KARI,),
    attachments=("Forslaget", "Særutskrift av protokollen", "Kilder"),
)
BUDGET = BudgetPaper(
    head=_head(GROUP, date(2019, 11, 25)),
    parties=("Ap", "SV"),
    base="Kommunedirektørens forslag",
    years=tuple(
        BudgetYear(year, cost, cover, subsidy, effect, 12_000_000 + effect)
        for year, cost, cover, subsidy, effect in (
            (2020, 250_000, 100_000, 150_000, -100_000),
            (2021, 2_000_000, 2_000_000, 0, 0),
            (2022, 0, 0, 0, 0),
            (2023, 0, 0, 0, 0),
        )
    ),
    measures=(
        MeasureRow(
            number="1",
            measure="Studieplasser",
            amounts=(250_000, 0, 0, 0),
            frame_area="Helse og omsorg",
            function="253",
            art="150",
            basis=CASE,
        ),
    ),
    cover=(
        MeasureRow(number="2", measure="Disposisjonsfondet", amounts=(-100_000, 0, 0, 0), art="940"),
        MeasureRow(number="3", measure="Tilskudd", amounts=(-150_000, 0, 0, 0)),
    ),
    investments=(MeasureRow(number="4", measure="Gangvei", amounts=(0, 2_000_000, 0, 0)),),
    investment_cover=(MeasureRow(number="5", measure="Lån", amounts=(0, -2_000_000, 0, 0)),),
    targets="Driftsresultatet er uendret.",
    text_points=(TextPoint("T1", "Sak legges fram innen 1. tertial 2020."),),
    to_body=COUNCIL.name,
    section="kommuneloven §§ 14-4, 14-10",
    mover=Named("p-anne", "Anne Test"),
)

PROPOSAL = ProposalPaper(
    head=_head(GROUP, date(2019, 11, 25)),
    title=TITLE,
    route=Route.BUDGET_FIGURES,
    parties=("Ap", "SV"),
    to_body=COUNCIL.name,
    meeting_on=date(2019, 12, 16),
    case_number=CASE,
    years=(2020, 2021, 2022, 2023),
    measures=(
        MeasureRow(
            number="1",
            frame_area="Helse og omsorg",
            measure="Lederstudium, inntil 5 nye plasser",
            function="253",
            art="150",
            amounts=(250_000, 42_500, 0, 0),
            basis=CASE,
        ),
        MeasureRow(
            number="2",
            frame_area="Skole",
            measure="Vikarer under samlinger",
            function="202",
            art="020",
            amounts=(50_000, 0, 0, 0),
        ),
    ),
    cover=(
        MeasureRow(
            number="3",
            frame_area="Administrasjon",
            measure="Redusert ramme til kjøp av konsulenter",
            function="120",
            art="270",
            amounts=(-300_000, -42_500, 0, 0),
        ),
    ),
    fund_effect="Disposisjonsfondet er uendret, og netto driftsresultat er det samme som i forslaget.",
    text_points=(
        TextPoint("T1", "Kommunedirektøren bes om å melde status i hver tertialrapport."),
        TextPoint("T3", POINT_T3),
    ),
    grounds="Saken kom fra Løken Arbeiderforening og er vedtatt i A-H Arbeiderparti.",
    mover=ANNE,
    mover_party="Ap",
)
RECORD = RecordPaper(
    head=_head(PARTY, date(2019, 12, 20)),
    registered=REGISTERED,
    meeting=COUNCIL_MEETING,
    archive_number="2019/1234",
    present=35,
    seats=35,
    treatment=TreatmentFacts(
        agenda_number="087/19",
        title="Årsbudsjett 2020 og økonomiplan 2020–2023",
        case_number=CASE,
        decision=DecisionFacts(
            outcome=Outcome.FALLEN,
            decided_on=date(2019, 12, 16),
            operative_text="250 000 kr til lederstudium i 2020, dekket av mindre kjøp av konsulenter.",
            votes=(FIGURES_FELL,),
        ),
        recommendations=(
            RecommendationFacts(
                by=Recommender.EXECUTIVE_COMMITTEE, text="Forslaget til budsjett vedtas som det foreligger."
            ),
        ),
        proposals=(
            ProposalFacts(key="1", text="Budsjettforslaget fra Ap og SV vedtas.", person=ANNE, party="Ap"),
        ),
    ),
)
NOTICE_OF_DECISION = DecisionNoticePaper(
    head=_head(PARTY, date(2019, 12, 20)),
    registered=REGISTERED,
    meeting=COUNCIL_MEETING,
    title="Tekstpunkt T3 om lederutdanning",
    agenda_number="087/19",
    case_number=CASE,
    archive_number="2019/1234",
    decision=DecisionFacts(
        outcome=Outcome.ADOPTED,
        decided_on=date(2019, 12, 16),
        operative_text=POINT_T3,
        votes=(TEXT_CARRIED,),
    ),
    follow_up_by="Kommunedirektøren",
    follow_up_due=date(2020, 4, 30),
    remedy="Vedtak om budsjett er ikke enkeltvedtak og kan ikke påklages. Tre medlemmer av kommunestyret kan "
    "kreve lovlighetskontroll.",
    copies_to=(BRANCH.name, GROUP.name),
)
STATUS = StatusPaper(
    head=_head(PARTY, date(2021, 1, 20)),
    case_number=CASE,
    title=TITLE,
    mover=Mover(BRANCH.name),
    moved_on=date(2019, 1, 16),
    status_line="Avsluttet: 7 av 10 plasser er brukt, og 350 000 av 500 000 kr.",
    to_body=BRANCH.name,
    status=FollowUpStatus.PARTLY_DONE,
    status_on=date(2021, 1, 15),
    source=SourceFacts("sluttrapport fra kommunen", "kommunens nettsider", date(2021, 1, 12)),
    timeline=(
        TimelineRow(
            on=date(2019, 1, 16),
            body=BRANCH.name,
            item="6.1",
            outcome=Outcome.ADOPTED,
            votes=(UNANIMOUS,),
            paper="Særutskrift",
        ),
        TimelineRow(
            on=date(2019, 2, 9),
            body=PARTY.name,
            item="6.4",
            outcome=Outcome.ADOPTED_WITH_CHANGES,
            votes=(DIVIDED,),
            paper="Særutskrift",
        ),
        TimelineRow(
            on=date(2019, 3, 25), body=COUNCIL.name, item="grunngitt spørsmål", outcome=Outcome.ANSWERED
        ),
        TimelineRow(
            on=date(2019, 6, 17), body=COUNCIL.name, item="047/19", outcome=Outcome.ADOPTED_WITH_CHANGES
        ),
        TimelineRow(
            on=date(2019, 12, 16),
            body=COUNCIL.name,
            item="087/19",
            outcome=Outcome.FALLEN,
            votes=(FIGURES_FELL,),
            event="Budsjettall.",
            paper="Møtebok",
        ),
        TimelineRow(
            on=date(2019, 12, 16),
            body=COUNCIL.name,
            item="087/19",
            outcome=Outcome.ADOPTED,
            votes=(TEXT_CARRIED,),
            event="Tekstpunkt T3.",
            paper="Melding om vedtak",
        ),
        TimelineRow(on=date(2020, 4, 1), body="Kommunen", event="Fem ledere begynte på studiet."),
    ),
    versions=(
        TextVersion("Opprinnelig", BRANCH.name, date(2019, 1, 16), BRANCH_TEXT),
        TextVersion("Vedtatt i kommunepartiet", PARTY.name, date(2019, 2, 9), PARTY_TEXT),
        TextVersion("Vedtatt i kommunen", COUNCIL.name, date(2019, 12, 16), POINT_T3),
    ),
    money=(
        MoneyOutcome(label="Studieplasser 2019–2020", asked=500_000, adopted=400_000, used=350_000),
        MoneyOutcome(label="Tilskudd fra fylkesmannen", asked=200_000, adopted=150_000),
    ),
    responsible="Anne Test, gruppeleder",
    question="Ønsker laget at gruppa tar opp de tre siste plassene i 2022?",
)

_TOTALS = AnnexTotals(
    name="2019",
    count=2,
    adopted=0,
    adopted_with_changes=1,
    covered=0,
    fallen=0,
    other=0,
    untreated=1,
    days=334,
    asked=500_000,
    granted=400_000,
    spent=350_000,
)
ANNEX = AnnexPaper(
    head=_head(BRANCH, date(2021, 1, 20)),
    of=BRANCH.name,
    since=date(2020, 1, 22),
    motions=(
        AnnexMotion(
            case_number=CASE,
            title=TITLE,
            body=BRANCH.name,
            mover=Mover(BRANCH.name),
            moved_on=date(2019, 1, 2),
            asked_text=BRANCH_TEXT,
            verdict=Became.ADOPTED_WITH_CHANGES,
            status_line="Delvis gjennomført per 18.1.2021",
            themes=(Theme.HEALTH,),
            decided_on=date(2019, 12, 16),
            decided_by=COUNCIL.name,
            changed_text=PARTY_TEXT,
            changed_by=COUNCIL.name,
            decisions=(
                AnnexDecision(
                    on=date(2019, 1, 16),
                    body=BRANCH.name,
                    item="6.1",
                    outcome=Outcome.ADOPTED,
                    votes=(UNANIMOUS,),
                ),
                AnnexDecision(
                    on=date(2019, 12, 16), body=COUNCIL.name, outcome=Outcome.FALLEN, votes=(FIGURES_FELL,)
                ),
            ),
            asked=500_000,
            granted=400_000,
            spent=350_000,
            promises=(
                AnnexPromise(
                    what="Ti ledere begynner på utdanningen",
                    responsible="Anne Test, kommunestyregruppa",
                    status=FollowUpStatus.PARTLY_DONE,
                    reached=7,
                    target=10,
                    unit="plasser",
                    due_on=date(2020, 12, 31),
                    first_due_on=date(2019, 12, 31),
                    is_overdue=True,
                    is_ended=False,
                    source="Årsmelding 2020",
                ),
            ),
            next_step="Behandling i kommunestyret",
            next_due=date(2021, 6, 14),
        ),
        AnnexMotion(
            case_number="2019/4",
            title="Gangvei til skolen",
            body=BRANCH.name,
            mover=Mover("", (Named("", "medlem"),)),
            moved_on=date(2019, 5, 2),
            asked_text="Kommunen bygger en gangvei.",
            verdict=Became.UNTREATED,
            status_line="Sendt inn, venter på behandling",
        ),
    ),
    totals=_TOTALS,
    years=(_TOTALS,),
    bodies=(_TOTALS,),
    themes=(_TOTALS,),
)

SAMPLES: tuple[Facts, ...] = (
    MOTION,
    NOTICE,
    BOOKLET,
    MINUTES,
    EXTRACT,
    LETTER,
    PROPOSAL,
    BUDGET,
    RECORD,
    NOTICE_OF_DECISION,
    STATUS,
    ANNEX,
)


def long_booklet(motions: int) -> BookletPaper:
    """Return a booklet with many motions, each in words of its own."""
    return BookletPaper(
        head=BOOKLET.head,
        meeting=PARTY_MEETING,
        agenda=AGENDA,
        item_number="6",
        motions=tuple(
            BookletMotion(
                number=str(number),
                agenda_number=f"6.{number}",
                case_number=f"2019/{number}",
                title=f"{TITLE}, del {number}",
                mover=Mover(BRANCH.name, decided_on=date(2019, 1, 16)),
                proposed_decision=f"{PARTY_TEXT}\n\nDette er forslag {number}.",
                grounds=f"{GROUNDS}\n\nDette er begrunnelsen for forslag {number}.",
                money=MONEY if number % 3 == 0 else None,
                recommendations=(BOARD_ADVICE, MAJORITY_ADVICE, MINORITY_ADVICE)[: number % 4],
                sources=SOURCES if number % 5 == 0 else (),
            )
            for number in range(1, motions + 1)
        ),
    )
