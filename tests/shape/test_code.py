"""Rules about the code that no linter knows: what may not be written, and how long a piece may be."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES_IN_A_FILE = 400
LINES_IN_A_FUNCTION = 60

# Path from the root -> why this file may be longer.
LONG_FILES: dict[str, str] = {}
# "path:function" -> why this function may be longer.
LONG_FUNCTIONS: dict[str, str] = {}
# Path from the root, what it does -> why it may.
ALLOWED = {
    ("motionflow/clock.py", "reads the clock"): "the one place that does",
    ("motionflow/cli.py", "prints"): "a command line prints",
    ("motionflow/web/filters.py", "hands a page text that is not escaped"): "nh3 has cleaned it",
    (
        "motionflow/db.py",
        "puts SQL together from pieces",
    ): "PRAGMA and SHOW take no parameters; ours are constants",
}


# A body that knows an address shall learn no name from another body.
OWN_NAME = "shows a person's own name instead of what the body calls her"
ALLOWED |= {
    ("motionflow/administering.py", OWN_NAME): "told to whoever runs the machine",
    ("motionflow/documents/sentences.py", OWN_NAME): "a paper's facts have been named already",
    ("motionflow/services/access.py", OWN_NAME): "for herself, in the menu",
    ("motionflow/services/notices.py", OWN_NAME): "for herself, in a mail to her",
    ("motionflow/services/people.py", OWN_NAME): "set",
    ("motionflow/services/erasure.py", OWN_NAME): "emptied",
}
SHOWN_TO_HERSELF = {"templates/layouts/chrome.html", "templates/people/show_me.html"}


def _modules() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "motionflow").rglob("*.py")):
        yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")


def _templates() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "templates").rglob("*")):
        if file.suffix in {".html", ".md", ".txt"}:
            yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")


def _dotted(node: ast.AST) -> str:
    """Return ``a.b.c`` for an expression of names and dots, and the last part of any other."""
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def _is_built_from_parts(node: ast.AST) -> bool:
    """Return whether a text is put together from pieces: f"…", "…" + x, "…" % x or "…".format(x)."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in {"format", "join"}
    return isinstance(node, ast.JoinedStr)


CLOCK = re.compile(
    r"(^|\.)(datetime\.(utcnow|now|utcfromtimestamp|today)|date\.today|time\.time|localtime|gmtime)$"
)


def forbidden(source: str) -> list[tuple[int, str]]:
    """Return what in a module is against the rules: the line and what it does."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if _dotted(node).endswith("person.name"):
            found.append((node.lineno, OWN_NAME))
        if not isinstance(node, ast.Call):
            continue
        called = _dotted(node.func)
        last = called.split(".")[-1]
        if last == "Markup":
            found.append((node.lineno, "hands a page text that is not escaped"))
        if last in {"text", "exec_driver_sql"} and node.args and _is_built_from_parts(node.args[0]):
            found.append((node.lineno, "puts SQL together from pieces"))
        if CLOCK.search(called):
            found.append((node.lineno, "reads the clock"))
        if called == "print":
            found.append((node.lineno, "prints"))
        if last == "url_for" and "_external" in {word.arg for word in node.keywords}:
            found.append((node.lineno, "makes an address from the request instead of the setting"))
    return found


def forbidden_in_template(path: str, source: str) -> list[str]:
    """Return what in a template is against the rules."""
    rules = {
        r"\|\s*safe\b": "|safe: text reaches a page unescaped",
        r"\{%-?\s*autoescape\s+false": "autoescape off: text reaches a page unescaped",
        r"_external": "_external: the base of an address is a setting",
    }
    if path.endswith(".html"):
        rules |= {
            r"<[^>]+\sstyle\s*=": "style=: the content security policy refuses it",
            r"<[^>]+\son[a-z]+\s*=": "on…=: the content security policy refuses it",
            r"<script(?![^>]*\ssrc=)": "a script in the page: the content security policy refuses it",
            r"\bperson\.name\b": f"person.name: {OWN_NAME}",
            r"<style\b": "a style in the page: the content security policy refuses it",
        }
    if path in SHOWN_TO_HERSELF:
        del rules[r"\bperson\.name\b"]
    return [f"{path}: {why}" for pattern, why in rules.items() if re.search(pattern, source)]


def test_modules_break_no_rule() -> None:
    found = [(path, line, what) for path, source in _modules() for line, what in forbidden(source)]

    assert [one for one in found if (one[0], one[2]) not in ALLOWED] == []


def test_templates_break_no_rule() -> None:
    assert [line for path, source in _templates() for line in forbidden_in_template(path, source)] == []


@pytest.mark.parametrize(
    "line",
    [
        "markupsafe.Markup(title)",
        "Markup('<b>')",
        "session.execute(text(f'SELECT {x}'))",
        "session.execute(sqlalchemy.text('SELECT ' + x))",
        "text('SELECT %s' % x)",
        "text('SELECT {}'.format(x))",
        "datetime.utcnow()",
        "datetime.now(UTC)",
        "datetime.datetime.now(tz=UTC)",
        "date.today()",
        "datetime.date.today()",
        "time.time()",
        "print(1)",
        "held.person.name",
        "person.name",
        "url_for('motions.show', _external=True)",
        "flask.url_for('motions.show', _external=True)",
    ],
)
def test_the_rules_find_what_they_forbid(line: str) -> None:
    assert len(forbidden(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "text('SELECT 1')",
        "clock.now()",
        "url_for('motions.show')",
        "pprint(1)",
        "words.text(title)",
        "at.date()",
        "person.name_in(body.id)",
        "held.name",
    ],
)
def test_the_rules_let_the_rest_be(line: str) -> None:
    assert forbidden(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "{{ title|safe }}",
        "{{ title | safe }}",
        "{% autoescape false %}",
        "{{ url_for('x', _external=True) }}",
        '<p style="color: red">',
        '<a href="#" onclick="go()">',
        "<script>go()</script>",
        "<style>p {}</style>",
        "<td>{{ held.person.name }}</td>",
    ],
)
def test_the_rules_for_templates_find_what_they_forbid(line: str) -> None:
    assert len(forbidden_in_template("templates/motions/show.html", line)) == 1


def test_no_file_is_too_long() -> None:
    lengths = {path: len(source.splitlines()) for path, source in _modules()}

    assert {path: n for path, n in lengths.items() if n > LINES_IN_A_FILE and path not in LONG_FILES} == {}


def _functions() -> Iterator[tuple[str, int]]:
    for path, source in _modules():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_needs_scrolling() -> None:
    too_long = {name: n for name, n in _functions() if n > LINES_IN_A_FUNCTION}

    assert {name: n for name, n in too_long.items() if name not in LONG_FUNCTIONS} == {}


def test_exceptions_are_still_needed() -> None:
    lengths = {path: len(source.splitlines()) for path, source in _modules()}
    functions = dict(_functions())

    assert [path for path in LONG_FILES if lengths.get(path, 0) <= LINES_IN_A_FILE] == []
    assert [name for name in LONG_FUNCTIONS if functions.get(name, 0) <= LINES_IN_A_FUNCTION] == []
    done = {(path, what) for path, source in _modules() for _, what in forbidden(source)}
    assert set(ALLOWED) - done == set()


@pytest.mark.parametrize("name", ["utils", "util", "helpers", "helper", "manager", "misc", "common"])
def test_no_module_has_a_name_that_says_nothing(name: str) -> None:
    assert [path for path, _ in _modules() if Path(path).stem == name] == []


def test_migrations_import_nothing_of_motionflow() -> None:
    """What a migration did once must not change when the code does."""
    for file in (ROOT / "migrations").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert [name for name in names if name.split(".")[0] == "motionflow"] == [], file.name
