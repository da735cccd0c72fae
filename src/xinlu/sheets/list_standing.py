"""Whether a row of a department's list still holds: insured or stopped, valid or withdrawn, in school or gone."""

from __future__ import annotations

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.sheets.grid import Value
from xinlu.sheets.tidying import plain, quoted
from xinlu.sheets.values import read_yes_no

HOLDS = frozenset(
    {"正常", "有效", "在用", "在册", "正常参保", "参保缴费", "参保中", "在保", "续保", "新参保", "享受中", "正常享受", "待遇领取",
     "领取待遇", "正常领取", "在领", "正常发放", "发放中", "已发放", "发放成功", "成功", "已发",
     "已打款", "打款成功", "支付成功", "已支付", "已到账", "在读", "在校", "在籍", "在学", "就读", "新增", "通过",
     "active", "valid", "enrolled"}
)  # fmt: skip
ENDED = frozenset(
    {"注销", "已注销", "失效", "无效", "过期", "已过期", "作废", "停保", "暂停", "暂停参保", "暂停缴费", "终止", "终止参保", "断保",
     "中断", "停发", "暂停发放", "终止发放", "退出", "已退出", "取消", "清退", "死亡", "去世", "已死亡", "毕业", "已毕业", "结业",
     "转出", "已转出", "退学", "辍学", "离校", "休学", "未发放", "未发", "未打款", "发放失败", "打款失败", "支付失败", "失败", "退回",
     "已退回", "退票", "不再享受", "ended", "withdrawn", "cancelled"}
)  # fmt: skip
"""How offices write it, as `plain` leaves a text."""

_UNCLEAR = Words(
    "“{written}”看不出这一行还算不算数。请写“有效”或“注销”（在保、停保，在读、离校也行）",
    "“{written}” does not tell whether this row still holds. Write “valid” or “ended”",
)


def read_standing(value: Value) -> bool | None:
    """Whether the row holds; None for an empty cell. Refusal for what says neither.

    >>> read_standing("正常参保"), read_standing("停保"), read_standing(None)
    (True, False, None)
    """
    text = plain(value) if isinstance(value, str) else ""
    if text in HOLDS:
        return True
    if text in ENDED:
        return False
    try:
        return read_yes_no(value).value
    except Refusal:
        raise Refusal("list.standing", _UNCLEAR.filled(written=quoted(value))) from None
