"""What undoes: withdrawing an entry, settling a fork, erasing. Each is a record of its own; the ledger keeps all ids."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.records.models import Erasure, LedgerEntry, Record, Settlement, Withdrawal
from xinlu.records.selectors import heads, kinds
from xinlu.records.services.appending import append
from xinlu.records.services.composing import compose

_UNDOING = (Withdrawal, Settlement, Erasure)


@transaction.atomic
def withdraw(
    target: Record, *, author: User | None, reason: str = "", channel: str = "staff", device: str = ""
) -> Withdrawal:
    """The withdrawal of `target`, appended. What `target` superseded does not come back by it.

    Raises Refusal when the target is not stored, is withdrawn already, or is itself something that undoes.
    """
    if isinstance(target, _UNDOING):
        raise Refusal(
            "withdrawal.of_an_undoing",
            Words(
                "撤回、定版和删除这三样本身不能撤回。请另写一条新的记录",
                "A withdrawal, a settlement or an erasure cannot itself be withdrawn. Write a new record instead",
            ),
        )
    if not type(target)._default_manager.filter(pk=target.pk).exists():
        raise _unknown()
    if Withdrawal.objects.filter(target=target.pk, household=target.household_id, area=target.area_id).exists():
        raise Refusal(
            "withdrawal.again",
            Words("这一条已经撤回过了，不用再撤", "This has been withdrawn already; nothing more is needed"),
        )
    withdrawal = compose(
        Withdrawal,
        household=target.household,
        area=target.area,
        author=author,
        device=device,
        target=target.pk,
        target_digest=target.digest,
        reason=reason,
        channel=channel,
    )
    append(withdrawal)
    return withdrawal


@transaction.atomic
def settle_fork(
    kept: Record, *, set_aside: Record, author: User | None, reason: str = "", device: str = ""
) -> Settlement:
    """The settlement by which `kept` counts and `set_aside` stays only to be read, appended.

    Settled the other way round before, this settlement supersedes that one. Raises Refusal when the two are not
    versions of one kind under one subject, or do not stand against each other.
    """
    if type(kept) is not type(set_aside) or kept.pk == set_aside.pk or not _same_subject(kept, set_aside):
        raise Refusal(
            "settlement.not_a_pair",
            Words(
                "这两条说的不是同一户的同一件事，没法二选一",
                "These two are not two versions of one thing of one household; there is nothing to choose",
            ),
        )
    before = heads(Settlement).filter(kept=set_aside.pk, set_aside=kept.pk, household=kept.household_id).last()
    standing = {each.pk for each in heads(type(kept)).filter(pk__in=(kept.pk, set_aside.pk))}
    if standing != {set_aside.pk} | (set() if before else {kept.pk}):
        raise Refusal(
            "settlement.no_fork",
            Words(
                "这两个版本已经有人定过，或者又有了新的版本。请刷新这一页再看",
                "These two versions have been settled, or a newer version has come. Open the page again and look",
            ),
        )
    settlement = compose(
        Settlement,
        household=kept.household,
        area=kept.area,
        author=author,
        device=device,
        supersedes=before.pk if before else None,
        kept=kept.pk,
        set_aside=set_aside.pk,
        reason=reason,
    )
    append(settlement)
    return settlement


@transaction.atomic
def erase(target_id: UUID, *, author: User | None, legal_ground: str, device: str = "") -> Erasure:
    """The erasure of the record, appended; its row and salt are gone, its id and digest stay in the ledger.

    Raises Refusal for an id that the ledger does not know, one erased already, one that never leaves, one that other
    records still name, and for an empty legal ground.
    """
    entry = LedgerEntry.objects.filter(pk=target_id).first()
    if entry is None:
        raise _unknown()
    if Erasure.objects.filter(target=target_id).exists():
        raise Refusal(
            "erasure.again",
            Words("这条记录已经删掉了，不用再删", "This record has been erased already; nothing more is needed"),
        )
    if entry.kind == Erasure.KIND:
        raise Refusal(
            "erasure.of_an_erasure",
            Words("删除的记录本身要一直留着，不能删", "The record of an erasure is kept for ever and cannot be erased"),
        )
    if not legal_ground.strip():
        raise Refusal(
            "erasure.no_ground",
            Words("请写明按哪条规定删，没有依据不能删", "Write on which legal ground; without one nothing is erased"),
            field="legal_ground",
        )
    row = kinds()[entry.kind]._default_manager.select_for_update().get(pk=target_id)
    erasure = compose(
        Erasure,
        household=row.household,
        area=row.area,
        author=author,
        device=device,
        target=target_id,
        target_kind=entry.kind,
        legal_ground=legal_ground,
    )
    append(erasure)
    try:
        row.delete()
    except ProtectedError as error:
        words = Words(
            "还有 {n} 条记录指着它，先处理那些，再删这一条",
            "Other records still name it ({n}); see to those first, then erase this one",
        )
        raise Refusal("erasure.still_named", words.filled(n=len(error.protected_objects))) from None
    return erasure


def _same_subject(one: Record, other: Record) -> bool:
    return (one.household_id, one.area_id) == (other.household_id, other.area_id)


def _unknown() -> Refusal:
    return Refusal(
        "record.unknown",
        Words(
            "没有找到这条记录。看看编号抄全了没有，或者它已经删掉了",
            "There is no such record here. See whether the id is complete, or whether it has been erased",
        ),
    )
