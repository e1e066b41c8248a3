import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

REGISTRIES = re.compile(
    r"(?:pypi|pythonhosted|test\.pypi)\.(?:org|io)|registry\.(?:npmjs|yarnpkg)\.|npmjs\.(?:org|com)|npm\.pkg\.github"
    r"|--(?:extra-)?index-url|--find-links|(?:unpkg|cdn\.jsdelivr|cdnjs\.cloudflare|esm)\.(?:com|net|sh)",
    re.IGNORECASE,
)
MACHINE_PATHS = re.compile(r"(?<![\w.$}])/(?:home/\w+|Users/\w+|root|farm|work|opt/wheels|opt/pypi)(?:/|\b)")
MADE = re.compile(
    r"(?:^|/)(?:vendor|node_modules|__pycache__|\.venv|var|dist)/|\.(?:mo|pyc|db|sqlite3?|whl|tgz|woff2?|min\.js|min\.css)$"
)
# `shared/web/dates.py`, `services/<name>/routes/`; from the root, or from somewhere the sentence has just named
DOCUMENTED = re.compile(
    r"`([\w.<>*-]+(?:/[\w.<>*-]+)*(?:/|/[\w.<>*-]+\.(?:py|css|html|js|in|txt|toml|yml|yaml|md|svg|png)))`"
)
MADE_AT_RUN = ["var/"]
# This file has to spell out what it looks for.
EXEMPT = {"tests/architecture/test_repository.py"}


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def _found(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for name in set(_tracked()) - EXEMPT:
        content = (ROOT / name).read_bytes()
        if b"\0" in content:
            continue
        lines = content.decode("utf-8").splitlines()
        found += [
            f"{name}:{number}: {line.strip()[:120]}" for number, line in enumerate(lines, 1) if pattern.search(line)
        ]
    return sorted(found)


def test_repository_names_no_package_registry() -> None:
    assert _found(REGISTRIES) == []


def test_repository_names_no_path_of_one_machine() -> None:
    assert _found(MACHINE_PATHS) == []


def test_repository_holds_nothing_that_is_made_or_fetched() -> None:
    assert [name for name in _tracked() if MADE.search(name)] == []


def test_repository_locks_every_package_with_a_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        entries = re.split(r"^(?=[A-Za-z0-9])", lock.read_text("utf-8"), flags=re.MULTILINE)
        assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == [], lock.name


def test_documents_name_paths_that_exist() -> None:
    tracked = _tracked()
    folders = {f"{folder}/" for name in tracked for folder in Path(name).parents}
    documents = [name for name in tracked if re.fullmatch(r"(?:README|CONTRIBUTING)\.md|docs/.+\.md", name)]
    named = [(name, path) for name in documents for path in DOCUMENTED.findall((ROOT / name).read_text("utf-8"))]
    assert len(named) > 50
    assert [f"{name}: {path}" for name, path in named if not _exists(path, [*tracked, *folders, *MADE_AT_RUN])] == []


def _exists(path: str, known: list[str]) -> bool:
    """Whether it is the end of something known; with the name of a folder at the root it is all of it."""
    pattern = "".join(
        {"*": "[^/]*", "<name>": "[^/]+"}.get(part, re.escape(part)) for part in re.split(r"(\*|<name>)", path)
    )
    from_root = path.startswith(("services/", "shared/", "tests/", "docs/", "requirements/", "deploy/"))
    looked_for = re.compile(pattern if from_root else f"(?:.*/)?{pattern}")
    return any(looked_for.fullmatch(one) for one in known)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (DOCUMENTED, "| what | `shared/gone/window.py` |"),
        (REGISTRIES, "https://" + "pypi.org" + "/simple"),
        (REGISTRIES, "https://" + "registry." + "npmjs.org/htmx.org"),
        (MACHINE_PATHS, "cd /home/someone/kierros"),
        (MACHINE_PATHS, "see " + "/work" + "/notes"),
        (MADE, "shared/web/static/vendor/htmx/htmx.js"),
        (MADE, "services/catalogue/translations/fi/LC_MESSAGES/messages.mo"),
    ],
)
def test_patterns_find_what_they_look_for(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)
