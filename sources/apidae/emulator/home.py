"""The page that tells developers what this server is."""

from html import escape

from .world import World

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Apidae emulator</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto}}</style></head>
<body><h1>Apidae emulator</h1>
<p>A stand-in for the API v002 of Apidae Tourisme, for development and tests. Every offer is invented;
communes and reference elements are real. It holds {objects} objects, {visible} of them visible
to project {project}.</p>
<h2>Services</h2><ul>{services}</ul>
<p>Searches take a form field (or a query-string parameter) <code>query</code> that holds JSON with
<code>apiKey</code> and <code>projetId</code>.</p>
<h2>Control</h2><ul>{control}</ul>
<p>Communes: @etalab/decoupage-administratif (INSEE, Licence Ouverte). Points: GeoNames (CC BY 4.0).</p>
</body></html>
"""
_CONTROL = (
    "GET, DELETE /__emu/journal",
    "GET, POST /__emu/faults",
    "GET, POST /__emu/switches",
    "GET /__emu/stats",
    "POST /__emu/objects",
    "GET, POST, DELETE /__emu/objects/{id}",
    "GET, POST /__emu/exports",
)


def home_page(world: World, base: str, services: list[str]) -> str:
    """The page, with the services below `base`."""
    return _PAGE.format(
        objects=len(world.store.facts),
        visible=len(world.store.visible),
        project=world.options.project_id,
        services="".join(f"<li><code>{escape(base + name)}</code></li>" for name in services),
        control="".join(f"<li><code>{escape(line)}</code></li>" for line in _CONTROL),
    )
