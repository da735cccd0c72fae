"""How fast people go: on foot by the slope, over what covers the ground, on roads. Units in names; it knows no map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.terrain.grid import Floats


class Model(StrEnum):
    """How the slope tells on walking."""

    TOBLER = "tobler"
    LANGMUIR = "langmuir"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walking:
    """Seconds for a step of `distance` over a rise of `rise` (both metres), as the six numbers that the solvers take.

    Tobler (1993, "Three presentations on geographical analysis and modeling", NCGIA 93-1): speed = fastest * exp(-3.5 |s + 0.05|),
    with the fastest 6 km/h. Langmuir (1984, "Mountaincraft and leadership") after Naismith (1892): 0.72 s a metre, 6 s more a metre
    of climb, 1.9998 s less a metre of descent down to a slope of -0.2125, and as much more on steeper ground (the defaults of GRASS r.walk).
    """

    model: Model = Model.TOBLER
    flat_s_per_m: float = 0.72
    climb_s_per_m: float = 6.0
    gentle_s_per_m: float = 1.9998
    steep_s_per_m: float = -1.9998
    steep_from: float = -0.2125
    fastest_m_per_s: float = 6 / 3.6

    def numbers(self) -> NDArray[np.float64]:
        """What the compiled solvers take: 0 for Tobler or 1, then the numbers of the model."""
        return np.array(
            [
                0.0 if self.model is Model.TOBLER else 1.0,
                self.flat_s_per_m,
                self.climb_s_per_m,
                self.gentle_s_per_m,
                self.steep_s_per_m,
                self.steep_from,
                self.fastest_m_per_s,
            ]
        )


TOBLER = Walking()
LANGMUIR = Walking(model=Model.LANGMUIR)


@dataclass(frozen=True, slots=True)
class Cover:
    """What covers the ground [rows, columns], as codes, and how fast one walks there, as a share of the speed on a path.

    A share of 0, or a code without one, is ground that is not entered.
    """

    codes: NDArray[np.int64]
    shares: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        for code, share in self.shares.items():
            if not 0 <= share <= 100:
                words = Words(
                    "地类 {code} 的快慢写的是 {share}：要在 0（过不去）到 100 之间",
                    "Cover {code} has a share of {share}: it must lie between 0 (impassable) and 100",
                )
                raise Refusal("terrain.cover", words.filled(code=code, share=share), field=str(code))

    def slowness(self) -> Floats:
        """What a second on a path takes here [rows, columns]; infinite where nobody goes."""
        codes, at = np.unique(self.codes, return_inverse=True)
        shares = np.array([self.shares.get(int(code), 0.0) for code in codes])
        with np.errstate(divide="ignore"):
            return (1.0 / shares)[at].reshape(self.codes.shape).astype(np.float32)

    def codes_without_share(self) -> list[int]:
        """Codes that stand in the map and have no share."""
        return [int(code) for code in np.unique(self.codes) if int(code) not in self.shares]
