"""Headers of every answer: strict CSP with a nonce, Trusted Types, no framing, no caching by default."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from flask import Flask, g, request

FIXED_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
)


def csp_nonce() -> str:
    """Return this request's nonce for a ``<script>`` or ``<style>``; templates call it by this name."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def content_security_policy(
    *,
    nonce: str | None = None,
    connect: Iterable[str] = (),
    wasm: bool = False,
    trusted_types: Iterable[str] = (),
) -> str:
    """Write the policy: own scripts and styles only, nothing inline but what carries the nonce.

    Args:
        nonce: of this answer, when the page holds an inline script or style.
        connect: further origins that scripts may fetch from.
        wasm: allow WebAssembly (the verifier's decoder).
        trusted_types: names of the policies that may make HTML, scripts or script addresses.
    """
    inline = f" 'nonce-{nonce}'" if nonce else ""
    webassembly = " 'wasm-unsafe-eval'" if wasm else ""
    directives = (
        "default-src 'none'",
        f"script-src 'self'{inline}{webassembly}",
        f"style-src 'self'{inline}",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        " ".join(("connect-src 'self'", *connect)),
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
        " ".join(("trusted-types", *trusted_types)) if trusted_types else "trusted-types 'none'",
    )
    return "; ".join(directives)


def register_security(
    app: Flask,
    *,
    tls: bool,
    connect: Iterable[str] = (),
    wasm: bool = False,
    trusted_types: Iterable[str] = (),
    share: str = "same-origin",
) -> None:
    """Give every answer of the app the headers; a view that set one itself keeps its own.

    Without a Cache-Control of its own an answer is ``no-store``: the personal is never cached by omission.

    Args:
        tls: whether browsers reach the app by HTTPS (then HSTS is sent).
        share: Cross-Origin-Resource-Policy.
    """
    policy = {"connect": tuple(connect), "wasm": wasm, "trusted_types": tuple(trusted_types)}
    app.jinja_env.globals["csp_nonce"] = csp_nonce

    @app.after_request
    def _headers(response: Any) -> Any:
        headers = response.headers
        for name, value in FIXED_HEADERS:
            headers.setdefault(name, value)
        headers.setdefault("Cross-Origin-Resource-Policy", share)
        headers.setdefault(
            "Content-Security-Policy",
            content_security_policy(nonce=g.get("csp_nonce"), **policy),  # type: ignore[arg-type]
        )
        headers.setdefault("Cache-Control", "no-store")
        if tls and request.host.partition(":")[0] != "localhost":  # it would bind every other port too
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
