"""The mutations of this source: each reads its input, calls one service and shows what came of it."""
