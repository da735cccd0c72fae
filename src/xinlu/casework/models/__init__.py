from xinlu.casework.models.accounts import IncomeAccount, IncomeLine
from xinlu.casework.models.figures import HouseholdFigures
from xinlu.casework.models.visits import Visit

__all__ = ["HouseholdFigures", "IncomeAccount", "IncomeLine", "Visit"]
