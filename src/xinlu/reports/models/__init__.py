from xinlu.reports.models.board import BoardRelease, PreparedBoard
from xinlu.reports.models.places import PlaceSums
from xinlu.reports.models.results import AreaResult, HouseholdResult, Reckoning

__all__ = ["AreaResult", "BoardRelease", "HouseholdResult", "PlaceSums", "PreparedBoard", "Reckoning"]
