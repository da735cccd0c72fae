from xinlu.records.models.household import Household
from xinlu.records.models.ledger import LedgerEntry
from xinlu.records.models.pictures import Picture
from xinlu.records.models.record import Record
from xinlu.records.models.undoing import Erasure, Settlement, Withdrawal

__all__ = ["Erasure", "Household", "LedgerEntry", "Picture", "Record", "Settlement", "Withdrawal"]
