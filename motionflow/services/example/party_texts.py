"""What the branch, the party and the group wrote and decided about leadership training (example)."""

from motionflow.services.motions import SourceGiven, Wording

TITLE = "Lederutdanning i helse og omsorg"

_GROUNDS = """\
Gode ledere er noe av det viktigste vi kan gi dem som trenger pleie og omsorg. Vi mener at bedre ledelse \
vil gi tydelig bedre tjenester og få pengene til å rekke lenger. Likevel er ikke ledelse omtalt der \
kommunens årsrapport for 2018 handler om helse og omsorg.

Hjemmetjenesten hos oss virker, og sykehjemmene er gode. De kan bli enda bedre dersom de som leder dem, \
får lære mer enn helsefag. Å lede er et håndverk som må læres, øves inn og tenkes gjennom sammen med \
andre. For tjenestene framover tror vi at det betyr mer enn ny teknologi.

{place} ligger langt nede i Kommunebarometeret: nummer 254 i helse og nummer 394 i pleie og omsorg, \
blant 427 kommuner. Plasseringen forteller ikke alt, men den bør få oss til å spørre hva andre gjør \
annerledes.

Vi venter oss fire ting av ledere som kan faget sitt: at de ansatte trives og blir, at beboere og brukere \
blir møtt med respekt, at gode ideer fra ansatte og pårørende blir prøvd ut, og at flere har lyst til å \
gjøre en frivillig innsats.

Høgskolestiftelsen for Innovasjon og Entreprenørskap og BI vil holde studiet Helseledelse som samlinger i \
distriktet, fordelt på to semestre. Det er laget for dem som leder sykehjem, avdelinger og \
rehabilitering. Det kreves 25 deltakere, og de kan komme fra flere kommuner. Studiet koster penger, men \
Fylkesmannen og KS har ordninger som kommunen kan søke om støtte fra."""

_PROPOSED = """\
Løken Arbeiderforening ber årsmøtet i A-H Arbeiderparti om å gjøre dette vedtaket:

A-H Arbeiderparti vil at {place} kommune setter av penger slik at ti ledere i helse og omsorg kan begynne \
på studiet i helseledelse i 2019."""

# The name of the municipality lacks its hyphen in the first version; the secretary corrects it.
AS_HANDED_IN = Wording(
    TITLE, _GROUNDS.format(place="Aurskog Høland"), _PROPOSED.format(place="Aurskog Høland")
)
CORRECTED = Wording(TITLE, _GROUNDS.format(place="Aurskog-Høland"), _PROPOSED.format(place="Aurskog-Høland"))

ORIGINAL_NAME = "forslag-lederutdanning.txt"


def original() -> bytes:
    """Return the motion as the mover sent it: a plain text file."""
    parts = (AS_HANDED_IN.title.upper(), AS_HANDED_IN.grounds, AS_HANDED_IN.proposed_decision)
    return "\n\n".join(parts).encode() + b"\n"


SOURCES = (
    SourceGiven(
        "Kommunebarometeret",
        origin="Kommunal Rapport, med tall fra SSB og KS",
        doubt="Forslaget nevner 427 kommuner. Det er flere enn det var i 2018, så plasseringene bør sjekkes.",
    ),
    SourceGiven(
        "Kommunens årsrapport",
        origin="Aurskog-Høland kommune",
        doubt="Rapporten for 2018 var ikke lagt fram i januar 2019. Trolig er det rapporten for 2017 som er "
        "lest.",
    ),
    SourceGiven(
        "Lederutdanning for helse og omsorg",
        origin="Fagakademiet",
        doubt="Et annet studietilbud enn det forslaget nevner, omtalt av dem som selger det.",
    ),
)

# Løken Arbeiderforening, 16.1.2019
BRANCH_BOARD_GROUNDS = "Forslaget gjelder noe kommunen kan gjøre noe med allerede i år."
BRANCH_DECISION = "Forslaget vedtas og sendes til årsmøtet i A-H Arbeiderparti."
BRANCH_TO_PARTY = """\
A-H Arbeiderparti vil at Aurskog-Høland kommune setter av penger slik at ti ledere i helse og omsorg kan \
begynne på studiet i helseledelse i 2019."""

# A-H Arbeiderparti, 9.2.2019
PARTY_BOARD_TEXT = """\
A-H Arbeiderparti vil at kommunen betaler for inntil ti studieplasser i helseledelse. Før saken går til \
kommunestyret, skal det være klart hva det koster, hvordan det dekkes, og hvilke tilskudd som kan søkes."""
PARTY_BOARD_GROUNDS = """\
Forslaget sier ikke hva studiet koster. Styret regner med 50 000 kr for hver student: 42 000 kr i \
studieavgift og 8 000 kr til reise og bøker. Ti studenter koster da 500 000 kr, med halvparten i hvert av de \
to årene. Budsjettet for 2019 er vedtatt, så pengene må komme som en budsjettendring."""
PARTY_MAJORITY_TEXT = """\
A-H Arbeiderparti vil at inntil 10 ledere i helse og omsorg får ta studiet i helseledelse. Det skal koste \
inntil 500 000 kr over to år og delvis dekkes av tilskudd. Kommunestyregruppa bes om å fremme saken når \
kommunestyret behandler rapporten for 1. tertial 2019."""
PARTY_MAJORITY_GROUNDS = "Årsmøtet bør si hva det mener, og gi gruppa et tak å forholde seg til."
# The amendments to what the branch proposed; those that carry make the majority's text.
AMENDED_WORDING = """\
A-H Arbeiderparti vil at inntil 10 ledere i helse og omsorg får ta studiet i helseledelse."""
AMENDED_FIVE = BRANCH_TO_PARTY.replace("ti ledere", "fem ledere")
AMENDED_MONEY = f"""\
{BRANCH_TO_PARTY} Det skal koste inntil 500 000 kr over to år og delvis dekkes av tilskudd."""
AMENDED_MONEY_AND_GROUP = f"""\
{AMENDED_MONEY} Kommunestyregruppa bes om å fremme saken når kommunestyret behandler rapporten for \
1. tertial 2019."""
AMENDED_LESS = f"""\
{BRANCH_TO_PARTY} Det skal koste inntil 300 000 kr over to år og dekkes av tilskudd."""
# One comes as a Word file in which these words are changed.
WORD_FILE = "endringsforslag-setskog.docx"
STUDY_AMENDED = "begynne på studiet i helseledelse"
STUDY_AS_AMENDED = "begynne på studiet i helseledelse eller et studium som er like godt"
PARTY_MINORITY_TEXT = "Saken sendes til kommunestyregruppa uten at årsmøtet tar stilling til den."
PARTY_MINORITY_GROUNDS = "Det er for tidlig å binde penger før vi vet om studiet kommer i gang."
PARTY_TO_GROUP = """\
Kommunestyregruppa fremmer forslag om inntil 10 studieplasser i helseledelse, til inntil 500 000 kr over to \
år, senest når rapporten for 1. tertial 2019 behandles."""
MAJORITY, MINORITY = "Flertallets innstilling", "Mindretallets innstilling"

# Kommunestyregruppa, 4.3.2019
GROUP_SPRING_DECISION = """\
Gruppa tar saken opp i to omganger:

1. Et grunngitt spørsmål i kommunestyret 25. mars 2019. Kommunen søkte 1. mars om 200 000 kr i kompetanse- \
og innovasjonstilskudd, og vi vil vite hvilke studier som vurderes.
2. Et forslag om budsjettendring når rapporten for 1. tertial behandles i juni 2019."""
QUESTION = """\
Kommunen har søkt om 200 000 kr i tilskudd til lederutdanning. Hvilke studier vurderer rådmannen for ledere \
i helse og omsorg, og kan inntil ti av dem begynne i 2019?"""
BUDGET_CHANGE = """\
1. Det settes av 250 000 kr i 2019 til studieplasser i helseledelse.
2. Beløpet dekkes med 100 000 kr fra disposisjonsfondet og 150 000 kr i tilskudd fra Fylkesmannen i Oslo og \
Viken."""

# A-H Arbeiderparti to the group, 5.11.2019, and the group's meeting 11.11.2019
PARTY_TO_GROUP_AGAIN = """\
Kommunestyregruppa tar de studieplassene som gjenstår, inn i sitt forslag til budsjett for 2020. \
Kommunedirektørens forslag har ingen penger til dem."""
GROUP_AUTUMN_DECISION = """\
Gruppa fremmer sammen med SV:

1. Et tallforslag: 250 000 kr i 2020 til fem studieplasser, dekket med lavere ramme til kjøp av \
konsulenttjenester.
2. Et tekstforslag om en egen sak om lederutdanning."""
FIGURES = """\
Rammen for helse og omsorg økes med 250 000 kr i 2020 til fem studieplasser i helseledelse. Rammen for kjøp \
av konsulenttjenester settes ned med 250 000 kr."""
TEXT_POINT = """\
Kommunedirektøren legger fram en sak om lederutdanning i helse og omsorg innen 1. tertial 2020, med BI og \
Fagakademiet som alternativer. Inntil 5 plasser dekkes innenfor rammen og av bundet fond."""

# Back to the branch, January 2020
GROUP_TO_BRANCH = "Årsmøtet tar statusrapporten om lederutdanning i helse og omsorg til orientering."
BRANCH_NOTED = """\
Statusrapporten tas til orientering. Årsmøtet ber om en ny rapport i januar 2021."""
