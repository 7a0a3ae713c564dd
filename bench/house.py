"""Count what the code looks like, wing by wing: `python -m bench.house [CHECKOUT ...]`.

Prints a Markdown table with a column for each checkout, so that before and after stand side by
side. Floors: a room (a file, or a folder directly under the wing) stands above all it imports.
"""

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from radon.complexity import cc_visit

ROOT = Path(__file__).parent.parent
WINGS = ("scrapers", "ingest", "plugins")
COLUMNS = 100
BLOCK = 6  # lines that stand twice
COMPLEX = 15
HOOKS = {"register_routes", "asgi_wrapper", "startup", "main", "parse", "discover"}


def modules(checkout: Path, wing: str) -> list[Path]:
    """The Python files of a wing."""
    return sorted((checkout / wing).rglob("*.py"))


def room_of(module: str, wing: str) -> str:
    """The room at the top level of a wing in which a module stands: `ingest.law` of
    `ingest.law.readers.pdf`.
    """
    return ".".join(module.split(".")[:2]) if module.startswith(wing + ".") else ""


def arrows(checkout: Path, wing: str) -> dict[str, set[str]]:
    """Which rooms each room of a wing imports."""
    found: dict[str, set[str]] = {}
    for path in modules(checkout, wing):
        name = ".".join(path.relative_to(checkout).with_suffix("").parts).removesuffix(".__init__")
        room = room_of(name, wing)
        if not room:
            continue
        found.setdefault(room, set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for target in imported(node):
                other = room_of(target, wing)
                if other and other != room:
                    found[room].add(other)
    rooms = set(found)
    return {room: others & rooms for room, others in found.items()}


def imported(node: ast.AST) -> list[str]:
    """Every dotted name that an import statement may mean."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def floors(graph: dict[str, set[str]]) -> str:
    """Rooms on the longest way down, or the circle in which rooms import each other."""
    try:
        order = list(TopologicalSorter(graph).static_order())  # the imported before the importers
    except CycleError as error:
        return "circle: " + " -> ".join(reversed(error.args[1]))
    heights: dict[str, int] = {}
    for room in order:
        heights[room] = 1 + max((heights[other] for other in graph[room]), default=0)
    return str(max(heights.values(), default=0))


def functions(paths: list[Path]) -> Iterator[str]:
    """The names of all functions and methods, without underscores around them."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
                and not node.name.startswith("__")
                and node.name not in HOOKS
            ):
                yield node.name.strip("_")


def complex_functions(paths: list[Path]) -> int:
    """Functions and methods over COMPLEX, as radon counts."""
    blocks = [block for path in paths for block in cc_visit(path.read_text(encoding="utf-8"))]
    return sum(block.complexity > COMPLEX for block in blocks if not hasattr(block, "methods"))


def repeated_blocks(paths: list[Path]) -> int:
    """Blocks of BLOCK lines that stand in two places to the letter (blanks, comments and imports
    passed over); a longer run is counted once.
    """
    seen: dict[tuple[str, ...], tuple[Path, int]] = {}
    count = 0
    for path in paths:
        text = path.read_text(encoding="utf-8")
        lines = [line.strip() for line in text.splitlines()]
        lines = [line for line in lines if re.match(r"(?!#|import |from )\S*\w", line)]
        inside = False
        for start in range(len(lines) - BLOCK + 1):
            again = seen.setdefault(tuple(lines[start : start + BLOCK]), (path, start))
            fresh = again == (path, start)
            count += not fresh and not inside
            inside = not fresh
    return count


def measure(checkout: Path, wing: str) -> dict[str, str]:
    """The figures of one wing."""
    paths = modules(checkout, wing)
    graph = arrows(checkout, wing)
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    wide = sum(len(line) > COLUMNS for line in lines)
    names = list(functions(paths))
    words = sum("_" not in name for name in names)
    return {
        "rooms at the top level": str(len(graph)),
        "floors": floors(graph),
        "arrows between rooms": str(sum(map(len, graph.values()))),
        "files": str(len(paths)),
        "lines": f"{len(lines):,}",
        f"lines over {COLUMNS} columns": f"{wide / len(lines):.1%}",
        "one-word function names": f"{words / len(names):.0%}",
        f"functions over complexity {COMPLEX}": str(complex_functions(paths)),
        f"blocks of {BLOCK} lines that stand twice": str(repeated_blocks(paths)),
    }


def main() -> None:
    """Print the table."""
    checkouts = [Path(name) for name in sys.argv[1:]] or [ROOT]
    print("| wing | what |" + " | ".join(path.resolve().name for path in checkouts) + " |")
    print("|---|---|" + "---|" * len(checkouts))
    for wing in WINGS:
        columns = [measure(checkout, wing) for checkout in checkouts]
        for what in columns[0]:
            print(f"| {wing} | {what} | " + " | ".join(column[what] for column in columns) + " |")


if __name__ == "__main__":
    main()
