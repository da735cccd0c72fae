from xinlu.land.models.places import HomePlace, LandFiles
from xinlu.land.models.reckoned import HelperWays, HomeWalk, ReckonedLand

__all__ = ["HelperWays", "HomePlace", "HomeWalk", "LandFiles", "ReckonedLand"]
