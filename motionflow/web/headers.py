"""What every answer says to the browser: nothing inline, nothing from elsewhere, nothing kept."""

from flask import Flask, request
from werkzeug.datastructures import ContentSecurityPolicy
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

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
_POLICY = ContentSecurityPolicy(POLICY).to_header()
_YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Add the headers, and believe exactly as many proxies as the settings say."""
    proxies = app.config["SETTINGS"].proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]  # Flask's own way

    @app.after_request
    def add(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if app.config["SETTINGS"].is_https:
            response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}; includeSubDomains"
        if request.endpoint == "static":
            response.cache_control.public = True
            response.cache_control.max_age = 3600
        else:
            response.headers["Cache-Control"] = "no-store"
        return response
