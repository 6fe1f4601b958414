"""Demo content: invented scouts who write in French about the offers that this deployment knows."""

from sources.scouts.demo.filling import demo

__all__ = ["demo"]
