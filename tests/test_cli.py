"""The commands: what they print, how they end, and that nothing foreseeable ends in a traceback."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from flask import Flask
from sqlalchemy import UpdateBase, delete, func, select, update

from motionflow import administering, cli, clock
from motionflow.db import db
from motionflow.domain.flow import StepState
from motionflow.models import Body, ChainHead, Event, Membership, Motion, Paper, Person, SignInLink, Upload
from motionflow.services import people
from motionflow.transaction import writing
from tests.ballots.holding import hold
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import Party

KEYS = {
    *("title", "paragraphs", "decided_by", "decided_on", "disposition", "next_body"),
    *("proposed_decision", "checks"),
}
MOTION = """# Leselys i alle bussholdeplasser

Det er mørkt langs fylkesveien om vinteren. Barna ser ikke rutetabellen.

Kommunen har fått tilbud om lys som lades av sola.

Forslag til vedtak:

Kommunen setter opp leselys i 12 leskur innenfor 60 000 kr.
"""
DECIDED = """# Leselys i alle bussholdeplasser

Det er mørkt langs fylkesveien om vinteren.

Vedtak på årsmøte i Nordre Elvebygda partilag 16. januar 2019:

Årsmøtet ber Elvebygda kommuneparti om å vedta følgende: Kommunen setter opp leselys i 12 leskur.
"""


@pytest.fixture
def settings(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings of a motionflow with a migrated database, in the environment; its home."""
    put_settings(monkeypatch, database_url, home=tmp_path / "home")
    return tmp_path / "home"


def put_settings(patch: pytest.MonkeyPatch, database_url: str, *, home: Path) -> None:
    for name in os.environ:
        if name.startswith("MOTIONFLOW_") and name != "MOTIONFLOW_TEST_DATABASE":
            patch.delenv(name)
    patch.setenv("MOTIONFLOW_HOME", str(home))
    patch.setenv("MOTIONFLOW_DATABASE_URL", database_url)
    patch.setenv("MOTIONFLOW_SECRET_KEY", "only-for-tests-" + "0" * 32)


@pytest.fixture
def party(app: Flask, settings: Path, kept: Kept) -> Party:
    made: Party = kept.fill(app, builders.make_party)
    return made


@pytest.fixture
def motion_file(tmp_path: Path) -> Path:
    file = tmp_path / "forslag.md"
    file.write_text(MOTION, encoding="utf-8")
    return file


class Commands:
    """Runs commands and remembers what the last one said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: object) -> int:
        self._capsys.readouterr()
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        self.out, self.err = self._capsys.readouterr()
        return code


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(capsys)


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


# --- help and refusals -----------------------------------------------------------------------------


def test_help_names_every_command(run: Commands) -> None:
    assert run("--help") == 0

    for command in ("serve", "worker", "demo", "db", "import", "add-body", "add-person", "verify"):
        assert re.search(rf"^    {command}\b", run.out, flags=re.MULTILINE), command


def test_help_of_every_command_works(run: Commands) -> None:
    for command in (
        "serve",
        "worker",
        "demo",
        "db",
        "db upgrade",
        "import",
        "add-body",
        "add-person",
        "verify",
    ):
        assert run(*command.split(), "--help") == 0, command
        assert run.out.startswith(f"usage: motionflow {command}")


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "nothing",
        "serve --port 0",
        "serve --port 70000",
        "serve --port http",
        "import",
        "verify --head 12",
        "verify --head 1:zz",
        f"verify --head ²:{'0' * 64}",
        f"verify --head {'9' * 30}:{'0' * 64}",
        "serve --port ²",
        "add-person Kari",
        "add-person Kari kari@example.org --role secretary",
        "add-person Kari kari@example.org --body x --role king",
        "add-body Laget --kind club",
    ],
)
def test_wrong_usage_is_told_and_ends_with_2(run: Commands, arguments: str) -> None:
    assert run(*arguments.split()) == 2

    assert run.out == ""
    assert run.err.startswith("usage: motionflow")
    assert "Traceback" not in run.err


def test_a_wrong_setting_is_one_sentence(run: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTIONFLOW_DATABASE_URL", "mysql://localhost/x")

    assert run("db", "upgrade") == 2

    assert run.err == (
        "MOTIONFLOW_DATABASE_URL must be sqlite:/// with a path, or postgresql://…; it begins with 'mysql'.\n"
    )


@pytest.mark.parametrize("command", ["demo", "verify", "add-person A a@example.org"])
def test_a_database_that_is_not_upgraded_is_refused(
    run: Commands, settings: Path, empty_database_url: str, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("MOTIONFLOW_DATABASE_URL", empty_database_url)

    assert run(*command.split()) == 2

    assert run.err == "The database is not up to date. Run: motionflow db upgrade\n"


def test_db_upgrade_makes_the_database_and_may_be_run_again(
    run: Commands, settings: Path, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTIONFLOW_DATABASE_URL", empty_database_url)

    for _ in range(2):
        assert run("db", "upgrade") == 0
        assert run.out == "The database is up to date.\n"
    assert run("verify") == 0


@pytest.mark.parametrize(
    "address",
    ["sqlite:////nowhere/at/all/x.sqlite3", "postgresql://nobody@127.0.0.1:1/nothing"],
)
def test_a_database_that_cannot_be_reached_is_one_sentence(
    run: Commands, settings: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("MOTIONFLOW_DATABASE_URL", address)

    for command in ("db upgrade", "verify"):
        assert run(*command.split()) == 2
        assert run.err.startswith("The database cannot be used: ")
        assert run.err.count("\n") == 1


def test_a_database_of_a_newer_motionflow_is_refused(run: Commands, app: Flask, settings: Path) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    assert run("verify") == 2

    assert run.err.startswith("The database was made by a newer motionflow")


def test_the_program_ends_with_the_commands_code(tmp_path: Path) -> None:
    """As a process of its own, where a traceback would be seen."""
    command = [sys.executable, "-m", "motionflow", "import", str(tmp_path / "none.docx"), "--dry-run"]

    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent
    )

    assert done.returncode == 1
    assert done.stderr == f"{tmp_path / 'none.docx'} cannot be read: No such file or directory.\n"


# --- import ----------------------------------------------------------------------------------------


@pytest.fixture
def without_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An environment in which nothing may be stored: a folder that must stay empty."""
    monkeypatch.setenv("MOTIONFLOW_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MOTIONFLOW_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_dry_run_prints_one_json_object_and_touches_nothing(
    run: Commands, without_settings: Path, motion_file: Path
) -> None:
    before = sorted(without_settings.iterdir())

    assert run("import", motion_file, "--dry-run", "--json") == 0

    read = json.loads(run.out)
    assert set(read) == KEYS
    assert read["title"] == "Leselys i alle bussholdeplasser"
    assert len(read["paragraphs"]) == 2
    assert read["proposed_decision"] == "Kommunen setter opp leselys i 12 leskur innenfor 60 000 kr."
    assert {"code", "params"} == set().union(*read["checks"]) or read["checks"] == []
    assert run.err == ""
    assert sorted(without_settings.iterdir()) == before


def test_a_dry_run_for_people_shows_what_was_recognised(
    run: Commands, without_settings: Path, motion_file: Path
) -> None:
    assert run("import", motion_file, "--dry-run") == 0

    assert "Title: Leselys i alle bussholdeplasser\n" in run.out
    assert "Decided on: –\n" in run.out


def word_file(folder: Path) -> Path:
    document = Document()
    for line in MOTION.split("\n\n"):
        document.add_paragraph(line.removeprefix("# ").strip())
    document.save(str(folder / "forslag.docx"))
    return folder / "forslag.docx"


def test_what_in_a_word_file_is_no_text_is_told(run: Commands, tmp_path: Path) -> None:
    document = Document(str(word_file(tmp_path)))
    boxed = document.paragraphs[0].add_run()._r
    boxed.append(
        parse_xml(
            f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox>'
            "<w:txbxContent><w:p><w:r><w:t>I ruta.</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict>"
        )
    )
    document.save(str(tmp_path / "ramme.docx"))

    assert run("import", tmp_path / "ramme.docx", "--dry-run", "--json") == 0
    told = [each for each in json.loads(run.out)["checks"] if each["code"] == "left_out"]
    assert told == [{"code": "left_out", "params": {"what": "text_box", "n": 1}}]

    assert run("import", tmp_path / "ramme.docx", "--dry-run") == 0
    assert "Look at: Text boxes are set as paragraphs where they stood: 1.\n" in run.out


def test_a_word_file_says_the_same_as_the_text(run: Commands, tmp_path: Path, motion_file: Path) -> None:
    assert run("import", motion_file, "--dry-run", "--json") == 0
    typed = json.loads(run.out)

    assert run("import", word_file(tmp_path), "--dry-run", "--json") == 0

    assert json.loads(run.out) == typed


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("forslag.pdf", b"%PDF-1.7"),
        ("forslag.docx", b"PK\x03\x04 no more"),
        ("forslag.docm", b"PK\x03\x04"),
        ("tomt.txt", b""),
        ("stort.txt", b"a" * 10_000_001),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence(
    run: Commands, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)

    assert run("import", tmp_path / name, "--dry-run", "--json") == 1

    assert run.out == ""
    assert run.err.count("\n") == 1
    assert run.err.endswith(".\n")


def test_an_import_hands_the_motion_in_with_the_file_as_it_came(
    run: Commands, app: Flask, party: Party, tmp_path: Path
) -> None:
    file = word_file(tmp_path)

    assert run("import", file, "--body", slug(app, party), "--by", "lise-medlem@example.org") == 0

    with app.app_context():
        motion = db.session.scalars(select(Motion)).one()
        assert run.out.startswith(f"Handed in as {motion.shown_number}: Leselys i alle bussholdeplasser\n")
        assert f"/sak/{motion.id}\n" in run.out
        assert [step.state for step in motion.steps] == [StepState.INBOX]
        assert motion.original is not None
        assert motion.original.name == "forslag.docx"
        assert motion.original.content == file.read_bytes()
        assert [mover.person_id for mover in motion.movers] == [party.member.id]
    assert run("verify") == 0


def slug(app: Flask, party: Party) -> str:
    with app.app_context():
        return party.branch.slug


def test_what_the_body_has_decided_is_moved_by_the_body(
    run: Commands, app: Flask, party: Party, tmp_path: Path
) -> None:
    (tmp_path / "vedtatt.md").write_text(DECIDED, encoding="utf-8")

    by = "kari-eksempel@example.org"
    assert run("import", tmp_path / "vedtatt.md", "--body", slug(app, party), "--by", by) == 0

    with app.app_context():
        motion = db.session.scalars(select(Motion)).one()
        assert [mover.body_id for mover in motion.movers] == [party.branch_id]


@pytest.mark.parametrize(
    ("body", "by", "said"),
    [
        ("nowhere", "lise-medlem@example.org", "There is no body 'nowhere'. There are: "),
        ("nordre-elvebygda-partilag", "no@example.org", "Nobody has the address no@example.org."),
        ("nordre-elvebygda-partilag", "even-utenfor@example.org", "even-utenfor@example.org is not a member"),
        ("elvebygda-kommunestyre", "anne-test@example.org", ""),
    ],
)
def test_a_refused_import_writes_nothing(
    run: Commands, app: Flask, party: Party, motion_file: Path, body: str, by: str, said: str
) -> None:
    before = [count(app, table) for table in (Event, Motion, Upload, Paper)]

    assert run("import", motion_file, "--body", body, "--by", by) == 1

    assert run.err.startswith(said)
    assert run.err.count("\n") == 1
    assert [count(app, table) for table in (Event, Motion, Upload, Paper)] == before


def test_an_import_needs_a_body_and_a_person(run: Commands, settings: Path, motion_file: Path) -> None:
    assert run("import", motion_file) == 2
    assert "--body and --by are required" in run.err


# --- bodies and people -----------------------------------------------------------------------------


def test_a_fresh_installation_gets_its_first_body_and_administrator(
    run: Commands, app: Flask, settings: Path
) -> None:
    assert run("add-body", "Prøvebygda Venstre", "--kind", "municipal_party", "--language", "nn") == 0
    assert run.out == "Prøvebygda Venstre is made; in commands it is provebygda-venstre\n"
    added = run(
        "add-person",
        "Unni Drift",
        "unni@example.org",
        "--body",
        "provebygda-venstre",
        "--role",
        "administrator",
    )
    assert added == 0
    assert run.out.startswith("Unni Drift is added.\nUnni Drift is administrator of Prøvebygda Venstre from ")

    with app.app_context():
        person = db.session.scalars(select(Person)).one()
        assert (person.address, person.language) == ("unni@example.org", "nn")
        assert len(person.memberships) == 1
    assert run("verify") == 0


def test_adding_someone_twice_is_adding_her_once(run: Commands, app: Flask, party: Party) -> None:
    again = ("add-person", "Lise Medlem", "lise-medlem@example.org", "--body", slug(app, party))
    before = count(app, Membership), count(app, Person)

    assert run(*again) == 0

    assert run.out.endswith("Lise Medlem is member of Nordre Elvebygda partilag already.\n")
    assert (count(app, Membership), count(app, Person)) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Kari", "no address"), "Write one mail address, such as kari@example.org.\n"),
        (("  ", "kari@example.org"), "Write a name.\n"),
        (("Kari", "k@example.org", "--body", "nowhere"), "There is no body 'nowhere'. There are: "),
        (
            ("Kari", "k@example.org", "--body", "nordre-elvebygda-partilag", "--role", "councillor"),
            "Give the party that the councillor represents.\n",
        ),
    ],
)
def test_a_refused_person_is_not_added(
    run: Commands, app: Flask, party: Party, arguments: tuple[str, ...], said: str
) -> None:
    before = count(app, Person)

    assert run("add-person", *arguments) == 1

    assert run.err.startswith(said)
    assert count(app, Person) == before


def test_a_body_with_a_taken_name_is_refused(run: Commands, app: Flask, party: Party) -> None:
    before = count(app, Body)

    assert run("add-body", "Elvebygda kommuneparti", "--kind", "branch") == 1

    assert run.err == "There is already a body named Elvebygda kommuneparti. Choose another name.\n"
    assert count(app, Body) == before


# --- the example -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    """A motionflow into which a command has loaded the example, and what the command said."""

    app: Flask
    folder: Path
    out: str
    err: str

    @property
    def papers(self) -> Path:
        return self.folder / "papers"

    def put_settings(self, patch: pytest.MonkeyPatch) -> None:
        database_url = self.app.config["SETTINGS"].database_url
        put_settings(patch, database_url, home=self.folder / "home")


@pytest.fixture(scope="module")
def loaded(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    """Loaded once; the tests below add nothing to it but links to sign in by."""
    folder = tmp_path_factory.mktemp("example")
    out, err = io.StringIO(), io.StringIO()
    with kept.app(folder) as app:
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            Example(app, folder, "", "").put_settings(patch)
            assert cli.main(["demo", "--out", str(folder / "papers")]) == 0
        yield Example(app, folder, out.getvalue(), err.getvalue())


@pytest.fixture
def example(loaded: Example, monkeypatch: pytest.MonkeyPatch) -> Example:
    loaded.put_settings(monkeypatch)
    return loaded


def test_the_example_is_loaded_once_and_its_papers_are_written(run: Commands, example: Example) -> None:
    app, papers = example.app, example.papers
    assert example.out.startswith("The example is loaded.\n")
    assert "Meeting 1 of " in example.err, "long work shows how far it has come"
    files = sorted(file.name for file in papers.glob("*.docx"))
    assert len(files) > 30
    assert f"{len(files)} Word files are in {papers}\n" in example.out
    before = count(app, Event), count(app, Paper)

    assert run("demo") == 0

    assert run.out.startswith("The example is loaded already.\n")
    assert (count(app, Event), count(app, Paper)) == before
    assert run("verify") == 0
    assert run.out.startswith("All holds: ")


def test_each_role_of_the_example_gets_a_link_that_works_twice(
    run: Commands, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = example.app
    assert run("demo") == 0
    lines = [line.split("  ") for line in run.out.splitlines() if "/logg-inn/" in line]

    roles = [" ".join(line[:-1]).strip() for line in lines]
    wanted = ["member", "branch secretary", "party secretary", "chair", "councillor", "administrator"]
    assert roles == wanted
    token = lines[0][-1].rpartition("/")[2]
    for _ in range(2):
        with app.app_context(), writing():
            assert people.sign_in(token, at=clock.now(), allows_reusable=True)

    links = count(app, SignInLink)
    monkeypatch.setenv("MOTIONFLOW_BASE_URL", "https://sak.example.org")
    monkeypatch.setenv("MOTIONFLOW_SMTP_URL", "smtp://localhost")
    monkeypatch.setenv("MOTIONFLOW_MAIL_FROM", "sak@example.org")
    assert run("demo") == 0
    assert "/logg-inn/" not in run.out, "where others can reach the server there are no such links"
    assert count(app, SignInLink) == links


def test_the_example_is_not_mixed_with_bodies_of_ones_own(run: Commands, app: Flask, party: Party) -> None:
    before = count(app, Body)

    assert run("demo") == 1

    assert run.err.startswith("The database holds bodies of its own.")
    assert count(app, Body) == before


def test_a_folder_that_cannot_be_made_is_told_before_anything_is_loaded(
    run: Commands, app: Flask, settings: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    assert run("demo", "--out", tmp_path / "file") == 1

    assert run.err == f"{tmp_path / 'file'} cannot be made: File exists.\n"
    assert count(app, Body) == 0


# --- verify ----------------------------------------------------------------------------------------


def break_things(app: Flask, statement: UpdateBase) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (update(Event).where(Event.number == 2).values(name="lost"), "event 2 has been changed."),
        (delete(Event).where(Event.number == 2), "event 2 is missing."),
        (update(Paper).values(content=b"another"), "its bytes have been changed."),
        (update(Upload).values(content=b"another"), "is not as it came."),
    ],
)
def test_verify_finds_what_was_changed_behind_our_back(
    run: Commands, app: Flask, party: Party, motion_file: Path, statement: UpdateBase, said: str
) -> None:
    by = "lise-medlem@example.org"
    assert run("import", motion_file, "--body", slug(app, party), "--by", by) == 0
    assert run("verify") == 0
    break_things(app, statement)

    assert run("verify") == 1

    assert [line for line in run.out.splitlines() if line.endswith(said)] != []
    assert "All holds" not in run.out
    faults = len(run.out.splitlines())
    assert run.err.endswith("\n1 fault.\n" if faults == 1 else f"\n{faults} faults.\n")


def test_verify_finds_a_cut_tail_by_the_head_printed_in_minutes(
    run: Commands, app: Flask, party: Party
) -> None:
    with app.app_context():
        body = party.branch_id
        last = db.session.scalars(
            select(Event).where(Event.body_id == body).order_by(Event.number.desc()).limit(1)
        ).one()
        before = db.session.get_one(Event, (body, last.number - 1))
        head, number, digest = f"{last.number}:{last.hash}", before.number, before.hash
    assert run("verify", "--head", head) == 0
    break_things(app, delete(Event).where(Event.body_id == body, Event.number > number))
    cut = update(ChainHead).where(ChainHead.body_id == body).values(number=number, hash=digest)
    break_things(app, cut)

    assert run("verify") == 0, "the chain alone does not show it"
    assert run("verify", "--head", head) == 1
    assert "its tail was cut or rewritten." in run.out


def test_verify_says_how_far_it_has_come(app: Flask, party: Party) -> None:
    said: list[str] = []

    assert list(administering.find_faults(app, head=None, say=said.append, progress_every=5)) == []

    assert said[:2] == ["5 checked", "10 checked"]


def test_a_published_poll_is_recounted_without_a_database(run: Commands, tmp_path: Path) -> None:
    held = hold(tmp_path / "keys", (0, 1, 0))
    file, changed = tmp_path / "poll.json", tmp_path / "changed.json"
    file.write_bytes(held.file)
    changed.write_bytes(held.file.replace(b'"roll": 8', b'"roll": 9'))

    assert run("verify", str(file)) == 0
    assert "For: 3; Mot: 2; Blank: 0" in run.out
    checksum = run.out.split()[-1]
    assert run("verify", str(file), "--sum", checksum) == 0
    assert run("verify", str(file), "--sum", "0" * 64) == 1
    assert run("verify", str(changed)) == 1
    assert "something in it has been changed" in run.out
    assert run("verify", str(tmp_path / "none.json")) == 1
    assert run("verify", "--sum", checksum) == 2


def test_the_example_holds_a_secret_poll_that_is_counted_again(
    run: Commands, example: Example, tmp_path: Path
) -> None:
    (file,) = example.papers.glob("*-poll-*.json")
    content = json.loads(file.read_text(encoding="utf-8"))
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(content | {"counts": [2, 2, 1]}), encoding="utf-8")

    assert re.fullmatch(r"\d{4}-\d\d-\d\d-loken-arbeiderforening-poll-1\.json", file.name)
    assert run("verify", file) == 0
    assert "For: 3; Mot: 1; Blank: 1" in run.out
    assert run("verify", changed) == 1
