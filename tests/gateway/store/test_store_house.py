"""One module speaks to MongoDB's drivers."""

import ast
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
CLIENTS = {"MongoClient", "AsyncMongoClient", "AsyncIOMotorClient"}


def makes_clients(module: Path) -> bool:
    text = module.read_text(encoding="utf-8")
    if "mongo" not in text.lower() and "motor" not in text:
        return False
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "motor" for alias in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "motor":
            return True
        if isinstance(node, ast.Attribute | ast.alias) and CLIENTS & {
            getattr(node, "attr", ""),
            getattr(node, "name", ""),
        }:
            return True
    return False


def test_only_the_driver_module_makes_clients_of_mongodb() -> None:
    found = [
        module.relative_to(REPOSITORY).as_posix()
        for folder in ("gateway", "sources")
        for module in (REPOSITORY / folder).rglob("*.py")
        if "node_modules" not in module.parts and makes_clients(module)
    ]
    assert found == ["gateway/store/driver.py"]
