"""The page `/widgets`: a partner chooses content and looks, sees the widget live and copies the lines."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from gateway.console import assets, policy
from gateway.console.home import origin_of
from gateway.console.templates import joined
from gateway.embed.files import STYLE
from gateway.embed.query import WidgetQuery
from gateway.embed.release import LOADER, integrity, released
from gateway.embed.templates import render

FAMILIES = {
    "PLEIN_AIR": "Plein air",
    "SAVOIR_FAIRE_PATRIMOINE": "Savoir-faire et patrimoine",
    "TOURISME_GOURMAND": "Tourisme gourmand",
    "OENOTOURISME": "Œnotourisme",
    "BIEN_ETRE": "Bien-être",
}
PREFECTURES = {
    "01053": "Bourg-en-Bresse", "03190": "Moulins", "07186": "Privas", "15014": "Aurillac",
    "26362": "Valence", "38185": "Grenoble", "42218": "Saint-Étienne", "43157": "Le Puy-en-Velay",
    "63113": "Clermont-Ferrand", "69123": "Lyon", "73065": "Chambéry", "74010": "Annecy",
}  # fmt: skip
LANGUAGES = {
    "": "celle de la page", "fr": "français", "en": "English", "de": "Deutsch",
    "es": "español", "it": "italiano", "nl": "Nederlands",
}  # fmt: skip


def configurator_page(request: Request, query: WidgetQuery) -> Response:
    """The page; everything it shows comes from this server and from the allowed origins of pictures."""
    html = render(
        "configurator",
        icon=assets.versioned("favicon.svg"),
        style=assets.versioned("home.css"),
        origin=origin_of(request),
        key=query.partners.example(),
        **_fixed(),
        families=joined(render("family", value=key, label=label) for key, label in FAMILIES.items()),
        communes=joined(render("option", value=key, label=label) for key, label in PREFECTURES.items()),
        languages=joined(render("option", value=key, label=label) for key, label in LANGUAGES.items()),
    )
    images = " ".join(["'self'", *query.picture_origins])
    return policy.page(html, policy.HOME.replace("img-src 'self'", f"frame-src 'self'; img-src {images}"))


def _fixed() -> dict[str, str]:
    """The newest fixed version and what a page must write down of it."""
    number, files = list(released().items())[-1]
    return {"version": number, "script_sum": integrity(files[LOADER]), "style_sum": integrity(files[STYLE])}
