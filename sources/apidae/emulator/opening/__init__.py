"""Days on which an object is open, computed from its periods as Apidae describes them."""

from .days import Opening, compile_opening
from .window import Window

__all__ = ["Opening", "Window", "compile_opening"]
