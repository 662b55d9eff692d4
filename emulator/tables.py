"""Writes the generated tables of the pages: `python emulator/tables.py`, or `--check` to see whether they are stale.

The operations come from the declarations, the guesses from the `Guess:` marks in docstrings and in the error
catalogue, the magic recipients from their own table. A page has them between `<!-- table: NAME -->` and `<!-- end -->`.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from verify_emulator import errors
from verify_emulator.faults.magic import table as magic
from verify_emulator.sources import marked
from verify_emulator.verify.operations import operations

PACKAGE = Path(errors.__file__).parent
ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))


def guesses() -> Iterator[tuple[str, str]]:
    """Each guess, with the place in the code where it can be changed."""
    for name, kind in vars(errors).items():
        if isinstance(kind, errors.ErrorKind) and kind.guess:
            yield f"errors.{name}", f"{kind.code}: {kind.guess}"
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        for owner, text in docstrings(ast.parse(path.read_text())):
            if guess := marked("Guess", text):
                yield f"{module}.{owner}".rstrip("."), guess


def docstrings(tree: ast.AST, owner: str = "") -> Iterator[tuple[str, str]]:
    """Every string that stands alone, with the name of what it describes: what it is in, or what stands before it."""
    before = owner
    for node in ast.iter_child_nodes(tree):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield before, node.value.value
        before = name_of(node) or owner
        yield from docstrings(node, before)


def name_of(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    return target.id if isinstance(target, ast.Name) else ""


def operation_table() -> str:
    rows = ["| operation | method and path | source | guesses |", "| --- | --- | --- | --- |"]
    for operation in operations():
        address = f"{operation['method']} `{operation['path']}`"
        guess = "some" if operation["guess"] else ""
        rows.append(f"| {operation['name']} | {address} | {operation['source']} | {guess} |")
    return "\n".join(rows)


def guess_table() -> str:
    rows = ["| where | guess |", "| --- | --- |"]
    rows += [f"| `{place}` | {text[0].upper()}{text[1:]} |".replace("\n", " ") for place, text in guesses()]
    return "\n".join(rows)


def magic_table() -> str:
    rows = ["| phone number | e-mail address | what happens |", "| --- | --- | --- |"]
    for row in magic():
        email = f"`{row['email']}`" if row["email"] else ""
        rows.append(f"| `{row['phone']}` | {email} | {row['effect']} |")
    return "\n".join(rows)


TABLES = {"operations": operation_table, "guesses": guess_table, "magic recipients": magic_table}


def filled(text: str, tables: Mapping[str, str]) -> str:
    """A page with all its tables as they should be."""
    for name, table in tables.items():
        block = re.compile(f"(<!-- table: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = block.sub(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text)
    return text


def main() -> None:
    tables = {name: make() for name, make in TABLES.items()}
    pages = {page: page.read_text("utf-8") for page in PAGES}
    for name in tables:
        if not any(f"<!-- table: {name} -->\n" in text for text in pages.values()):
            raise SystemExit(f"No page has a place for the table {name}")
    for page, text in pages.items():
        fresh = filled(text, tables)
        if "--check" in sys.argv and fresh != text:
            raise SystemExit(f"{page.name} is stale: run python emulator/tables.py")
        page.write_text(fresh, "utf-8")


if __name__ == "__main__":
    main()
