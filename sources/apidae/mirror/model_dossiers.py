"""The indexes of dossiers: each order of each scope, what a phase would show, counts of progress."""

from __future__ import annotations

from gateway.store import IndexSpec

WAITING, PROGRESS, ON_THE_PATH = "by_waiting", "by_progress", "by_path"
COUNTED = ("ownOffice", "officeName", "department", "stepSet", "reasonSet")
"""What progress is counted from: one index holds all of it, so no document is read."""

BY_NAME = {
    "": "dossiers_name",
    "ownOffice": "dossiers_ownOffice_name",
    "department": "dossiers_department_name",
}
"""The index of names of all offers, of each office, of each department."""

DOSSIER_INDEXES = (
    *(
        IndexSpec(keys=((owner, 1), (key, way), ("_id", 1)), name=f"dossiers_{owner}_{key}")
        for owner in ("ownOffice", "department")
        for key, way in (("name", 1), ("updated", -1))
    ),
    IndexSpec(keys=(("name", 1), ("_id", 1)), name="dossiers_name"),
    IndexSpec(keys=(("updated", -1), ("_id", 1)), name="dossiers_updated"),
    IndexSpec(keys=(("ownOffice", 1), ("_id", 1)), name=WAITING, partial={"waits": {"$exists": True}}),
    IndexSpec(keys=(("ownOffice", 1), ("_id", 1)), name=ON_THE_PATH, partial={"path": {"$exists": True}}),
    IndexSpec(keys=tuple((name, 1) for name in COUNTED), name=PROGRESS),
)
