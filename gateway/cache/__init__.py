"""The caches of the gateway: what sources answered, with its age."""

from gateway.cache.entries import Ages, Cached
from gateway.cache.fresh import CacheStats, FreshCache
from gateway.cache.gathering import Gathering
from gateway.cache.loading import LoadMany

__all__ = ["Ages", "CacheStats", "Cached", "FreshCache", "Gathering", "LoadMany"]
