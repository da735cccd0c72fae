from xinlu.registry.models.assignments import Assignment
from xinlu.registry.models.current import CurrentFile, FileReading, StalePlace
from xinlu.registry.models.files import HouseholdFile, MemberVersion
from xinlu.registry.models.status import Status

__all__ = ["Assignment", "CurrentFile", "FileReading", "HouseholdFile", "MemberVersion", "StalePlace", "Status"]
