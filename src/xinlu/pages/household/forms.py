"""What a household's answer page sends, read into plain values. A Refusal's `field` is the name of the field to mend."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import get_language

from xinlu.income.answers import own_net_fen
from xinlu.income.kinds import Kind
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import parse_fen, yuan
from xinlu.kernel.words import Words
from xinlu.recognition.answers import Answer

UNCLEAR = Words("没看清您点的是哪一个，请再点一次", "It was not clear which one you pressed; please press again")
CHANGED = Words(
    "这一笔刚改过，跟您看到的不一样了。请看新的，再说对不对",
    "This was changed since you saw it. Look at the new one, then say whether it is right",
)
NO_AMOUNT = Words(
    "还没写数。写上数再点“记下来”，要么点下面的“没有这回事”或者“说不上是多少”",
    "No amount yet. Write one and press “Write it down”, or press “There was none” or “I cannot say how much” below",
)
SAME_AMOUNT = Words(
    "{amount} 元就是说发了的数。数对，就退回去点“到了”",
    "{amount} yuan is what is said to be paid. If it came, go back and press “It came”",
)
BELOW_NOTHING = Words(
    "钱数不能比零少。一分没到，就点“一分没到”",
    "An amount cannot be below nothing. If nothing came, press “Nothing came”",
)
NO_NUMBER = Words("“{typed}”不是一个数，请只写数字", "“{typed}” is not a number; write digits only")
"""Of our own, because the examples in the usual sentences would put a sum into her mouth."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which record the page showed, and the digest of what it showed."""

    id: UUID
    digest: str


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """What the household typed of its own version, kept as typed so that a refusal loses nothing."""

    choice: str
    amount: str
    words: str

    def net_fen(self, kind: Kind) -> int | None:
        """The household's own net figure in fen; 0 for "there was none", None where it cannot say how much."""
        said = self._said_fen()
        return None if said is None else own_net_fen(kind, said_fen=said)

    def received_fen(self, claimed_fen: int) -> int | None:
        """What came of a payment in fen; the same as is claimed would be no other version and is refused."""
        said = self._said_fen()
        if said == claimed_fen:
            raise Refusal("household.same_amount", SAME_AMOUNT.filled(amount=yuan(claimed_fen)), field="own")
        if said is not None and said < 0:
            raise Refusal("household.below_nothing", BELOW_NOTHING, field="own")
        return said

    def _said_fen(self) -> int | None:
        if self.choice == "none":
            return 0
        if self.choice == "unknown":
            return None
        if self.choice != "amount":
            raise Refusal("household.unclear", UNCLEAR, field="own")
        return _amount_fen(self.amount)


def read_shown(post: QueryDict) -> Shown:
    """Which record was shown; Refusal where the page was tampered with or torn."""
    try:
        return Shown(UUID(post.get("shown", "")), post.get("digest", ""))
    except ValueError:
        raise Refusal("household.unclear", UNCLEAR) from None


def posted_id(post: QueryDict) -> UUID | None:
    """Which record was shown, for showing the page anew; None where the page was torn."""
    try:
        return read_shown(post).id
    except Refusal:
        return None


def read_answer(post: QueryDict) -> Answer:
    """Which of the three buttons was pressed; Refusal for none of them."""
    try:
        return Answer(post.get("answer", ""))
    except ValueError:
        raise Refusal("household.unclear", UNCLEAR) from None


def read_own(post: QueryDict) -> OwnVersion:
    """The household's own version as typed."""
    return OwnVersion(post.get("choice", ""), post.get("amount", "").strip(), post.get("words", "").strip())


def wrong(refusal: Refusal) -> dict[str, str]:
    """The refusal's sentence in the reader's language under the field that it belongs to; "page" for the whole page."""
    return {refusal.field or "page": refusal.words.said(get_language() or "zh")}


def _amount_fen(typed: str) -> int:
    try:
        return parse_fen(typed, field="own")
    except Refusal as refusal:
        if refusal.code == "amount.empty":
            raise Refusal(refusal.code, NO_AMOUNT, field="own") from None
        if refusal.code == "amount.not_a_number":
            raise Refusal(refusal.code, NO_NUMBER.filled(typed=typed[:40]), field="own") from None
        raise
