"""What the demo page tells: the logins of the demo county, what each sees, what to try, and the two cards.

The demo room makes the county by this list. None of it is of use where XINLU_DEMO is not set.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from xinlu.kernel.words import Words
from xinlu.people.roles import Role
from xinlu.recognition.models import Card
from xinlu.records.fields import blind_index

PASSWORD = "yueling-demo"
"""One for all: nothing in the demo county is anybody's."""

SECRET_CHARACTERS = 22


@dataclass(frozen=True, slots=True)
class Login:
    """A login of the demo county."""

    login: str
    name: str
    role: Role
    sees: Words
    tries: tuple[Words, ...]
    password: str = PASSWORD


@dataclass(frozen=True, slots=True)
class DemoCard:
    """A household of the demo county that can be walked through by its card."""

    number: str
    name: str
    about: Words


LOGINS: tuple[Login, ...] = (
    Login(
        "helper",
        "周建民",
        Role.HELPER,
        Words("自己帮的 12 户，别人的看不到", "the 12 households he answers for, and no other"),
        (
            Words(
                "打开杨秀英家，把今年 12 笔账一笔一笔算出来", "Open 杨秀英's household and reckon this year's 12 lines"
            ),
            Words("把手机转给她，请她自己点对不对", "Turn the phone to her and let her say whether they are right"),
            Words("看吴老根家哪 3 笔他说不对", "See which 3 lines 吴老根 says are not so"),
            Words("记一次走访", "Record a visit"),
        ),
    ),
    Login(
        "village",
        "吴春梅",
        Role.VILLAGE,
        Words("对门坡村的户", "the households of 对门坡村"),
        (
            Words("按姓名或拼音找一户（试试 yxy）", "Find a household by name or pinyin (try yxy)"),
            Words(
                "YL-0003 的账两个人各改了一版，看看差在哪",
                "Two people changed the account of YL-0003; see where they differ",
            ),
            Words("登记一户新的", "Enter a new household"),
        ),
    ),
    Login(
        "township",
        "石峰",
        Role.TOWNSHIP,
        Words("望云乡 4 个村，谁帮谁，卡发没发", "the 4 villages of 望云乡, who answers for whom, and the cards"),
        (
            Words("看哪些户没人帮、哪个帮扶人管得太多", "See who has no helper, and which helper has too many"),
            Words("给一户换帮扶人", "Give a household another helper"),
            Words("给一户印卡、换卡", "Print a household's card, or replace it"),
            Words("看杨秀英家的档案缺什么、旧什么", "See what 杨秀英's file lacks and what is out of date"),
        ),
    ),
    Login(
        "county",
        "陈晓",
        Role.COUNTY,
        Words("全县：干部填的和户里认的，两个数并排", "the whole county: what was claimed beside what was recognised"),
        (
            Words(
                "看全县两个人均收入差多少，差在哪个村", "See how far the two incomes lie apart, and in which village"
            ),
            Words(
                "看填的数过了线、认的数没过线的户",
                "See the households above the line as claimed and below as recognised",
            ),
            Words(
                "在吴老根的卡上改一笔，再回来看这两个数",
                "Change an answer on 吴老根's card, then look at both figures again",
            ),
            Words("看下一期公示板上哪些数不公布", "See which counts the next public board would not tell"),
            Words("导出一张表", "Export a table"),
        ),
    ),
    Login(
        "inspector",
        "罗敏",
        Role.INSPECTOR,
        Words("外县来的，月岭县的户都能看，不能改", "from another county: sees every household here, changes none"),
        (
            Words("打开一户，当面问 3 笔账", "Open a household and ask 3 lines face to face"),
            Words(
                "看哪些话是在帮扶人手机上点的，哪些是自家的卡",
                "See which answers came on a helper's phone and which by own card",
            ),
        ),
    ),
    Login(
        "auditor",
        "郑思源",
        Role.AUDITOR,
        Words("全县，只看", "the whole county, to read only"),
        (
            Words(
                "看一户账的来龙去脉：谁写的、哪天、改过什么", "Follow one account: who wrote it, when, what was changed"
            ),
            Words("试着改一个数：改不了", "Try to change a figure: it cannot be done"),
        ),
    ),
    Login(
        "operator",
        "钱朗",
        Role.OPERATOR,
        Words("登录名单；一户都看不到", "the logins; not one household"),
        (
            Words("加一个人，给他一个岗位", "Add a person and give them a post"),
            Words("试着打开一户：打不开", "Try to open a household: it cannot be done"),
        ),
    ),
)

CARDS: tuple[DemoCard, ...] = (
    DemoCard(
        "YL-0001",
        "杨秀英家",
        Words(
            "83 岁，不识字。去年的账认了；今年的账等您登录 helper 去算，算好了再扫这张卡",
            "She is 83 and cannot read. Last year's account is recognised; log in as helper, reckon this year's, then use her card",
        ),
    ),
    DemoCard(
        "YL-0002",
        "吴老根家",
        Words("12 笔账都看过了，3 笔他说不对", "He has gone through all 12 lines; 3 of them, he says, are not so"),
    ),
)


def card_secret(serial: str) -> str:
    """The secret of a demo county's card. It follows from the serial, so that this page can show the card."""
    digest = hashlib.sha256(f"demo county, card {serial}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:SECRET_CHARACTERS]


def open_secret(number: str) -> str:
    """The secret of the card that the household of that number holds; empty when the township has replaced it since."""
    card = (
        Card.objects.filter(household__current__number=number, revocations__isnull=True)
        .order_by("-received_at")
        .first()
    )
    if card is None:
        return ""
    secret = card_secret(card.serial)
    return secret if blind_index(secret, purpose="card") == card.secret_hash else ""
