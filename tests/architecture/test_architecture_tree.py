"""The house rules that no linter knows: sizes, docstrings, and nothing of one machine in the tree."""

import ast
import re
from pathlib import Path

import pytest
from helpers.tree import ROOMS, ROOT, files, product_modules

MOST_LINES = 400
MOST_FUNCTION_LINES = 60
MOST_METHODS = 22

# Assembled, so that this file does not hold what it forbids.
MACHINE_PATH = re.compile(
    r"(?<![\w.$}])/(?:" + "|".join(["work", "root", "opt/wheels", "opt/pypi"]) + r")(?:/|\b)"
)
INDEX_ADDRESS = re.compile(r"https?://\S+/" + r"simple\b" + r"|file:" + r"///\w")
INDEX_OPTION = re.compile(r"^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links|--index)\b", re.MULTILINE)

MODULES = sorted(path.relative_to(ROOT).as_posix() for path in product_modules())


def text_of(path: Path) -> str:
    """The file's text; nothing for what is not UTF-8 (pictures, vectors)."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def test_there_are_modules_in_every_room():
    assert {module.split("/")[0] for module in MODULES} == set(ROOMS)


def test_every_folder_with_code_is_a_package():
    """A folder without __init__.py would stay out of the wheel."""
    folders = {path.parent for path in product_modules()}
    assert [str(f.relative_to(ROOT)) for f in sorted(folders) if not (f / "__init__.py").exists()] == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is_for_and_stays_small(module):
    text = (ROOT / module).read_text(encoding="utf-8")
    tree = ast.parse(text)

    assert ast.get_docstring(tree), "no docstring"
    assert len(text.splitlines()) <= MOST_LINES
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert length(node) <= MOST_FUNCTION_LINES, node.name
        if isinstance(node, ast.ClassDef):
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
            assert len(methods) <= MOST_METHODS, node.name


def test_no_file_holds_a_path_of_one_machine():
    found = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in files()
        for hit in MACHINE_PATH.finditer(text_of(path))
    ]
    assert found == []


def test_no_file_holds_an_index_address():
    """The tree installs from whatever index the machine is set up for."""
    found = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in files()
        for hit in INDEX_ADDRESS.finditer(text_of(path))
    ]
    assert found == []


def test_requirements_are_exact_pins_and_nothing_else():
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert not INDEX_OPTION.search(text), path.name
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        assert lines, path.name
        for line in lines:
            assert re.fullmatch(r"[a-z0-9.-]+==[0-9][0-9a-z.]*(?: ; .+)?", line), f"{path.name}: {line}"


def test_there_is_no_second_lock_file():
    assert [path.name for path in files() if path.name in {"uv.lock", "poetry.lock", "Pipfile.lock"}] == []


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("see /" + "work/main/x", True),
        ("cd /" + "root", True),
        ("https://example.gov/" + "work/plan", False),
        ("frame/" + "work/", False),
        ("a/" + "root/b", False),
    ],
)
def test_the_search_for_paths_finds_paths_only(text, holds):
    assert bool(MACHINE_PATH.search(text)) == holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("https://mirror.example/" + "simple", True),
        ("file:" + "///srv/index", True),
        ("https://example.gov/plan", False),
    ],
)
def test_the_search_for_index_addresses_finds_addresses_only(text, holds):
    assert bool(INDEX_ADDRESS.search(text)) == holds
