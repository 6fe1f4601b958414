"""Who is asking: callers with roles, the tokens that prove them, and the viewer's view of the graph."""

from gateway.identity.caller import ANONYMOUS, Caller, Role
from gateway.identity.roles import ROLE_NAMES, RoleName

__all__ = ["ANONYMOUS", "ROLE_NAMES", "Caller", "Role", "RoleName"]
