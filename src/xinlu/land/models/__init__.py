from xinlu.land.models.places import HomePlace, LandFiles
from xinlu.land.models.reckoned import HomeWalk, ReckonedLand

__all__ = ["HomePlace", "HomeWalk", "LandFiles", "ReckonedLand"]
