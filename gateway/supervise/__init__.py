"""Child processes that never outlive the gateway: a real mongod, emulators."""

from gateway.supervise.binary import MongodMissing, find_mongod
from gateway.supervise.folder import FolderInUse
from gateway.supervise.mongod import EmbeddedMongo
from gateway.supervise.process import Child, ChildError, running, supervised

__all__ = [
    "Child",
    "ChildError",
    "EmbeddedMongo",
    "FolderInUse",
    "MongodMissing",
    "find_mongod",
    "running",
    "supervised",
]
