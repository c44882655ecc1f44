"""Styles, scripts, fonts and pictures: fetched once by a browser, packed small, and kept until they change.

A page needs nine of them, and each question after one costs a phone in a hall a way to the server and back.
Their addresses have a version in them, so that no browser need ask whether one is still the same.
"""

import gzip
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, current_app, request
from werkzeug.security import safe_join

from motionflow.paths import STATIC
from motionflow.web.access import Access, access

_VERSION = re.compile(r"v[0-9a-f]{12}")
_A_YEAR, _AN_HOUR = 365 * 24 * 3600, 3600
# Fonts are packed already. No page is: what is typed stands beside what is secret in them, and the length
# of the two packed together would tell of it.
_PACKED = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".html": "text/html"}


def install(app: Flask) -> None:
    """Put the version into the addresses of all static files, and send them to be kept."""

    @app.url_defaults
    def put_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["filename"] = f"{version_of(STATIC)}/{values['filename']}"

    app.view_functions["static"] = _send


@cache
def version_of(folder: Path) -> str:
    """Return what all files of a folder are known by together: another as soon as one of them is another."""
    known = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        known.update(f"{path.relative_to(folder).as_posix()} {len(content)} ".encode() + content)
    return f"v{known.hexdigest()[:12]}"


@access(Access.NAMELESS)
def _send(filename: str) -> Response:
    """Answer with a file, by its name alone or with a version before it: of now, or of before an upgrade."""
    first, _, rest = filename.partition("/")
    name = rest if _VERSION.fullmatch(first) else filename
    suffix = name[name.rfind(".") :]
    if suffix in _PACKED and request.accept_encodings.quality("gzip") > 0:
        response = Response(_packed(name), mimetype=_PACKED[suffix])
        response.content_encoding = "gzip"
    else:
        response = current_app.send_static_file(name)
    response.vary.add("Accept-Encoding")
    about = response.cache_control
    about.no_cache, about.public = None, True
    about.immutable = first == version_of(STATIC)
    about.max_age = _A_YEAR if about.immutable else _AN_HOUR
    return response


@cache
def _packed(name: str) -> bytes:
    path = safe_join(str(STATIC), name)
    try:
        # No moment of packing in it: the same bytes from every process.
        return gzip.compress(Path(path or "").read_bytes(), mtime=0)
    except OSError:
        abort(404)
