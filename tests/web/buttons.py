"""The buttons that are pressed twice: what each sends, and what then has happened."""

from dataclasses import dataclass, field

from tests.web.world import HELD_ON, in_two_months

SECRETARY, CHAIR, GROUP = "branch_secretary", "branch_chair", "group_secretary"


@dataclass(frozen=True)
class Button:
    """One form: who sends it, from which page, where it leads, what is typed, and what then has happened.

    ``after`` names what must have happened before it can be pressed, by other buttons.
    """

    page: str
    to: str
    happened: str
    typed: dict[str, str] = field(default_factory=dict)
    role: str = SECRETARY
    with_field: str = "form_key"
    after: tuple[str, ...] = ()


STEP, LISTED, SENT = "/steg/{inbox_step}", "/steg/{listed_step}", "/steg/{decided_step}"
AMENDMENT = "/endringsforslag/{amendment}"
CASE, MEETING, BRANCH = "/sak/{in_inbox}", "/mote/{held}", "/organ/{branch}"
ROOM = f"{MEETING}/rom"
AHEAD, BACK = in_two_months().strftime("%d.%m.%Y"), HELD_ON.strftime("%d.%m.%Y")
CALLED = {"starts_at": AHEAD, "clock": "18", "place": "Grendehuset"}

CHOSEN = "Lise Selvvalgt"

BUTTONS = [
    Button("/nytt-forslag", "/nytt-forslag", "motion_handed_in", {"title": "Ny", "proposed_decision": "Ja."}),
    Button("/nytt-forslag", "/nytt-forslag/les", "file_kept", {"pasted": "Bedre veier\n\nVi vil ha veier."}),
    Button(CASE, f"{CASE}/folg", "follower", role="branch_chair"),
    Button(CASE, f"{CASE}/slutt-a-folge", "no follower", role="branch_chair", after=("follower",)),
    Button(BRANCH, f"{BRANCH}/folg", "subscription", role="member"),
    Button(BRANCH, f"{BRANCH}/slutt-a-folge", "no subscription", role="member", after=("subscription",)),
    Button("/folger", "/folger/tema", "theme followed", {"theme": "health"}, "member", "theme"),
    Button(CASE, f"{CASE}/mappe", "work asked for", role="member"),
    Button(AMENDMENT, f"{AMENDMENT}/trekk", "amendment_settled", role=CHAIR),
    Button(AMENDMENT, f"{AMENDMENT}/bortfall", "amendment_settled"),
    Button(AMENDMENT, f"{AMENDMENT}/avvis", "amendment_settled", {"reason": "For sent."}, CHAIR, "reason"),
    Button(f"{CASE}/tekst", f"{CASE}/tekst", "text_corrected", {"title": "Bedre tittel"}, with_field="title"),
    Button(f"{CASE}/kilde", f"{CASE}/kilde", "source_added", {"title": "Avisa"}, with_field="title"),
    Button(
        f"{CASE}/oppfolging",
        f"{CASE}/oppfolging",
        "follow_up_set",
        {"status": "under_way", "on": BACK, "source_title": "Avisa"},
        with_field="status",
    ),
    Button(
        f"{STEP}/innstillinger",
        f"{STEP}/innstillinger",
        "recommended",
        {"by": "board", "verb": "adopt"},
        with_field="by",
    ),
    Button(STEP, f"{STEP}/apne", "step_opened"),
    Button(STEP, f"{STEP}/lukk", "step_closed", after=("step_opened",)),
    Button(STEP, f"{STEP}/godta", "step_accepted"),
    Button(
        STEP,
        f"{STEP}/sett-opp",
        "step_listed",
        {"meeting": "{coming}", "number": "6.8", "leave_given": "y"},
        after=("step_accepted",),
    ),
    Button(STEP, f"{STEP}/ta-av", "step_taken_off", {"reason": "Vent."}, after=("step_listed",)),
    Button(STEP, f"{STEP}/trekk", "step_withdrawn"),
    Button("/steg/{returned}", "/steg/{returned}/returner", "step_returned", {"reason": "Mangler tall."}),
    Button(
        "/steg/{returned}",
        "/steg/{returned}/send-inn-igjen",
        "step_resubmitted",
        role="member",
        after=("step_returned",),
    ),
    Button("/steg/{declined}", "/steg/{declined}/avvis", "step_declined", {"reason": "Ikke vårt."}),
    Button(MEETING, f"{MEETING}/apne", "meeting_opened"),
    Button(
        MEETING,
        f"{MEETING}/frammote",
        "attendance_set",
        {"entitled": "9", "present": "8", "guests": "0"},
        after=("meeting_opened",),
    ),
    Button(
        f"{MEETING}?liste=ja",
        f"{MEETING}/inn",
        "came_in",
        {"person": "{member}"},
        after=("attendance_set",),
    ),
    Button(f"{MEETING}?liste=ja", f"{MEETING}/ut", "went_out", {"person": "{member}"}, after=("came_in",)),
    Button(MEETING, f"{MEETING}/verv", "officer_elected", {"kind": "chair", "person": "{member}"}),
    Button(
        MEETING,
        f"{MEETING}/verv/fjern",
        "officer_removed",
        {"kind": "chair", "person": "{member}"},
        after=("officer_elected",),
    ),
    Button(MEETING, f"{MEETING}/sak", "item_added", {"number": "9", "title": "Eventuelt"}),
    Button(
        f"{MEETING}?skriv={{item}}",
        f"{MEETING}/sak/{{item}}",
        "item_treated",
        {"treatment": "Åpnet."},
        after=("meeting_opened",),
    ),
    Button(LISTED, f"{LISTED}/ta-opp", "step_treated"),
    Button(
        f"{LISTED}/endringsforslag/nytt",
        f"{LISTED}/endringsforslag/nytt",
        "amendment_written",
        {"text": "Noe annet."},
        "member",
        "text",
    ),
    Button(f"{LISTED}/endringsforslag", f"{LISTED}/endringsforslag/strek", "amendments_closed"),
    Button(
        f"{LISTED}/voteringer",
        "/endringsforslag/{amendment}/votering",
        "amendment_settled",
        {"carried": "yes"},
        with_field="votes_for",
    ),
    Button(
        "/innstilling/{recommendation}",
        "/innstilling/{recommendation}/svar",
        "recommendation_answered",
        {"answer": "keeps"},
        "member",
        "answer",
    ),
    Button(
        f"{LISTED}/vedtak",
        f"{LISTED}/vedtak",
        "decision_recorded",
        {"outcome": "adopted", "operative_text": "Oversendes."},
        with_field="outcome",
        after=("step_treated", "amendment_settled"),
    ),
    Button(
        f"{SENT}/send-videre", f"{SENT}/send-videre", "step_forwarded", {"body": "{party}"}, with_field="body"
    ),
    Button(MEETING, f"{MEETING}/papir", "paper_made", {"kind": "booklet"}),
    Button(MEETING, f"{MEETING}/slutt", "meeting_ended", after=("meeting_opened",)),
    Button(f"{BRANCH}/innkall", f"{BRANCH}/innkall", "meeting_called", CALLED, with_field="place"),
    Button(
        f"{BRANCH}/registrer-mote",
        f"{BRANCH}/registrer-mote",
        "meeting_recorded",
        CALLED | {"starts_at": BACK},
        with_field="place",
    ),
    Button(
        "/steg/{council_step}/vedtak",
        "/steg/{council_step}/vedtak",
        "decision_recorded",
        {"outcome": "adopted", "operative_text": "Vedtatt.", "decided_on": BACK, "source_title": "Møtebok"},
        GROUP,
        "outcome",
    ),
    Button(
        f"{BRANCH}/medlemmer",
        f"{BRANCH}/medlemmer",
        "role_given",
        {"name": "Per Nykommer", "address": "per@example.net", "role": "member"},
        with_field="name",
    ),
    Button("/medlemskap/{membership}/avslutt", "/medlemskap/{membership}/avslutt", "role_ended"),
    Button(f"{BRANCH}/medlemmer/{{chair}}/slett", f"{BRANCH}/medlemmer/{{chair}}/slett", "person_erased"),
    Button(
        "/administrasjon/nytt-organ",
        "/administrasjon/nytt-organ",
        "body_made",
        {"name": "Søndre lag", "kind": "branch"},
        "administrator",
        "name",
    ),
    Button(
        "/administrasjon/organ/{party_without}/sekretar",
        "/administrasjon/organ/{party_without}/sekretar",
        "role_given",
        {"name": "Per Nykommer", "address": "per@example.net"},
        "administrator",
        "name",
    ),
    Button(
        "/administrasjon/organ/{council}/forer",
        "/administrasjon/organ/{council}/forer",
        "body_followed",
        {"followed_by": "{party}"},
        "administrator",
        "followed_by",
    ),
    Button(
        f"{BRANCH}/regler", f"{BRANCH}/regler", "rules_set", {"valid_from": BACK}, with_field="valid_from"
    ),
    Button(
        f"{STEP}/penger",
        f"{STEP}/penger",
        "budget_line_written",
        {"measure": "Gatelys", "kind": "cost", "first_year": "2030", "amount_1": "500 000"},
        with_field="measure",
    ),
    Button(
        f"{CASE}/penger",
        f"{CASE}/penger",
        "money_recorded",
        {"amount": "150 000", "kind": "spent", "year": "2020", "on": BACK, "source_title": "Brev"},
        with_field="amount",
    ),
    Button(
        "/vedtak/{decision}/nytt-lofte",
        "/vedtak/{decision}/nytt-lofte",
        "commitment_made",
        {"what": "Veien bygges", "responsible": "{branch}", "due_on": AHEAD, "target": "1", "unit": "vei"},
        with_field="what",
    ),
    Button(
        "/lofte/{promise}",
        "/lofte/{promise}",
        "commitment_reported",
        {"on": BACK, "source_title": "Brev", "status": "under_way"},
        with_field="on",
    ),
    Button(
        f"{CASE}/nytt-tall",
        f"{CASE}/nytt-tall",
        "indicator_added",
        {"name": "Mørke strekninger", "on": BACK, "figure": "12", "source_title": "Telling"},
        with_field="name",
    ),
    Button(f"{CASE}/temaer", f"{CASE}/temaer", "themes_set", {"themes": "health"}),
    Button(
        "/organ/{council}/kommunestyret",
        "/organ/{council}/plasser",
        "seats_set",
        {"parties-0-party": "Ap", "parties-0-seats": "35", "valid_from": BACK},
        GROUP,
        "parties-0-party",
    ),
    Button(
        "/organ/{council}/kommunestyret",
        "/organ/{council}/motedager",
        "council_meeting_noted",
        {"days": AHEAD, "sitting": "ordinary"},
        GROUP,
        "days",
    ),
    Button(f"{CASE}/vei", f"{CASE}/vei", "way_chosen", {"route": "question"}, with_field="route"),
    Button(
        "/steg/{council_step}/behandling",
        "/steg/{council_step}/behandling",
        "decision_recorded",
        {"text": "Gangveien bygges.", "decided_on": BACK, "outcome": "adopted"},
        GROUP,
        "text",
    ),
    Button(
        f"{MEETING}/rom/ny",
        f"{MEETING}/rom/ny",
        "poll_planned",
        {"question": "Skal gangveien bygges?"},
        CHAIR,
        "question",
        after=("meeting_opened",),
    ),
    Button(ROOM, "/votering/{poll}/forbered", "poll_prepared", role=CHAIR, after=("came_in",)),
    Button(ROOM, "/votering/{poll}/apne", "poll_opened", role=CHAIR, after=("poll_prepared",)),
    Button(ROOM, "/votering/{poll}/lukk", "poll_closed", role=CHAIR, after=("poll_opened",)),
    Button(
        ROOM, "/votering/{poll}/annuller", "poll_annulled", {"reason": "Feil."}, CHAIR, after=("poll_opened",)
    ),
    Button(ROOM, "/votering/{poll}/stryk", "poll_fell_away", role=CHAIR, after=("meeting_opened",)),
    Button(
        f"{MEETING}/manntall",
        f"{MEETING}/manntall/inn",
        "came_in",
        {"person": "{member}"},
        after=("meeting_opened",),
    ),
    Button("/meg", "/meg/navn", "name chosen", {"name": CHOSEN}, "member", "name"),
    Button("/logg-inn", "/logg-inn", "mail", {"address": "siri-skriver@example.org"}, "anonymous", "address"),
]
