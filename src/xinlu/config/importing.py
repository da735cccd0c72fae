"""What `xinlu import register` and its like do: read a file, say what was understood, write reports and the coloured copy."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xinlu.config.asked import area_coded, login_named, saying
from xinlu.config.installing import make_ready
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

if TYPE_CHECKING:
    from xinlu.exchange.models import Intake
    from xinlu.exchange.outcome import Outcome

FAULTS_TOLD = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked on the command line."""

    file: Path
    dry_run: bool
    report: Path | None
    returned: Path | None
    area: str
    login: str
    year: int | None
    answers: Path | None
    language: str


def bring_in_register(wanted: Wanted) -> None:
    """Bring in a register and say what became of it."""
    make_ready(serves_pages=False)
    from rich.progress import Progress

    from xinlu.exchange.services.intakes import begin, finish, meanings_taught
    from xinlu.exchange.services.registers import Bringing
    from xinlu.exchange.services.registers import bring_in_register as bring

    area, by = area_coded(wanted.area), login_named(wanted.login)
    answers = _answers(wanted.answers)
    intake = begin(
        name=wanted.file.name, sha256=sha256_of(wanted.file), by=by, area=area, year=wanted.year, answers=answers
    )
    bringing = Bringing(intake, by, reach=(area.path,) if area else (), answers=answers, meanings=meanings_taught(area))
    with Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
        tasks = {name: bar.add_task(words, total=None, visible=False) for name, words in _DOING.items()}

        def heard(doing: str, done: int, of: int) -> None:
            bar.update(tasks[doing], completed=done, total=of or None, visible=True)

        try:
            outcome = bring(wanted.file, bringing, dry_run=wanted.dry_run, progress=heard)
        except Refusal as refusal:
            finish(intake, refusal=refusal)
            raise
    finish(intake, outcome=outcome)
    _write_reports(wanted, outcome)
    _tell(wanted, outcome, intake)


def sha256_of(file: Path) -> str:
    """The digest of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


_DOING = {"read": "读表 · reading", "write": "收户 · bringing in"}


def _answers(file: Path | None) -> Mapping[str, str]:
    """Decisions as a JSON object of code and option, as the report of a dry run lists them under `choices`."""
    if file is None:
        return {}
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        read = None
    if not isinstance(read, dict) or not all(isinstance(each, str) for each in read.values()):
        words = Words("{file} 不是“代码: 选项”这样的 JSON", "{file} is no JSON object of codes and options")
        raise Refusal("import.answers", words.filled(file=file))
    return read


def _write_reports(wanted: Wanted, outcome: Outcome) -> None:
    if wanted.report:
        text = json.dumps(outcome.as_json(), ensure_ascii=False, indent=1)
        wanted.report.write_text(text + "\n", encoding="utf-8")
    if wanted.returned:
        from xinlu.sheets.returned import write_returned

        write_returned(
            wanted.file,
            wanted.returned,
            faults=outcome.all_faults,
            asked=outcome.all_asked,
            language=wanted.language,
        )


def _tell(wanted: Wanted, outcome: Outcome, intake: Intake) -> None:
    said = saying(wanted.language)
    counts: dict[str, Any] = outcome.as_json(most=0)["counts"]
    if outcome.dry_run:
        said("只是看一遍，什么都没存。", "Only looked at; nothing was stored.")
    for name, words in _COUNTS.items():
        if counts.get(name):
            said(words.zh.format(n=counts[name]), words.en.format(n=counts[name]))
    faults = outcome.all_faults
    for each in faults[:FAULTS_TOLD]:
        told = f"  {each.spot}  {each.heading}  “{each.written}”  "
        said(told + each.words.zh, told + each.words.en)
    if len(faults) > FAULTS_TOLD:
        rest = len(faults) - FAULTS_TOLD
        said(f"  ……还有 {rest} 处；--json 或 --returned 能看全", f"  ... and {rest} more; see --json or --returned")
    for choice in outcome.register.choices[:FAULTS_TOLD]:
        options = " / ".join(choice.options)
        said(
            f"  要您定：{choice.words.zh}  [{choice.code}: {options}]",
            f"  For you to decide: {choice.words.en}  [{choice.code}: {options}]",
        )
    if counts.get("new") or counts.get("changed"):
        said(
            "收进来的数都只是干部填报，等每户自己看过、认过才算数。",
            "What came in is a claim; it counts once each household has looked at it and recognised it.",
        )


_COUNTS = {
    "new": Words("新增 {n} 户", "{n} households new"),
    "changed": Words("改动 {n} 户（记成新的一版）", "{n} households changed, as new versions"),
    "same": Words("没有变化 {n} 户", "{n} households as they were"),
    "asked": Words("要人定的 {n} 户，先没动", "{n} households wait for a decision and were left alone"),
    "persons": Words("家庭成员 {n} 人", "{n} people"),
    "proposals": Words(
        "要在电脑上定的 {n} 件（来了、走了、换户主、搬家……）",
        "{n} proposals to decide at the desk (who came, who left, a new head, a move ...)",
    ),
    "returned": Words("退回去改的 {n} 户", "{n} households returned to be mended"),
    "faults": Words("收不了的 {n} 处：", "{n} places that cannot be taken:"),
    "asked_about": Words("要问一问的 {n} 处（照收）", "{n} places to ask about (taken all the same)"),
}
