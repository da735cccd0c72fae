"""The rules of the tree: each takes files and returns a sentence for every place that breaks it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from architecture.sources import Source

LONGEST = 400
NAMES_WITHOUT_MEANING = {"utils", "misc", "helpers", "common", "base", "manager", "managers"}
OTHER_CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "timezone": {"now", "localdate", "localtime"},
    "time": {"time", "time_ns"},
}
MONEY = re.compile(r"(^|_)(fen|yuan|amount|price|cost|income)(_|$)")


def too_long(sources: Iterable[Source]) -> Iterator[str]:
    """Files that cannot be read in one sitting. A style sheet is looked up, not read."""
    for source in sources:
        if source.path.suffix == ".css":
            continue
        lines = sum(1 for line in source.text.splitlines() if line.strip())
        if lines > LONGEST:
            yield f"{source.name}: {lines} lines, {LONGEST} at most: split it by what it speaks of"


def names_without_meaning(sources: Iterable[Source]) -> Iterator[str]:
    """Modules and folders whose name does not say what is in them."""
    for source in sources:
        for part in (*source.path.parts[:-1], source.path.stem):
            if part in NAMES_WITHOUT_MEANING:
                yield f"{source.name}: “{part}” does not say what is in it: name the thing"


def inline_code(sources: Iterable[Source]) -> Iterator[str]:
    """Styles, handlers and scripts within a page, which the Content-Security-Policy would stop."""
    for source in sources:
        page = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", _blanked, source.text, flags=re.DOTALL)
        for tag in re.finditer(r"<[a-zA-Z](?:{%.*?%}|{{.*?}}|\"[^\"]*\"|'[^']*'|[^>\"'])*>", page, flags=re.DOTALL):
            place = f"{source.name}:{page.count(chr(10), 0, tag.start()) + 1}"
            attributes = re.sub(r"=\s*(\"[^\"]*\"|'[^']*')", "=", tag[0])
            if re.search(r"\sstyle\s*=", attributes):
                yield f"{place}: a style attribute: put it into the style sheet"
            if re.search(r"\s(on[a-z]+|hx-on[:\w-]*)\s*=", attributes):
                yield f"{place}: a handler within the page: put it into a module"
            if re.match(r"<script\b", tag[0]) and not re.search(r"\ssrc\s*=|\snonce\s*=", attributes):
                yield f"{place}: a script within the page: put it into a file and name it by src"


def _blanked(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def money_as_float(sources: Iterable[Source]) -> Iterator[str]:
    """Amounts that would not be whole fen."""
    for source in sources:
        for node in ast.walk(source.tree()):
            if isinstance(node, ast.Call) and _last_name(node.func) == "float":
                if any(MONEY.search(name) for argument in node.args for name in _names(argument)):
                    yield source.at(node, "float() of an amount: amounts are whole fen")
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if any(MONEY.search(_last_name(target)) for target in targets):
                    field = _last_name(node.value.func) if isinstance(node.value, ast.Call) else ""
                    annotated = isinstance(node, ast.AnnAssign) and "float" in _names(node.annotation)
                    if field in {"FloatField", "DecimalField"} or annotated:
                        yield source.at(node, "an amount that is not an integer: amounts are whole fen")
            elif isinstance(node, ast.arg) and node.annotation and "float" in _names(node.annotation):
                if MONEY.search(node.arg):
                    yield source.at(node, f"{node.arg} is a float: amounts are whole fen")
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                left, right = (_last_name(side).endswith("_fen") for side in (node.left, node.right))
                if left and not right:
                    yield source.at(node, "fen divided by / become a float: use kernel.money.divided")


def other_clocks(sources: Iterable[Source]) -> Iterator[str]:
    """Places that take the time from elsewhere than kernel/clock.py."""
    for source in sources:
        if source.name == "kernel/clock.py":
            continue
        for node in ast.walk(source.tree()):
            if isinstance(node, ast.Attribute) and node.attr in OTHER_CLOCKS.get(_last_name(node.value), ()):
                yield source.at(node, f"{_last_name(node.value)}.{node.attr}: ask xinlu.kernel.clock")
            elif isinstance(node, ast.ImportFrom) and node.module in {"django.utils.timezone", "time"}:
                for name in node.names:
                    if name.name in OTHER_CLOCKS[node.module.split(".")[-1]]:
                        yield source.at(node, f"{node.module}.{name.name}: ask xinlu.kernel.clock")
            elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
                yield source.at(node.value, f"{node.arg} takes the machine's time: set it from xinlu.kernel.clock")


def save_overrides(sources: Iterable[Source]) -> Iterator[str]:
    """Classes with a save() of their own: what happens on saving belongs into a service."""
    for source in sources:
        for node in ast.walk(source.tree()):
            if isinstance(node, ast.ClassDef):
                for member in node.body:
                    if isinstance(member, ast.FunctionDef) and member.name == "save":
                        yield source.at(member, f"{node.name}.save: write a service")


def apps_without_tests(sources: Iterable[Source], folders: set[str]) -> Iterator[str]:
    """Django apps without a folder of the same name among the tests' `folders`."""
    for source in sources:
        if source.path.name == "apps.py" and len(source.path.parts) == 2 and source.path.parts[0] not in folders:
            yield f"{source.path.parts[0]}: no tests in tests/apps/{source.path.parts[0]}"


def named_but_absent(document: Source, roots: Iterable[Path]) -> Iterator[str]:
    """Paths that a document names in backticks or links and that lie under none of `roots`."""
    named = re.findall(r"`([^`\s]+)`|\]\(([^)\s#]+)[^)]*\)", document.text)
    for name in sorted({code or link for code, link in named}):
        is_path = "/" in name or re.fullmatch(r"[\w.-]+\.(py|md|js|html|css|toml|yaml|sh|lock)", name)
        if not is_path or "://" in name or name.startswith("/") or any(letter in name for letter in "<>{}*=$"):
            continue
        if not any((root / name).exists() for root in roots):
            yield f"{document.name}: names {name}, which does not exist"


# Written so that this file does not match its own rules.
ELSEWHERE = {
    "a path of one machine": re.compile(
        r"(?<![\w.])/(?:work|root|home/(?!account\b|visit\b|pictures\b|closed\b|out\b|owed\b|status\b)\w+|Users/\w+|opt/pypi[\w-]*|opt/wheels)(?:/|\b)"
    ),
    "a registry's address": re.compile(
        r"(?:pyp[i]\.(?:org|python\.org)|python[h]osted\.org|npm[j]s\.(?:org|com)|deb\.[d]ebian\.org|archive\.[u]buntu\.com)"
    ),
    "a left-over mark": re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b"),
}


def of_elsewhere(sources: Iterable[Source]) -> Iterator[str]:
    """Places that speak of one machine, of a registry, or of work left over."""
    for source in sources:
        for number, line in enumerate(source.text.splitlines(), 1):
            for what, pattern in ELSEWHERE.items():
                if match := pattern.search(line):
                    yield f"{source.name}:{number}: {what}: {match[0]}"


def settings_without_words(sources: Iterable[Source], guide: Source) -> Iterator[str]:
    """Environment variables that the code reads and the operator's guide does not explain."""
    read: dict[str, str] = {}
    for source in sources:
        for name in re.findall(r"\b(?:XINLU_[A-Z_]+[A-Z]|DATABASE_URL)\b", source.text):
            read.setdefault(name, source.name)
    for name, place in sorted(read.items()):
        if not re.search(rf"\b{name}\b", guide.text):
            yield f"{place}: {name} is not explained in {guide.name}"


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _names(node: ast.AST) -> set[str]:
    return {_last_name(part) for part in ast.walk(node)} - {""}
