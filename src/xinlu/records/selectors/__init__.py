from xinlu.records.selectors.chains import changed_fields, current, current_many, forks, heads, versions
from xinlu.records.selectors.digests import verify
from xinlu.records.selectors.kinds import kinds

__all__ = ["changed_fields", "current", "current_many", "forks", "heads", "kinds", "verify", "versions"]
