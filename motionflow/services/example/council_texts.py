"""What the municipality did with leadership training, and what came of it (example)."""

from motionflow.services.decisions import VotesGiven

# Kommunestyret, 25.3.2019
ANSWER = """\
Rådmannen vurderer både studiet fra BI og tilbudet fra Fagakademiet. Hvor mange som kan begynne, avhenger av \
tilskuddet og av rapporten for 1. tertial."""

# Formannskapet, 3.6.2019, and kommunestyret, 17.6.2019
SPRING_RECOMMENDATION = """\
1. Det settes av 250 000 kr i 2019 til studieplasser i helseledelse.
2. Beløpet dekkes med 100 000 kr fra disposisjonsfondet og 150 000 kr i tilskudd fra Fylkesmannen i Oslo og \
Viken.
3. Budsjettet for 2019 endres tilsvarende."""
SPRING_DECISION = """\
1. Kommunen betaler for 5 studieplasser i helseledelse fra høsten 2019.
2. Det settes av 250 000 kr i 2019. Beløpet dekkes med 100 000 kr fra disposisjonsfondet og 150 000 kr i \
tilskudd.
3. Resten av plassene vurderes i budsjettet for 2020."""

# Formannskapet, 25.11.2019, and kommunestyret, 16.12.2019
RECOMMENDATION, AP_SV, MDG_R = "Innstillingen", "Forslaget fra Ap og SV", "Forslaget fra MDG og R"
AUTUMN_RECOMMENDATION = """\
Kommunedirektørens forslag til budsjett for 2020 og økonomiplan 2020–2023 legges til grunn. Det settes ikke \
av penger til studieplasser i helseledelse."""
EXECUTIVE_VOTES = VotesGiven(
    ((RECOMMENDATION, 5), (AP_SV, 4)), deciding_option=RECOMMENDATION, entitled=9, present=9
)
FIGURES_VOTES = VotesGiven(
    ((RECOMMENDATION, 18), (AP_SV, 15), (MDG_R, 2)),
    deciding_option=AP_SV,
    entitled=35,
    present=35,
    per_party={
        "Ap": {AP_SV: 14},
        "Sp": {RECOMMENDATION: 9},
        "FrP": {RECOMMENDATION: 4},
        "H": {RECOMMENDATION: 3},
        "KrF": {RECOMMENDATION: 2},
        "MDG": {MDG_R: 1},
        "R": {MDG_R: 1},
        "SV": {AP_SV: 1},
    },
)
TEXT_POINT_VOTES = VotesGiven(
    (("for", 19), ("against", 16)),
    entitled=35,
    present=35,
    per_party={
        "Ap": {"for": 14},
        "Sp": {"against": 9},
        "FrP": {"against": 4},
        "H": {"against": 3},
        "KrF": {"for": 2},
        "MDG": {"for": 1},
        "R": {"for": 1},
        "SV": {"for": 1},
    },
)

# Kommunestyret, 15.6.2020
GROUP_ASKS_FOR_CASE = """\
Kommunestyret behandler den saken om lederutdanning i helse og omsorg som ble bestilt 16. desember 2019."""
NOTED = """\
Saken tas til orientering. To studieplasser til tas med i arbeidet med budsjettet for 2021."""

# What came of it
DELAYED_NOTE = """\
17 personer har søkt, og det kreves 25. Oppstarten er flyttet til januar 2020, og tilskuddet på 150 000 kr \
er satt av på bundet fond."""
DELAYED_SOURCE = "E-post fra kommunens avdeling for helse og omsorg 19.8.2019 (eksempel)"
UNDER_WAY_NOTE = "Fem ledere er i gang. Samlingene holdes på video."
UNDER_WAY_SOURCE = "Svar til gruppelederen 20.4.2020 (eksempel)"
PARTLY_DONE_NOTE = """\
Sju av ti plasser er brukt, og 350 000 av 500 000 kr. Saken avsluttes her; de tre siste plassene må \
eventuelt tas opp på nytt."""
PARTLY_DONE_SOURCE = "Kommunens sluttrapport om lederutdanning, januar 2021 (eksempel)"
