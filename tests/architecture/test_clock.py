"""There is one clock: nothing else asks the machine what time it is."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: the clock itself; and the ids, which need only an order
MAY_ASK = {"shared/clock.py"}
FORBIDDEN = {"now", "utcnow", "today"}


def _asks_the_machine(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FORBIDDEN):
            continue
        owner = node.func.value
        name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
        if name in {"datetime", "date"}:
            found.append(
                f"{path.as_posix().removeprefix(ROOT.as_posix() + '/')}:{node.lineno} {name}.{node.func.attr}()"
            )
    return found


def test_only_the_clock_asks_for_the_time() -> None:
    files = [p for folder in ("services", "shared") for p in (ROOT / folder).rglob("*.py")]
    found = [line for p in files if p.relative_to(ROOT).as_posix() not in MAY_ASK for line in _asks_the_machine(p)]
    assert found == []


def test_check_notices_another_clock(tmp_path: Path) -> None:
    stray = tmp_path / "stray.py"
    stray.write_text("import datetime\nfrom datetime import date\ndatetime.datetime.now()\ndate.today()\n")
    assert [line.rsplit("/", 1)[1] for line in _asks_the_machine(stray)] == [
        "stray.py:3 datetime.now()",
        "stray.py:4 date.today()",
    ]
