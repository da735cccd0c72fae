"""What `xinlu import list` and `xinlu look-for-same-people` do: compare, search, and say what is laid before the desk."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xinlu.config.asked import Saying, area_coded, login_named, saying
from xinlu.config.importing import sha256_of
from xinlu.config.installing import make_ready
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

if TYPE_CHECKING:
    from xinlu.exchange.list_outcome import ListOutcome
    from xinlu.exchange.services.registers import Progress

TOLD = 12


@dataclass(frozen=True, slots=True)
class WantedList:
    """What was asked on the command line. `policies` are the policy of the whole list (its id) or of one purpose
    (PURPOSE=ID), `paid_on` the day or month of rows that tell none."""

    file: Path
    topic: str
    dry_run: bool
    report: Path | None
    area: str
    login: str
    complete: bool
    language: str
    policies: tuple[str, ...] = ()
    paid_on: str = ""


def compare_list(wanted: WantedList) -> None:
    """Compare a department's list with the files and say what was found."""
    make_ready()
    from xinlu.exchange.models import IntakeKind
    from xinlu.exchange.services.intakes import begin, finish, meanings_taught
    from xinlu.exchange.services.lists import compare_list as compare
    from xinlu.exchange.services.lists import finish_list
    from xinlu.exchange.services.payments import check_answers
    from xinlu.exchange.services.registers import Bringing
    from xinlu.exchange.topics import topic_of
    from xinlu.kernel import clock

    topic, area, by = topic_of(wanted.topic), area_coded(wanted.area), login_named(wanted.login)
    answers = _answers(wanted)
    if answers and not topic.pays:
        words = Words(
            "这种名单不是发钱的，用不上 --policy 和 --paid-on", "Such a list pays nothing: no --policy or --paid-on"
        )
        raise Refusal("list.no_payments", words, field="topic")
    check_answers(answers, today=clock.today())
    intake = begin(
        name=wanted.file.name,
        sha256=sha256_of(wanted.file),
        by=by,
        area=area,
        answers={**({"complete": "yes"} if wanted.complete else {}), **answers},
        kind=IntakeKind.LIST,
        topic=topic.code,
    )
    bringing = Bringing(intake, by, reach=(area.path,) if area else (), answers=answers, meanings=meanings_taught(area))
    with _progress() as heard:
        try:
            outcome = compare(
                wanted.file, bringing, topic=topic, dry_run=wanted.dry_run, complete=wanted.complete, progress=heard
            )
        except Refusal as refusal:
            finish(intake, refusal=refusal)
            raise
    finish_list(intake, outcome)
    if wanted.report:
        text = json.dumps(outcome.as_json(), ensure_ascii=False, indent=1)
        wanted.report.write_text(text + "\n", encoding="utf-8")
    _tell(outcome, saying(wanted.language))


def _answers(wanted: WantedList) -> dict[str, str]:
    """What is said of the whole list, or of purposes, as it is kept."""
    from xinlu.exchange.payment_rows import POLICY, PURPOSE, WHEN
    from xinlu.exchange.purposes import plain_purpose

    answers = {WHEN: wanted.paid_on} if wanted.paid_on else {}
    for each in wanted.policies:
        written, is_one, policy = each.rpartition("=")
        answers[f"{PURPOSE}{plain_purpose(written)}" if is_one else POLICY] = policy.strip()
    return answers


def look_for_same_people(code: str, *, login: str, language: str) -> None:
    """Search the files of an area for people who stand in them twice, and say how many were found."""
    make_ready()
    from xinlu.exchange.services.same_people import look_for_same_people as look

    area = area_coded(code)
    if area is None:
        words = Words("写上在哪里找：--area 区划代码", "Say where to look: --area CODE")
        raise Refusal("same_people.area", words, field="area")
    with _progress() as heard:
        counts = look(area, by=login_named(login), progress=heard)
    said = saying(language)
    for name, words in _LOOKED.items():
        said(words.zh.format(n=counts.get(name, 0)), words.en.format(n=counts.get(name, 0)))


@contextmanager
def _progress() -> Iterator[Progress]:
    from rich.progress import Progress as Bar

    with Bar(transient=True, disable=not sys.stderr.isatty()) as bar:
        tasks: dict[str, Any] = {}

        def heard(doing: str, done: int, of: int) -> None:
            if doing not in tasks:
                tasks[doing] = bar.add_task(_DOING.get(doing, doing), total=None)
            bar.update(tasks[doing], completed=done, total=of or None)

        yield heard


_DOING = {"read": "读表 · reading", "match": "对人 · matching", "record": "记发放 · recording"}


def _tell(outcome: ListOutcome, said: Saying) -> None:
    report = outcome.as_json(most=TOLD)
    counts = report["counts"]
    if outcome.dry_run:
        said("只是看一遍，什么都没存。", "Only looked at; nothing was stored.")
    for name, words in _COUNTS.items():
        if counts.get(name):
            said(words.zh.format(n=counts[name]), words.en.format(n=counts[name]))
        if name == "faults":
            for each in report["faults"]:
                told = f"  {each['cell']}  {each['heading']}  “{each['written']}”  "
                said(told + each["zh"], told + each["en"])
        if name == "findings":
            for each in report["findings"]:
                said(f"  {each['zh']}", f"  {each['en']}")
            _tell_rest(counts["findings"], said)
    if "payments" in report:
        _tell_payments(report["payments"], counts, said, dry_run=outcome.dry_run)


def _tell_rest(findings: int, said: Saying) -> None:
    if findings > TOLD:
        rest = findings - TOLD
        said(f"  ……还有 {rest} 条；--json 能看全", f"  ... and {rest} more; --json shows them all")
    if findings:
        said(
            "哪个都没有自动改：在电脑上“要核的”里一条一条定。",
            "Nothing was changed by itself: settle each at the desk, under what is to be checked.",
        )


def _tell_payments(payments: dict[str, Any], counts: dict[str, int], said: Saying, *, dry_run: bool) -> None:
    """How many payments, for how many households, the sum, by policy; what could not be placed and why."""
    from xinlu.kernel.money import yuan

    words = _WOULD_PAY if dry_run else _PAID
    n, homes, sum_fen = counts["payments"], counts["payment_households"], yuan(counts["payment_fen"])
    said(words.zh.format(n=n, homes=homes, sum=sum_fen), words.en.format(n=n, homes=homes, sum=sum_fen))
    for each in payments["by_policy"]:
        n, homes, sum_fen = each["payments"], each["payment_households"], yuan(each["payment_fen"])
        told = {"n": n, "homes": homes, "sum": sum_fen, "known": each["payments_known"]}
        said(
            "  {what}（{id}）：{n} 笔，{homes} 户，{sum} 元；以前记过 {known} 笔".format(
                what=each["zh"], id=each["policy"], **told
            ),
            "  {what} ({id}): {n}, {homes} households, {sum} yuan; {known} on record before".format(
                what=each["en"], id=each["policy"], **told
            ),
        )
    for name, more in _PAYMENT_COUNTS.items():
        if counts[name]:
            said(more.zh.format(n=counts[name]), more.en.format(n=counts[name]))
        if name == "payments_unplaced":
            for each in payments["unplaced"]:
                where = f"  {each['cell']}  {each['heading']}  " + (f"“{each['written']}”  " if each["written"] else "")
                said(where + each["zh"], where + each["en"])
        if name == "payments_no_purpose" and counts[name]:
            _tell_purposes(payments["purposes"], said)
    if counts["payments"] and not dry_run:
        said(
            "发了是单位说的，收没收到要问户里。",
            "Paid is the office's word; whether it came is asked of each household.",
        )


def _tell_purposes(purposes: list[dict[str, Any]], said: Saying) -> None:
    """Purposes that may be a policy, as they can be answered."""
    for each in purposes:
        if each["how"] not in ("near", "missing"):
            continue
        for near in each["near"]:
            option = f"--policy {each['written']}={near['policy']}" if each["written"] else f"--policy {near['policy']}"
            said(f"  {option}  {near['zh']}", f"  {option}  {near['en']}")


_WOULD_PAY = Words(
    "会记下发放 {n} 笔，{homes} 户，一共 {sum} 元", "{n} payments would be recorded: {homes} households, {sum} yuan"
)
_PAID = Words("记下发放 {n} 笔，{homes} 户，一共 {sum} 元", "{n} payments recorded: {homes} households, {sum} yuan")
_PAYMENT_COUNTS = {
    "payments_known": Words("以前记过、没有再记的 {n} 笔", "{n} on record before, not recorded again"),
    "payments_corrected": Words(
        "其中 {n} 笔和这份名单上回说的数不一样，改了", "{n} of them with another amount than before"
    ),
    "payments_no_policy": Words(
        "{n} 行发的不是这里的哪条政策，没有记", "{n} rows pay for what is no policy here; nothing was recorded of them"
    ),
    "payments_unplaced": Words("{n} 行放不下：", "{n} rows could not be placed:"),
    "payments_no_day": Words(
        "其中 {n} 行没写哪天发的：用 --paid-on 2026-11-10（或 2026-11）给整份名单定一个",
        "{n} of them tell no day: say one for the whole list with --paid-on 2026-11-10 (or 2026-11)",
    ),
    "payments_no_purpose": Words(
        "其中 {n} 行说不准是哪条政策：用 --policy 编号 给整份名单选一条，或者 --policy 表上写的=编号",
        "{n} of them do not surely name a policy: choose with --policy ID for the whole list, or --policy WRITTEN=ID",
    ),
}
_COUNTS = {
    "rows": Words("名单 {n} 行", "{n} rows of the list"),
    "persons": Words("说的是 {n} 个人", "{n} people are meant"),
    "by_id": Words("按身份证号对上 {n} 人", "{n} found by ID number"),
    "by_name": Words("按姓名、生日和村对上 {n} 人", "{n} found by name, birth date and village"),
    "unsure": Words("说不准是谁的 {n} 人", "{n} of whom it is not sure who is meant"),
    "not_found": Words("这一片档案里没有的 {n} 人", "{n} not on file within this area"),
    "agree": Words("和档案一样的 {n} 人", "{n} agree with the files"),
    "known": Words("以前已经列出来的 {n} 条", "{n} findings were raised before"),
    "faults": Words("看不了的 {n} 处（那一行没对）：", "{n} cells that cannot be read (their rows were left out):"),
    "findings": Words("新列出来要核的 {n} 条：", "{n} new findings to settle:"),
}
_LOOKED = {
    "people": Words("看了 {n} 个人", "{n} people looked at"),
    "same_id": Words("身份证号一样的 {n} 对", "{n} pairs of one ID number"),
    "likely": Words("像是同一个人的 {n} 对", "{n} pairs that are likely one person"),
    "new": Words("新找到的 {n} 对", "{n} pairs are new"),
    "open": Words("等人定的一共 {n} 对", "{n} pairs wait for a decision"),
}
