from xinlu.casework.models.accounts import AccountDraft, IncomeAccount, IncomeLine
from xinlu.casework.models.figures import HouseholdFigures
from xinlu.casework.models.visits import Visit

__all__ = ["AccountDraft", "HouseholdFigures", "IncomeAccount", "IncomeLine", "Visit"]
