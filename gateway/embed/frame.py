"""The iframe pages `/embed/offers`, `map`, `offer` and `stories`: widgets for sites without scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gateway.console.home import origin_of
from gateway.console.templates import joined
from gateway.embed.operations import OPERATIONS, wanted_language
from gateway.embed.query import WidgetQuery, allowed_partner
from gateway.embed.scoping import narrow
from gateway.embed.templates import render
from gateway.http.problem import Problem
from gateway.partners import Scope

TITLES = {
    "offers": "Offres de Partir Ici",
    "offer": "Offre de Partir Ici",
    "map": "Carte des offres de Partir Ici",
    "stories": "Récits de Partir Ici",
}
THEMES = {"auto", "light", "dark"}
COLOURS = ("accent", "text", "surface")
COLOUR = re.compile(r"[0-9a-fA-F]{6}")
NUMBERS = {"radius": (0, 40), "gap": (0, 60), "columns": (1, 4)}
"""The least and the most of each: pixels, pixels, cards beside each other."""

COUNTED = "statistics"
LOOKS = {"theme", COUNTED, *COLOURS, *NUMBERS}
NO_ATTRIBUTE = {"operation", *LOOKS}


async def frame_page(request: Request, query: WidgetQuery) -> Response:
    """The page; which sites may hold it is said by `frame-ancestors`, from the partner's origins."""
    try:
        partner = await allowed_partner(request, query.partners)
        attributes, looks = checked(request.path_params["kind"], dict(request.query_params), partner.scope)
    except Problem as problem:
        return _framed(render("refused", code=problem.code), "'none'", query, problem.status)
    return _framed(_page(request, attributes, looks), partner.ancestors(), query)


def checked(kind: str, parameters: Mapping[str, str], scope: Scope) -> tuple[dict[str, str], dict[str, str]]:
    """Attributes of the element and looks of the page; raises `Problem` for what is wrong or out of scope."""
    looks = {name: value for name, value in parameters.items() if name in LOOKS and value}
    attributes = {name: value for name, value in parameters.items() if name not in NO_ATTRIBUTE and value}
    if kind not in OPERATIONS:
        raise Problem(404, "NOT_FOUND", "There is no such widget.")
    narrow(kind, OPERATIONS[kind].variables(attributes), scope)
    wanted_language(attributes)
    if looks.get("theme", "auto") not in THEMES:
        raise Problem(400, "INVALID_VARIABLES", f"The theme is none of {', '.join(sorted(THEMES))}.")
    if looks.get(COUNTED, "1") != "1":
        raise Problem(400, "INVALID_VARIABLES", "The parameter statistics is 1, or left out.")
    if not all(COLOUR.fullmatch(looks[name]) for name in COLOURS if name in looks):
        raise Problem(400, "INVALID_VARIABLES", "A colour is six hexadecimal digits.")
    for name, (least, most) in NUMBERS.items():
        text = looks.get(name, str(least))
        if not (text.isdecimal() and len(text) < 3 and least <= int(text) <= most):
            raise Problem(400, "INVALID_VARIABLES", f"The {name} is no number from {least} to {most}.")
    return attributes, looks


def _page(request: Request, attributes: dict[str, str], looks: dict[str, str]) -> str:
    kind = request.path_params["kind"]
    theme = looks.get("theme", "auto")
    given = {f"data-{name}": looks[name] for name in (*COLOURS, *NUMBERS) if name in looks}
    counted = {COUNTED: "1"} if COUNTED in looks else {}
    told = attributes | given | counted | {"theme": theme}
    return render(
        "frame",
        lang=attributes.get("lang", "fr"),
        theme=theme,
        title=TITLES[kind],
        element=f"partir-ici-{kind}",
        attributes=joined(render("attribute", name=name, value=told[name]) for name in sorted(told)),
        oembed=f"{origin_of(request)}/oembed?{urlencode({'url': own_url(request), 'format': 'json'})}",
        site="../",
        site_name="Partir Ici",
    )


def own_url(request: Request) -> str:
    """The absolute url of the request as its caller wrote it."""
    return f"{origin_of(request)}{request.url.path}?{request.url.query}"


def _framed(html: str, ancestors: str, query: WidgetQuery, status: int = 200) -> HTMLResponse:
    images = " ".join(["'self'", *query.picture_origins])
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'self'; style-src 'self'; "
        f"connect-src 'self'; frame-src 'self'; img-src {images}; "
        f"require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors {ancestors}"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-cache",
        "Referrer-Policy": "strict-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(html, status, headers=headers)
