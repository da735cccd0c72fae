from xinlu.entitlement.models.owed import LookedThrough, OwedPolicy
from xinlu.entitlement.models.records import BenefitStep, Explanation, PlacePolicy, StatedFact

__all__ = ["BenefitStep", "Explanation", "LookedThrough", "OwedPolicy", "PlacePolicy", "StatedFact"]
