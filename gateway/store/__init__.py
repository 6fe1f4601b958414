"""The room that speaks to MongoDB: sources see rooms and collections, never a driver."""

from gateway.store.collection import Collection
from gateway.store.database import Store
from gateway.store.driver import patience
from gateway.store.faults import DuplicateKey
from gateway.store.journal import CommandJournal, Counts
from gateway.store.migrations import Migration
from gateway.store.room import Room
from gateway.store.specs import CollectionSpec, IndexSpec
from gateway.store.terms import (
    BulkResult,
    DeleteMany,
    DeleteOne,
    Document,
    InsertOne,
    ReplaceOne,
    UpdateMany,
    UpdateOne,
    UpdateResult,
)

__all__ = [
    "BulkResult",
    "Collection",
    "CollectionSpec",
    "CommandJournal",
    "Counts",
    "DeleteMany",
    "DeleteOne",
    "Document",
    "DuplicateKey",
    "IndexSpec",
    "InsertOne",
    "Migration",
    "ReplaceOne",
    "Room",
    "Store",
    "UpdateMany",
    "UpdateOne",
    "UpdateResult",
    "patience",
]
