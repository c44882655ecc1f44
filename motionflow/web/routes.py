"""Addresses of pages, which the program need not all be able to write before it has started."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import Rule


def install(app: Flask) -> None:
    """Have what writes a page's address made when the address is first asked for.

    Werkzeug makes it of every page at the start, as code of its own, and so takes a tenth of a second. A
    command asks for hardly any, and a server for some after the other.
    """
    app.url_rule_class = _Rule


class _Rule(Rule):
    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(Rule._compile_builder(rule, append_unknown))
            return compiled[0](rule, **values)

        return build
