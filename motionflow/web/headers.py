"""What every answer says to the browser: nothing inline, nothing from elsewhere, nothing kept."""

from flask import Flask, request
from werkzeug.datastructures import ContentSecurityPolicy
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from motionflow.config import Settings

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_ALWAYS = (
    ("Content-Security-Policy", ContentSecurityPolicy(POLICY).to_header()),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)
_ONLY_HTTPS = ("Strict-Transport-Security", f"max-age={365 * 24 * 3600}; includeSubDomains")


def install(app: Flask) -> None:
    """Add the headers, and believe exactly as many proxies as the settings say."""
    proxies = app.config["SETTINGS"].proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]  # Flask's own way

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in on_every_answer(app.config["SETTINGS"]):
            response.headers[name] = value
        if request.endpoint != "static" or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        return response


def on_every_answer(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return the headers that every answer has, whoever gives it."""
    return (*_ALWAYS, _ONLY_HTTPS) if settings.is_https else _ALWAYS
