"""Every sentence exists in every language, and dates and amounts look as people write them."""

import ast
import re
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from motionflow.i18n import LANGUAGES, Language, Words, read_catalogue, words

ROOT = Path(__file__).parent.parent
KEYWORDS = {"_": None, "N_": None, "plural": (1, 2)}
PLACEHOLDER = re.compile(r"\{(\w+)\}")
SAME = ROOT / "tests" / "data" / "same_in_translation.txt"

MessageId = str | tuple[str, ...]


def test_the_languages_are_bokmal_nynorsk_and_english() -> None:
    assert LANGUAGES == ("nb", "nn", "en")
    assert [words(code).code for code in LANGUAGES] == ["nb", "nn", "en"]


@pytest.mark.parametrize("code", ["sv", "", "NB", "../nb"])
def test_no_other_language_is_answered(code: str) -> None:
    with pytest.raises(ValueError, match="no such language"):
        words(code)


# --- the catalogues --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def in_source() -> dict[str, MessageId]:
    """Every message of the code and the templates by its first form, as ``pybabel extract`` finds them."""
    return {first_of(message): message for message in messages_below(ROOT)}


def messages_below(root: Path) -> list[MessageId]:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    wanted = {str(root / "motionflow"), str(root / "templates")}
    return [
        found[2]
        for found in extract_from_dir(
            root,
            methods,
            options,
            KEYWORDS,
            directory_filter=lambda path: any(path.startswith(folder) for folder in wanted),
        )
    ]


def first_of(message: MessageId) -> str:
    return message if isinstance(message, str) else message[0]


def forms_of(message: object) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)  # type: ignore[arg-type]  # a tuple


def entries(code: str) -> Catalog:
    return read_catalogue(code)


@pytest.mark.parametrize("code", ["nb", "nn"])
def test_the_catalogue_has_exactly_the_messages_of_the_source(
    code: str, in_source: dict[str, MessageId]
) -> None:
    translated = {first_of(entry.id) for entry in entries(code) if entry.id}
    assert sorted(set(in_source) - translated) == [], "in the source, not in the catalogue"
    assert sorted(translated - set(in_source)) == [], "in the catalogue, not in the source"


@pytest.mark.parametrize("code", ["nb", "nn"])
def test_no_translation_is_empty_or_fuzzy(code: str) -> None:
    wanting = [e.id for e in entries(code) if e.id and (e.fuzzy or not all(forms_of(e.string)))]
    assert wanting == []


@pytest.mark.parametrize("code", ["nb", "nn"])
def test_a_plural_is_translated_with_two_forms(code: str, in_source: dict[str, MessageId]) -> None:
    wrong = [e.id for e in entries(code) if e.id and len(forms_of(e.id)) != len(forms_of(e.string))]
    plurals = {first for first, message in in_source.items() if not isinstance(message, str)}
    lost = [e.id for e in entries(code) if e.id in plurals]
    assert (wrong, lost) == ([], [])


@pytest.mark.parametrize("code", ["nb", "nn"])
def test_a_translation_has_the_placeholders_of_its_source(code: str) -> None:
    wrong = []
    for entry in entries(code):
        if not entry.id:
            continue
        allowed = {frozenset(PLACEHOLDER.findall(form)) for form in forms_of(entry.id)}
        if any(frozenset(PLACEHOLDER.findall(form)) not in allowed for form in forms_of(entry.string)):
            wrong.append(entry.id)
    assert wrong == []


@pytest.mark.parametrize("code", ["nb", "nn"])
def test_no_translation_equals_its_source_outside_the_reviewed_list(code: str) -> None:
    reviewed = reviewed_as_same()
    same = [first_of(e.id) for e in entries(code) if e.id and set(forms_of(e.id)) & set(forms_of(e.string))]
    assert sorted(set(same) - set(reviewed)) == []


def test_the_reviewed_list_gives_a_reason_for_each_word_and_has_none_that_is_gone(
    in_source: dict[str, MessageId],
) -> None:
    reviewed = reviewed_as_same()
    assert [message for message, reason in reviewed.items() if not reason] == []
    assert sorted(set(reviewed) - set(in_source)) == []


def reviewed_as_same() -> dict[str, str]:
    """The messages that may read the same in Norwegian, with the reason: ``message | reason`` a line."""
    lines = (line for line in SAME.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return {message.strip(): reason.strip() for message, _, reason in (x.partition("|") for x in lines)}


def test_messages_are_found_in_code_and_in_templates(tmp_path: Path) -> None:
    code = tmp_path / "motionflow" / "web"
    pages = tmp_path / "templates" / "cases"
    papers = tmp_path / "templates" / "documents"
    for folder in (code, pages, papers):
        folder.mkdir(parents=True)
    (code / "views.py").write_text(
        '_ = words("nb")\nA = N_("Kept")\nb = _("Said")\nc = _.plural("{n} a", "{n} as", n)\n'
    )
    (pages / "page.html").write_text("{{ _('Shown', x=1) }}{{ plural('{n} b', '{n} bs', n) }}")
    (pages / "mail.txt").write_text("{% if a %}{{ _('Mailed') }}{% endif %}")
    (papers / "minutes.html").write_text("{{ _('Norwegian') }}")
    assert set(messages_below(tmp_path)) == {
        "Kept",
        "Said",
        "Shown",
        "Mailed",
        ("{n} a", "{n} as"),
        ("{n} b", "{n} bs"),
    }


def unmarked_below(root: Path) -> list[str]:
    """Return the sentences that are said through another name than those that are searched for.

    ``current_words()("Saved")`` and ``language("Saved")`` would stay English for ever; with ``N_`` around
    the sentence, it is found.
    """
    found = []
    for file in sorted((root / "motionflow").glob("**/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and is_said_by_words(node.func):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.append(f"{file.name}: {first.value}")
    return found


def is_said_by_words(said_by: ast.expr) -> bool:
    """Return whether a call is made on ``current_words()``, ``words("nb")``, or a variable of that kind."""
    if isinstance(said_by, ast.Call):
        return isinstance(said_by.func, ast.Name) and said_by.func.id in ("words", "current_words")
    return isinstance(said_by, ast.Name) and said_by.id in ("words", "language", "_ENGLISH")


def test_every_sentence_is_said_under_a_name_that_is_searched_for() -> None:
    # The name of a language, not a sentence.
    languages = {"administering.py: en", "cli.py: en", "texting.py: en"}
    assert set(unmarked_below(ROOT)) - languages == set()


def test_a_sentence_under_another_name_is_seen(tmp_path: Path) -> None:
    (tmp_path / "motionflow").mkdir()
    (tmp_path / "motionflow" / "views.py").write_text(
        'a = current_words()("Saved")\nb = words("nb")("Sent")\nc = language("Gone", x=1)\n'
        'd = current_words()(N_("Marked"))\n_ = current_words()\ne = _("Searched for")\n'
    )
    seen = unmarked_below(tmp_path)
    assert {"views.py: Saved", "views.py: Sent", "views.py: Gone"} <= set(seen)
    assert not {"views.py: Marked", "views.py: Searched for"} & set(seen)


# --- sentences -------------------------------------------------------------------------------------


@pytest.fixture
def taught() -> Words:
    """A language that has learned two sentences of our own, whatever the catalogues hold."""
    catalogue = Catalog(locale="nb")
    catalogue.add("Hello {name}", "Hei, {name}")
    catalogue.add(("{n} vote", "{n} votes"), ("{n} stemme", "{n} stemmer"))
    catalogue.add("Guessed", "Gjettet", flags=["fuzzy"])
    catalogue.add("Left empty", "")
    language = Words("nb")
    language._learn(catalogue)
    return language


def test_a_sentence_is_translated_and_filled_in(taught: Words) -> None:
    assert taught("Hello {name}", name="Kari Eksempel") == "Hei, Kari Eksempel"


def test_what_is_filled_in_is_never_read_as_a_pattern(taught: Words) -> None:
    assert taught("Hello {name}", name="{name} {0} %s") == "Hei, {name} {0} %s"


def test_a_sentence_without_parameters_may_hold_braces(taught: Words) -> None:
    assert taught("Write {like this}") == "Write {like this}"


def test_a_missing_parameter_is_an_error_and_not_a_hole(taught: Words) -> None:
    with pytest.raises(KeyError):
        taught("Hello {name}", title="Leder")


@pytest.mark.parametrize("message", ["Unknown", "Guessed", "Left empty"])
def test_what_is_not_surely_translated_is_said_in_english(taught: Words, message: str) -> None:
    assert taught(message) == message


def test_one_is_singular_and_none_and_many_are_plural(taught: Words) -> None:
    said = [taught.plural("{n} vote", "{n} votes", n) for n in (0, 1, 2, 1200)]
    assert said == ["0 stemmer", "1 stemme", "2 stemmer", "1\xa0200 stemmer"]


def test_nynorsk_falls_back_to_bokmal() -> None:
    only_bokmal = {entry.id for entry in entries("nb") if entry.id} - {e.id for e in entries("nn")}
    for message in only_bokmal:
        assert words("nn")(first_of(message)) == words("nb")(first_of(message))
    assert words("nn")._sentences.keys() >= words("nb")._sentences.keys()


# --- dates, amounts, lists -------------------------------------------------------------------------

DAY = date(2019, 1, 16)
EVENING = datetime(2019, 1, 16, 17, 0, tzinfo=UTC)
HARD = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize("code", ["nb", "nn"])
def test_dates_are_written_the_norwegian_way(code: Language) -> None:
    say = words(code)
    assert say.date(DAY) == "16. januar 2019"
    assert say.short_date(DAY) == "16.1.2019"
    assert say.weekday_date(DAY) == "onsdag 16. januar 2019"
    assert say.moment(EVENING) == "16. januar 2019 kl. 18.00"
    assert say.time(EVENING) == "18.00"


def test_nynorsk_days_are_nynorsk() -> None:
    assert words("nn").weekday_date(date(2019, 1, 19)) == "laurdag 19. januar 2019"
    assert words("nb").weekday_date(date(2019, 1, 19)) == "lørdag 19. januar 2019"


def test_dates_are_written_the_british_way() -> None:
    say = words("en")
    assert say.date(DAY) == "16 January 2019"
    assert say.short_date(DAY) == "16/01/2019"
    assert say.weekday_date(DAY) == "Wednesday 16 January 2019"
    assert say.moment(EVENING) == "16 January 2019 at 18:00"
    assert say.time(EVENING) == "18:00"


def test_a_moment_is_shown_by_the_clock_in_oslo_winter_and_summer() -> None:
    say = words("nb")
    assert say.moment(datetime(2019, 12, 31, 23, 30, tzinfo=UTC)) == "1. januar 2020 kl. 00.30"
    assert say.moment(datetime(2019, 7, 1, 16, 0, tzinfo=UTC)) == "1. juli 2019 kl. 18.00"
    assert say.date(datetime(2019, 12, 31, 23, 30, tzinfo=UTC)) == "1. januar 2020"


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = EVENING.replace(tzinfo=None)
    for show in (words("nb").moment, words("nb").time, words("nb").date):
        with pytest.raises(ValueError, match="time zone"):
            show(naive)


def test_amounts_have_hard_spaces() -> None:
    assert words("nb").amount(350_000) == f"350{HARD}000{HARD}kr"
    assert words("nn").amount(-1_250_000) == f"−1{HARD}250{HARD}000{HARD}kr"
    assert words("nb").amount(0) == f"0{HARD}kr"
    assert words("en").amount(350_000) == f"NOK{HARD}350,000"
    assert words("en").amount(-5) == f"−NOK{HARD}5"


def test_shares_are_shown_with_at_most_one_decimal() -> None:
    assert words("nb").percent(Fraction(31, 40)) == f"77,5{HARD}%"
    assert words("nb").percent(1) == f"100{HARD}%"
    assert words("nn").percent(Fraction(1, 3)) == f"33,3{HARD}%"
    assert words("en").percent(0.775) == "77.5%"


def test_a_list_ends_with_and() -> None:
    assert words("nb").list_of(["Ap", "Sp", "SV"]) == "Ap, Sp og SV"
    assert words("nn").list_of(["Ap", "Sp"]) == "Ap og Sp"
    assert words("en").list_of(["Ap", "Sp", "SV"]) == "Ap, Sp and SV"
    assert words("nb").list_of([]) == ""
