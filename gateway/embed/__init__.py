"""What partner sites embed: the widgets, the iframe pages, the oEmbed provider, the configurator."""

from gateway.embed.partners import Partners, read_partners
from gateway.embed.routes import configured_embed_routes, embed_routes

__all__ = ["Partners", "configured_embed_routes", "embed_routes", "read_partners"]
