"""Made-up mountains for benchmarks, tests and the demo: nobody's land, and the same for the same seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ROUGHNESS = 1.7
"""By what power of the wavelength the waves shrink. Profiles of real relief have spectra that fall off by the power 2 to 2.5
(Turcotte 1997, "Fractals and chaos in geology and geophysics"); over a plane that is half of 3 to 3.5."""


def fractal(
    rows: int, columns: int, *, seed: int, spread_m: float = 400.0, middle_m: float = 900.0
) -> NDArray[np.float32]:
    """Heights [rows, columns], metres, with a standard deviation of `spread_m` about `middle_m`.

    Noise whose spectrum falls off by a power (Voss 1985, "Random fractal forgeries"). Its edges join: copies laid side by
    side have no step between them.
    """
    high = np.fft.fftfreq(rows)[:, None] ** 2
    frequencies = high + np.fft.rfftfreq(columns)[None] ** 2
    frequencies[0, 0] = 1.0
    waves = np.fft.rfft2(np.random.default_rng(seed).standard_normal((rows, columns)))
    waves *= frequencies ** (-ROUGHNESS / 2)
    waves[0, 0] = 0.0
    heights = np.fft.irfft2(waves, (rows, columns))
    heights *= spread_m / heights.std()
    return np.asarray(heights + middle_m, np.float32)
