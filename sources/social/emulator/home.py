"""The page that tells a developer what this server is."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from sources.social.emulator import defaults

if TYPE_CHECKING:
    from sources.social.emulator.state import Emulator

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Graph API emulator</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem}}
code{{background:#eef;padding:.1em .3em}}</style>
<h1>Graph API emulator</h1>
<p>This server behaves like <code>graph.facebook.com</code> {version} for one invented Facebook Page and one
invented Instagram account. Nothing comes from Meta or reaches it: all content is made up.</p>
<ul>
<li>Page <code>{page}</code>: {page_posts} posts at
<code>/{version}/{page}/published_posts</code></li>
<li>Instagram account <code>{account}</code>: {media} posts at <code>/{version}/{account}/media</code></li>
<li>{scouts} other professional accounts by <code>business_discovery</code>, such as
<code>{scout}</code></li>
<li>Batches: <code>POST /{version}/</code>. Embeds: <code>/{version}/instagram_oembed?url=</code></li>
</ul>
<p>Calls need a token of the demo settings. Control is JSON under <code>/__emu/</code>: start with
<a href="/__emu/stats">/__emu/stats</a> and <a href="/__emu/journal">/__emu/journal</a>.</p>
</html>
"""


def home_page(emulator: Emulator) -> str:
    """Write the page for the content as it stands."""
    world = emulator.library.world
    return _PAGE.format(
        version=defaults.GRAPH_VERSION,
        page=html.escape(world.page_id),
        page_posts=len(world.page_posts),
        account=html.escape(world.instagram.id),
        media=len(world.instagram.posts),
        scouts=len(world.scouts),
        scout=defaults.SCOUT_USERNAMES[0],
    )
