"""The commands of whoever runs motionflow.

Exit codes: 0 all well; 1 refused, or faults found; 2 wrong usage, settings or database.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from motionflow import administering, clock, demo, logs, server, startup, texting, worker
from motionflow.ballots import published
from motionflow.config import Settings, SettingsError
from motionflow.db import WeakDatabase
from motionflow.domain.errors import RuleBroken
from motionflow.domain.flow import BodyKind
from motionflow.domain.roles import Role
from motionflow.i18n import words
from motionflow.labels import check_sentence, sentence

ALL_WELL, REFUSED, WRONG = 0, 1, 2

_ENGLISH = words("en")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what went wrong is one sentence on standard error."""
    given = _parser().parse_args(arguments)
    try:
        code: int = given.run(given)
    except (SettingsError, startup.NotReady, WeakDatabase) as error:
        return _complain(str(error), WRONG)
    except DBAPIError as error:
        return _complain(str(startup.unreachable(error)), WRONG)
    except (administering.Refused, demo.NotEmpty, server.PortRefused) as error:
        return _complain(str(error), REFUSED)
    except RuleBroken as broken:
        found = [sentence(obstacle, language=_ENGLISH) for obstacle in broken.obstacles]
        return _complain(" ".join(found), REFUSED)
    except BrokenPipeError:
        # Whoever read our output has had enough; Python would complain once more when it closes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except KeyboardInterrupt:
        return _complain("Stopped.", REFUSED)
    return code


def _serve(given: argparse.Namespace) -> int:
    settings = Settings.from_environment(port=given.port)
    server.check_port(settings.listen, settings.port)
    with startup.ready_app(settings) as app:
        logs.set_up()
        links = demo.make_role_links(app, at=clock.now())
        startup.let_go(app)
        server.serve(app, on_ready=lambda: _say_ready(settings, links))
    return ALL_WELL


def _work(given: argparse.Namespace) -> int:
    with startup.ready_app(Settings.from_environment()) as app:
        logs.set_up()
        worker.run(app, parent=given.parent)
    return ALL_WELL


def _load_demo(given: argparse.Namespace) -> int:
    with startup.ready_app(Settings.from_environment()) as app:
        if given.out is not None:
            administering.make_folder(given.out)
        is_new = demo.load(app, at=clock.now(), say=_report)
        _say("The example is loaded." if is_new else "The example is loaded already.")
        if given.out is not None:
            count = demo.write_papers(app, given.out, say=_report)
            _say(f"{count} Word files are in {given.out}")
        if not given.once:
            _say_links(demo.make_role_links(app, at=clock.now()))
    return ALL_WELL


def _upgrade(_given: argparse.Namespace) -> int:
    startup.upgrade(Settings.from_environment())
    _say("The database is up to date.")
    return ALL_WELL


def _import(given: argparse.Namespace) -> int:
    content, at = administering.read_file(given.file), clock.now()
    if not given.dry_run:
        if given.body is None or given.by is None:
            given.parser.error("--body and --by are required, unless it is a --dry-run")
        with startup.ready_app(Settings.from_environment()) as app:
            done = administering.import_motion(
                app, content, name=given.file.name, slug=given.body, address=given.by, at=at
            )
        _say(f"Handed in as {done.number}: {done.title}")
        _say(done.link)
        read = done.recognised
    else:
        read = administering.recognise_file(content, name=given.file.name, at=at)
        if given.json:
            _say(json.dumps(read.as_json(), ensure_ascii=False, indent=2, default=str))
            return ALL_WELL
        for line in administering.preview(read):
            _say(line)
    for check in read.checks:
        _say(f"Look at: {check_sentence(check, language=_ENGLISH)}")
    return ALL_WELL


def _add_body(given: argparse.Namespace) -> int:
    with startup.ready_app(Settings.from_environment()) as app:
        slug = administering.add_body(
            app,
            given.name,
            kind=BodyKind(given.kind),
            parent_slug=given.parent,
            language=given.language,
            at=clock.now(),
        )
    _say(f"{given.name} is made; in commands it is {slug}")
    return ALL_WELL


def _add_person(given: argparse.Namespace) -> int:
    if given.role is not None and given.body is None:
        given.parser.error("--role needs --body")
    with startup.ready_app(Settings.from_environment()) as app:
        done = administering.add_person(
            app,
            given.name,
            address=given.address,
            slug=given.body,
            role=Role(given.role or Role.MEMBER),
            party=given.party,
            at=clock.now(),
        )
    for line in done:
        _say(line)
    return ALL_WELL


def _compare(given: argparse.Namespace) -> int:
    differs = texting.compare_files(given.old, given.new, out=given.out, author=given.author, at=clock.now())
    found = "What was changed is in" if differs else "Nothing was changed: the text without changes is in"
    _say(f"{found} {given.out}")
    return ALL_WELL


def _changes(given: argparse.Namespace) -> int:
    found = texting.changes_in(given.file)
    if given.accept or given.reject:
        _say(found.accepted if given.accept else found.rejected)
    elif given.json:
        _say(json.dumps(texting.as_json(found), ensure_ascii=False, indent=2))
    else:
        for line in texting.lines_of(found):
            _say(line)
    return ALL_WELL


def _annex(given: argparse.Namespace) -> int:
    with startup.ready_app(Settings.from_environment()) as app:
        content = administering.make_annex(app, slug=given.body, since=given.since, at=clock.now())
    administering.write_file(given.out, content)
    _say(f"The annex is in {given.out}")
    return ALL_WELL


def _verify(given: argparse.Namespace) -> int:
    if given.file is not None:
        return _recount(given.file, checksum=given.sum)
    if given.sum is not None:
        given.parser.error("--sum needs the FILE of a published poll")
    found = 0
    with startup.ready_app(Settings.from_environment()) as app:
        counts = administering.count_what_is_kept(app)
        _report(f"Checking {counts}")
        for fault in administering.find_faults(app, head=given.head, say=_report):
            _say(fault)
            found += 1
    if found:
        return _complain(_faults(found), REFUSED)
    _say(f"All holds: {counts}")
    return ALL_WELL


def _recount(file: Path, *, checksum: str | None) -> int:
    content = administering.read_whole_file(file)
    recount = published.recount(content)
    faults = list(recount.faults)
    if checksum is not None and checksum != published.checksum(content):
        faults.append(f"The file's checksum is {published.checksum(content)}, not the one given.")
    for fault in faults:
        _say(fault)
    if faults or recount.header is None:
        return _complain(_faults(len(faults)), REFUSED)
    votes = zip(recount.header.options, recount.counts, strict=True)
    _say(f"All holds: {recount.ballots} ballots opened and counted again.")
    _say("; ".join(f"{option}: {count}" for option, count in votes))
    _say(f"Checksum: {published.checksum(content)}")
    return ALL_WELL


def _faults(count: int) -> str:
    return f"{count} fault." if count == 1 else f"{count} faults."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="motionflow",
        description="Follow a political motion from the branch meeting to the budget and until it is done.",
        epilog="Exit codes: 0 all well; 1 refused, or faults found; 2 wrong usage, settings or database. "
        "Settings are read from the environment; the README lists them.",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    serve = commands.add_parser("serve", help="serve the pages, and send mail where the database is SQLite")
    serve.add_argument("--port", type=_port, default=8000, help="port to listen on (default: 8000)")
    serve.set_defaults(run=_serve)

    work = commands.add_parser("worker", help="send mail until stopped; several may run at once")
    work.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    work.set_defaults(run=_work)

    example = commands.add_parser("demo", help="load the example case, once")
    example.add_argument(
        "--out", type=Path, metavar="DIR", help="also write every Word file and published poll of it there"
    )
    example.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    example.set_defaults(run=_load_demo)

    database = commands.add_parser("db", help="look after the database")
    actions = database.add_subparsers(metavar="ACTION", required=True)
    upgrade = actions.add_parser("upgrade", help="make the database, or bring it up to date")
    upgrade.set_defaults(run=_upgrade)

    _add_import(commands)
    _add_texting(commands)
    _add_administering(commands)
    _add_annex(commands)

    verify = commands.add_parser(
        "verify", help="check the chains of events, the papers and the kept files; or recount a secret poll"
    )
    verify.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the file of a published poll")
    verify.add_argument("--sum", metavar="SHA256", help="with FILE: its checksum as printed in minutes")
    verify.add_argument("--head", type=_head, metavar="N:HASH", help="a chain's head as printed in minutes")
    verify.set_defaults(run=_verify, parser=verify)
    return parser


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("import", help="hand in a motion from a .docx, .txt or .md file")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--body", metavar="SLUG", help="the body it is handed in to")
    parser.add_argument("--by", metavar="ADDRESS", help="mail address of the member who hands it in")
    parser.add_argument("--dry-run", action="store_true", help="show what is recognised and save nothing")
    parser.add_argument("--json", action="store_true", help="with --dry-run: print one JSON object")
    parser.set_defaults(run=_import, parser=parser)


def _add_texting(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    compare = commands.add_parser("compare", help="write a Word file with what was changed between two texts")
    compare.add_argument("old", type=Path, metavar="OLD", help=".docx, .md or .txt")
    compare.add_argument("new", type=Path, metavar="NEW", help=".docx, .md or .txt")
    compare.add_argument("--out", type=Path, metavar="FILE", required=True, help="the Word file to write")
    compare.add_argument("--author", default="motionflow", metavar="NAME", help="who made the changes")
    compare.set_defaults(run=_compare)

    changes = commands.add_parser("changes", help="list the tracked changes and comments of a Word file")
    changes.add_argument("file", type=Path, metavar="FILE", help=".docx")
    shown = changes.add_mutually_exclusive_group()
    shown.add_argument("--accept", action="store_true", help="print the text with all of them accepted")
    shown.add_argument("--reject", action="store_true", help="print the text with all of them rejected")
    changes.add_argument("--json", action="store_true", help="as JSON, in reading order")
    changes.set_defaults(run=_changes)


def _add_administering(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    body = commands.add_parser("add-body", help="make a body; the first one is made here")
    body.add_argument("name", metavar="NAME")
    body.add_argument("--kind", required=True, choices=[kind.value for kind in BodyKind])
    body.add_argument("--parent", metavar="SLUG", help="the body it belongs under")
    body.add_argument("--language", choices=["nb", "nn"], default="nb", help="language of its papers")
    body.set_defaults(run=_add_body)

    person = commands.add_parser("add-person", help="add a person, and what she is in a body from today")
    person.add_argument("name", metavar="NAME")
    person.add_argument("address", metavar="ADDRESS")
    person.add_argument("--body", metavar="SLUG")
    person.add_argument("--role", choices=[role.value for role in Role], help="default: member")
    person.add_argument("--party", help="the party that a councillor represents")
    person.set_defaults(run=_add_person, parser=person)


def _add_annex(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    annex = commands.add_parser("annex", help="write what happened to a body's motions to a Word file")
    annex.add_argument("body", metavar="BODY", help="the body's short name")
    annex.add_argument("--since", type=_day, metavar="DATE", help="default: its last annual meeting")
    annex.add_argument("--out", type=Path, required=True, metavar="FILE.docx")
    annex.set_defaults(run=_annex)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a date is written 2020-01-22") from None


def _port(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def _head(text: str) -> str:
    if not re.fullmatch("[0-9]{1,9}:[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("give it as printed in minutes: a number, a colon and 64 characters")
    return text


def _say_ready(settings: Settings, links: Sequence[tuple[str, str]]) -> None:
    _say(f"motionflow is at {settings.base_url}")
    _say_links(links)
    if (settings.home / "papers").is_dir():
        _say(f"Word files of the example: {settings.home / 'papers'}")
    if not settings.smtp_url:
        _say(f"Mail is written to files in {settings.home / 'mail'}")
    if not server.is_small(settings):
        _say("Mail is sent by another process: motionflow worker")
    _say("Stop with Ctrl-C.")


def _say_links(links: Sequence[tuple[str, str]]) -> None:
    if links:
        _say("Sign in to the example as (the links last a day):")
    width = max((len(_ENGLISH(role)) for role, _ in links), default=0)
    for role, link in links:
        _say(f"  {_ENGLISH(role):{width}}  {link}")


def _say(line: str) -> None:
    print(line, flush=True)


def _report(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _complain(line: str, code: int) -> int:
    _report(line)
    return code
