"""Levels of area and roles of people: plain values that every room above may use."""

from __future__ import annotations

from enum import StrEnum

from xinlu.kernel.words import Words


class Level(StrEnum):
    """The administrative levels, from the widest to the narrowest."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    GROUP = "group"


class Role(StrEnum):
    """What a login may be. The household itself has no login: it has a card."""

    HELPER = "helper"
    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    INSPECTOR = "inspector"
    AUDITOR = "auditor"
    OPERATOR = "operator"


ROLE_NAMES: dict[Role, Words] = {
    Role.HELPER: Words("帮扶责任人", "Helper"),
    Role.VILLAGE: Words("村里", "Village desk"),
    Role.TOWNSHIP: Words("乡镇", "Township desk"),
    Role.COUNTY: Words("县里", "County desk"),
    Role.INSPECTOR: Words("外来督查", "Inspector"),
    Role.AUDITOR: Words("审计（只看）", "Auditor (read only)"),
    Role.OPERATOR: Words("管机器的", "Operator"),
}

LEVEL_NAMES: dict[Level, Words] = {
    Level.PROVINCE: Words("省", "Province"),
    Level.PREFECTURE: Words("市州", "Prefecture"),
    Level.COUNTY: Words("县", "County"),
    Level.TOWNSHIP: Words("乡镇", "Township"),
    Level.VILLAGE: Words("村", "Village"),
    Level.GROUP: Words("组", "Group"),
}

DESK_ROLES = frozenset({Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY, Role.INSPECTOR, Role.AUDITOR, Role.OPERATOR})
"""Roles that sit at a desk and see many households: they need a second factor."""
