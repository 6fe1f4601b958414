"""Generator of an invented catalogue of offers, in the shape of Apidae's API v002."""

from .catalogue import Catalogue
from .offer import Made

__all__ = ["Catalogue", "Made"]
