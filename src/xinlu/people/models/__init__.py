from xinlu.people.models.areas import Area
from xinlu.people.models.users import Responsibility, User

__all__ = ["Area", "Responsibility", "User"]
