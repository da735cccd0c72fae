"""One valid row of every kind: the fields by KIND, and the few people and places that they point to.

A kind without an entry in `FIELDS` fails the tests: add one, then run scripts/golden.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from xinlu.people.models import Area, User
from xinlu.people.roles import Level
from xinlu.records.models import Household
from xinlu.records.selectors import kinds
from xinlu.records.services import append, compose

MADE_AT = datetime(2026, 3, 4, 5, 6, 7, 891000, tzinfo=UTC)
TRICKY = "五保户👵🏽说：\u2028“600”不对\t\x07\\/ é e\u0301 \U0002a6a5\ufb33"
"""Emoji of several code points, a line separator, controls, two ways to write é, a character beyond the first plane."""

TARGET, OTHER, MEMBER = (UUID(f"01950000-0000-7000-8000-00000000000{n}") for n in (1, 2, 3))
CARD = UUID("01950000-0000-7000-8000-0000000000ca")
DIGEST = "0123456789abcdef" * 4


@dataclass(frozen=True)
class Cast:
    """Who and what the sample rows point to."""

    household: Household
    helper: User
    area: Area

    @classmethod
    def imagined(cls) -> Cast:
        """The cast without a database."""
        return cls(
            Household(id=UUID("01950000-0000-7000-8000-00000000a001"), entered_at=MADE_AT),
            User(id=UUID("01950000-0000-7000-8000-00000000b001"), username="yang", name="杨干部"),
            Area(code="522699", name="云上县", level=Level.COUNTY, path="522699/"),
        )

    @classmethod
    def stored(cls) -> Cast:
        """The cast in the database, with the card that some kinds point to."""
        cast = cls.imagined()
        for each in (cast.area, cast.helper, cast.household):
            each.save(force_insert=True)
        append(cast.record("card", id=CARD, serial="522699-0001", secret_hash="0" * 64))
        return cast

    def record(self, kind: str, *, id: UUID | None = None, salt: bytes | None = None, **changes):
        """A composed record of the kind, with the sample fields and these changes."""
        about = (
            {"area": self.area}
            if kind in ("board_release", "land_files", "parameter", "place_policy")
            else {"household": self.household}
        )
        envelope = {"author": self.helper, "made_at": MADE_AT, "device": "phone-1", **about}
        return compose(kinds()[kind], id=id, salt=salt, **{**envelope, **FIELDS[kind], **changes})


PLACE = {"place_id": "522699"}
HELPER = UUID("01950000-0000-7000-8000-00000000b001")

FIELDS = {
    "benefit_step": {
        "policy": "vocational_grant", "period": "2026", "step": "paid", "amount_fen": 200_000,
        "happened_on": date(2026, 3, 1), "source": "县教育局 3 月发放表", "note": TRICKY,
    },
    "assignment": {"helper_id": HELPER, "since": date(2026, 1, 1), "reason": TRICKY},
    "board_release": {
        "number": 0, "day": date(2026, 3, 4), "least": 10, "places": [["522699", "云上县", "county", ""]],
        "shown": {"522699": {"households": [120, 0]}}, "counts": {"522699": {"households": 120, "never": 3}},
    },
    "card": {"serial": "522699-0002", "secret_hash": DIGEST, "expires_on": date(2027, 12, 31)},
    "card_handover": {"card_id": CARD, "handed_by_id": HELPER, "handed_to": "龙阿婆", "handed_on": date(2026, 2, 1)},
    "card_revocation": {"card_id": CARD, "reason": TRICKY},
    "erasure": {"target": TARGET, "target_kind": "visit", "legal_ground": "个人信息保护法第四十七条"},
    "home_place": {
        "longitude_e7": 1_085_123_456, "latitude_e7": 259_876_543, "accuracy_m": 12, "how": "receiver", "said_by": "龙阿婆",
    },
    "household_file": {
        **PLACE, "place_since": date(2020, 5, 1), "number": "A-17", "said_by": "龙阿婆", "address": "半坡组 3 号", "phone": "13800000000",
        "main_cause": "illness", "further_causes": ["illness", "labour"], "house_area_m2": 64,
        "house_structure": "timber", "house_year": 1987, "house_grade": "c", "house_graded_on": date(2025, 6, 1),
        "electricity": True, "fuels": ["firewood"], "water": "tap", "market_distance_m": 12_500, "note": TRICKY,
    },
    "income_account": {
        "period_start": date(2025, 10, 1), "period_end": date(2026, 9, 30), "reckoned_on": date(2026, 3, 4),
        "heads": 3, "lines": [[str(TARGET), DIGEST], [str(OTHER), DIGEST]], "note": TRICKY,
    },
    "income_line": {
        "kind": "pigs", "title": "两头肥猪", "quantity_milli": 2_000, "price_fen": 180_000, "income_fen": 360_000,
        "cost_fen": 120_050, "basis": "told",
    },
    "land_files": {
        "files": [["dem", "高程.tif", DIGEST], ["roads", "路.gpkg", DIGEST]], "trips": [["clinic", 12]],
        "budget_yuan": 9_000_000, "source": TRICKY[:120],
    },
    "member": {
        "member": MEMBER, "said_by": "本人", "name": "龙阿婆", "sex": "female", "born_on": date(1943, 2, 28),
        "id_number": "522699194302280011", "disability_number": "", "relation": "head", "ethnic_group": "miao",
        "education": "none", "schooling": "", "health": "chronic", "labour": "none", "migrant_work": False,
        "subsistence_allowance": True, "medical_insurance": True, "pension_insurance": None,
        "joined_on": date(1961, 1, 1), "left_on": None, "left_why": "",
    },
    "parameter": {
        "name": "poverty_line_fen", "value": 690_000, "effective_from": date(2026, 1, 1), "source": "县发〔2026〕1 号",
    },
    "place_policy": {"policy": "county_grant", "text": "policies: []", "reason": "县政府办〔2026〕1 号"},
    "policy_explanation": {
        "policy": "vocational_grant", "edition": DIGEST, "answer": "entitled", "amount_fen": 200_000,
        "explained_on": date(2026, 3, 4), "told_to": "龙阿婆", "understood": "yes", "words": TRICKY,
    },
    "policy_fact": {"fact": "boards_at_school", "member": MEMBER, "value": "yes", "said_by": "龙阿婆"},
    "recognition": {
        "target": TARGET, "target_kind": "income_line", "target_digest": DIGEST, "answer": "contested",
        "own_fen": -40_000, "words": TRICKY, "sat_down": None, "said_by": MEMBER, "said_by_name": "龙阿婆",
        "channel": "card", "card_id": CARD,
    },
    "settlement": {"kept": TARGET, "set_aside": OTHER, "reason": TRICKY},
    "shared_device": {"shared": "phone-2", "whose": "村口小店", "reason": TRICKY},
    "status": {"status": "registered", "since": date(2025, 1, 1), "decision": "县扶〔2025〕3 号", "reason": TRICKY},
    "visit": {
        "began_at": datetime(2026, 3, 4, 1, 2, 3, 456789, tzinfo=UTC), "minutes": 45, "place": "home",
        "present": ["龙阿婆"], "others_present": "", "heard": TRICKY, "explained": "", "house": "trouble",
        "house_words": "屋顶漏雨", "harvest": "fine", "harvest_words": "", "school": "", "school_words": "",
        "hospital": "fine", "hospital_words": "", "water": "fine", "water_words": "", "pictures": [],
    },
    "withdrawal": {"target": TARGET, "target_digest": DIGEST, "reason": TRICKY, "channel": "card"},
}  # fmt: skip
