from xinlu.records.services.appending import Outcome, append, append_all
from xinlu.records.services.composing import compose
from xinlu.records.services.new_records import NewRecords
from xinlu.records.services.pictures import keep_picture
from xinlu.records.services.undoing import erase, settle_fork, withdraw

__all__ = [
    "NewRecords",
    "Outcome",
    "append",
    "append_all",
    "compose",
    "erase",
    "keep_picture",
    "settle_fork",
    "withdraw",
]
