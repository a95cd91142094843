"""Whether every file stands in its room: `./run check` lists what does not, and tests/test_house.py tries it.

Each check takes the folder of the house and yields one line for each fault.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

APPS = ["portal", "reports", "routing", "feedback"]  # each may import those before it
UPSTAIRS = ["accounts", "persons", "roof"]  # folders of portal/ above all apps, each above those before it
# Inside an app, a file may import what stands left of it.
ROOMS = [
    "states", "rules", "models", "deadlines", "attached", "concerned", "workflow", "forms", "views",
    "procedures", "tasks",
]  # fmt: skip
WRITERS = {"update", "create", "get_or_create", "update_or_create", "bulk_update"}
ROWS = {"Step", "Line", "Owed"}
NAMED = 3  # so many steps in one literal are a table
LONGEST = 300  # lines of a module
TEMPLATE = re.compile(r"\{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
LOAD = re.compile(r"\{%\s*load\s+([^%]+?)\s*%\}")
TAG = re.compile(r"\{%\s*(?:el)?if\s+(.+?)\s*%\}")
COMPARED = re.compile(r"(\S+)\s+(?:==|!=|in|not in)\s+(\S+)")
TOLD_APART = {"status", "step", "kind", "tab"}


def faults(house: Path) -> Iterator[str]:
    for check in (imports, includes, rooms, relatives, tables, comparisons, lengths, statuses):
        yield from check(house)


def modules(house: Path, *folders: str) -> list[Path]:
    found = (path for folder in folders for path in sorted((house / folder).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


def templates(house: Path) -> list[Path]:
    return sorted((house / "templates").rglob("*.html"))


@cache
def tree(path: Path, _changed: int) -> ast.Module:
    return ast.parse(path.read_text())


def nodes(path: Path):
    return ast.walk(tree(path, path.stat().st_mtime_ns))


def imported(path: Path) -> Iterator[str]:
    """Dotted names of what a module imports, wherever in it."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor(name: str) -> int:
    """How high a dotted name or a path stands; the roof is above all."""
    parts = re.split(r"[./]", name)
    if parts[0] == "portal" and parts[1:2] and parts[1] in UPSTAIRS:
        return len(APPS) + UPSTAIRS.index(parts[1])
    return APPS.index(parts[0]) if parts[0] in APPS else 0


def imports(house: Path) -> Iterator[str]:
    """What a module imports from a floor above its own."""
    for path in modules(house, *APPS):
        place = path.relative_to(house).as_posix()
        for name in imported(path):
            if floor(name) > floor(place):
                yield f"{place} imports {name}, which stands above it"


def includes(house: Path) -> Iterator[str]:
    """The same of templates: what they include, extend and load."""
    tags = {path.stem: path for path in modules(house, *APPS) if path.parent.name == "templatetags"}
    for path in templates(house):
        place, words = path.relative_to(house / "templates").as_posix(), path.read_text()
        loaded = (name for names in LOAD.findall(words) for name in names.split() if name in tags)
        used = {name: floor_of_template(name) for name in TEMPLATE.findall(words)}
        used |= {name: floor(tags[name].relative_to(house).as_posix()) for name in loaded}
        for name, height in used.items():
            if height > floor_of_template(place):
                yield f"templates/{place} uses {name}, which stands above it"


def floor_of_template(place: str) -> int:
    """Those of the ground and what all share lie in folders named after its rooms."""
    folder = place.split("/", maxsplit=1)[0]
    return floor(f"portal/{folder}") if folder in UPSTAIRS else floor(folder)


def rooms(house: Path) -> Iterator[str]:
    """What a module imports from a room of its own app, or of its own part of the ground, right of it."""
    for path in modules(house, *APPS):
        inside = path.relative_to(house).with_suffix("").parts
        depth = 2 if inside[0] == "portal" else 1
        if len(inside) <= depth or inside[depth] not in ROOMS:
            continue
        right = ROOMS[ROOMS.index(inside[depth]) + 1 :]
        for name in imported(path):
            parts = tuple(name.split("."))
            if parts[:depth] == inside[:depth] and len(parts) > depth and parts[depth] in right:
                yield f"{'/'.join(inside)}.py imports {name}, which stands right of it"


def relatives(house: Path) -> Iterator[str]:
    """Relative imports are for the modules of one package of models."""
    for path in modules(house, *APPS):
        if "models" not in path.parts and any(isinstance(n, ast.ImportFrom) and n.level for n in nodes(path)):
            yield f"{path.relative_to(house)} has a relative import"


def rows(house: Path) -> set[str]:
    """The names of all steps, lines and duties, as the procedures have them."""
    found = set()
    for path in modules(house, *APPS):
        if in_procedures(path):
            for node in nodes(path):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ROWS and node.args:
                    found.add(getattr(node.args[0], "value", None))
    return found


def in_procedures(path: Path) -> bool:
    return "procedures" in (path.stem, path.parent.name)


def tables(house: Path) -> Iterator[str]:
    """Tables keyed by the names of steps or duties outside the procedures, where their rows are."""
    names = rows(house)
    for path in modules(house, *APPS):
        if in_procedures(path) or path.relative_to(house).as_posix().startswith("portal/roof/sample/"):
            continue
        for node in nodes(path):
            said = literals(node) & names
            if len(said) >= NAMED:
                yield f"{path.relative_to(house)}:{node.lineno} names {', '.join(sorted(said))}"


def literals(node: ast.AST) -> set[str]:
    """The strings in a dict, a set, a list or a tuple, and in those that lie in it."""
    if not isinstance(node, ast.Dict | ast.Set | ast.List | ast.Tuple):
        return set()
    inside = [*node.keys, *node.values] if isinstance(node, ast.Dict) else node.elts
    said = {each.value for each in inside if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return said.union(*map(literals, inside))


def comparisons(house: Path) -> Iterator[str]:
    """Templates that tell steps, statuses, kinds or tabs apart: the row or the view has to say it."""
    names = rows(house)
    for path in templates(house):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for said in TAG.findall(line):
                for sides in COMPARED.findall(said):
                    parts = {part for side in sides for part in side.split(".")}
                    words = {side.strip("\"'") for side in sides if side[0] in "\"'"}
                    if parts & TOLD_APART or words & names:
                        yield f"{path.relative_to(house)}:{number} compares {' with '.join(sides)}"


def lengths(house: Path) -> Iterator[str]:
    for path in modules(house, *APPS, "tests"):
        if (long := len(path.read_text().splitlines())) > LONGEST:
            yield f"{path.relative_to(house)} has {long} lines"


def statuses(house: Path) -> Iterator[str]:
    """Lines that set a status: x.status = ..., update(status=...), save(update_fields=["status"])."""
    for path in modules(house, *APPS):
        for line in written_statuses(path):
            yield f"{path.relative_to(house)}:{line} writes a status, which is the engine's to do"


def written_statuses(path: Path) -> Iterator[int]:
    for node in nodes(path):
        match node:
            case ast.Attribute(attr="status", ctx=ast.Store()):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr=name), keywords=keywords):
                if name in WRITERS and any(keyword.arg == "status" for keyword in keywords):
                    yield node.lineno
                if any("'status'" in ast.dump(k.value) for k in keywords if k.arg == "update_fields"):
                    yield node.lineno


def check() -> bool:
    """Prints what is not in its room. Returns whether all is."""
    found = list(faults(Path.cwd()))
    print(*found, sep="\n", end="\n" if found else "")
    return not found
