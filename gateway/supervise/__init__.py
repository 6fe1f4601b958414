"""Child processes that never outlive the gateway: a real mongod, emulators."""

from gateway.supervise.binary import MongoMissing, find_mongod
from gateway.supervise.folder import FolderInUse
from gateway.supervise.mongod import EmbeddedMongo
from gateway.supervise.process import Child, ChildFailed, running, supervised

__all__ = [
    "Child",
    "ChildFailed",
    "EmbeddedMongo",
    "FolderInUse",
    "MongoMissing",
    "find_mongod",
    "running",
    "supervised",
]
