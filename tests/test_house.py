"""The house stays as it was laid out: imports go one way, modules stay small, one door for every status."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
APPS = ["portal", "reports", "routing", "feedback"]  # each may import those before it
ROOF = ("settings.py", "urls.py", "celery.py", "menu.py", "views/", "sample/", "management/")
# Inside an app, a file may import what stands left of it.
ROOMS = ["states", "rules", "models", "deadlines", "workflow", "forms", "views", "tasks"]
WRITERS = {"update", "create", "get_or_create", "update_or_create", "bulk_update"}
LONGEST = 300


def modules(*folders):
    return [
        path
        for folder in folders
        for path in sorted((HOUSE / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def is_roof(path):
    inside = path.relative_to(HOUSE).as_posix()
    return inside.startswith(tuple(f"portal/{place}" for place in ROOF))


def imported(path):
    """Dotted names of what a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level or "models" in path.parts, f"{path}: relative imports are for models/"
            yield from (f"{node.module}.{alias.name}" for alias in node.names if not node.level)


def upward(path):
    """What a module imports from an app that stands above its own."""
    above = APPS[APPS.index(path.relative_to(HOUSE).parts[0]) + 1 :]
    return {name for name in imported(path) if name.split(".")[0] in above}


def rightward(path):
    """What a module imports from a room of its own app that stands right of its own."""
    app, room = path.relative_to(HOUSE).with_suffix("").parts[:2]
    right = ROOMS[ROOMS.index(room) + 1 :] if room in ROOMS else []
    return {name for name in imported(path) if name.split(".")[0] == app and name.split(".")[1] in right}


def written_statuses(path):
    """Lines that set a status: x.status = …, update(status=…), save(update_fields=["status"])."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Attribute(attr="status", ctx=ast.Store()):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr=name), keywords=keywords):
                if name in WRITERS and any(keyword.arg == "status" for keyword in keywords):
                    yield node.lineno
                if any("'status'" in ast.dump(k.value) for k in keywords if k.arg == "update_fields"):
                    yield node.lineno


def test_imports_go_one_way():
    wrong = {path.relative_to(HOUSE): upward(path) for path in modules(*APPS) if not is_roof(path)}
    assert not {path: names for path, names in wrong.items() if names}


def test_rooms_are_entered_from_the_right():
    wrong = {path.relative_to(HOUSE): rightward(path) for path in modules(*APPS)}
    assert not {path: names for path, names in wrong.items() if names}


def test_no_module_is_longer_than_it_may_be():
    long = {path for path in modules(*APPS, "tests") if len(path.read_text().splitlines()) > LONGEST}
    assert not long


def test_only_the_engine_writes_a_status():
    found = {path.relative_to(HOUSE): list(written_statuses(path)) for path in modules(*APPS)}
    assert not {path: lines for path, lines in found.items() if lines}


@pytest.mark.parametrize(
    "line",
    [
        "report.status = 'signed'", "rows.update(status='signed')", "a.status, b = 'signed', 1",
        "Report.objects.create(title='x', status='signed')", "report.save(update_fields=['status'])",
    ],
)  # fmt: skip
def test_a_written_status_would_be_seen(tmp_path, line):
    module = tmp_path / "module.py"
    module.write_text(f"def verb(report, rows):\n    {line}\n")
    assert list(written_statuses(module)) == [2]
