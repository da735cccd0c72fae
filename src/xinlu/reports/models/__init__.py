from xinlu.reports.models.places import PlaceSums
from xinlu.reports.models.results import AreaResult, HouseholdResult, Reckoning

__all__ = ["AreaResult", "HouseholdResult", "PlaceSums", "Reckoning"]
