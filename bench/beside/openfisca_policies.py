# ruff: noqa: T201  (a program: printing is what it does)
"""The same policies in OpenFisca's way, run by bench/policies.py in an environment of its own; prints JSON.

    python bench/beside/openfisca_policies.py FOLDER ROUNDS

FOLDER holds households.parquet, answers.parquet and values.json. OpenFisca knows no missing fact: it computes with 0,
False or the first code, so that answers are compared where every fact of a policy is known, and the rest is counted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter

import duckdb
import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2026"
HOUSEHOLD = Entity("household", "households", "a household", "")
POOR = ("registered", "exited", "unstable", "borderline", "sudden", "at_risk")
LEFT = ("registered", "exited", "unstable")
IN_NEED = ("subsistence_allowance", "extreme_poverty_support")
Values = dict[str, int]
Facts = Callable[[str], np.ndarray]

NUMBERS = ("income_per_head_fen", "water_litres_per_head", "water_minutes_away", "water_metres_away", "water_metres_up",
           "water_days_short", "compulsory_pupils", "insured_people", "disabled_people", "workers_outside_province",
           "senior_pupils", "severely_disabled_people", "children_out_of_school")  # fmt: skip
FLAGS = ("lives_in_trial_area", "house_is_only_home", "subsistence_allowance", "extreme_poverty_support", "allowance_margin",
         "loan_for_production", "has_other_assets", "sudden_event", "basic_life_kept", "hard_up_by_school",
         "lives_in_dry_area", "water_is_clean", "water_piped_in")  # fmt: skip
CODES = ("status", "house_grade")


def among(values: np.ndarray, *codes: str) -> np.ndarray:
    return np.isin(values, codes)


def in_need(of: Facts) -> np.ndarray:
    return (
        of("subsistence_allowance")
        | of("extreme_poverty_support")
        | of("hard_up_by_school")
        | among(of("status"), *POOR)
    )


def near(of: Facts, values: Values) -> np.ndarray:
    return (
        of("water_piped_in")
        | (of("water_minutes_away") <= values["water_most_minutes"])
        | (of("water_metres_away") <= values["water_most_metres"])
        | (of("water_metres_up") <= values["water_most_metres_up"])
    )


def enough(of: Facts, values: Values) -> np.ndarray:
    litres = of("water_litres_per_head")
    return (litres >= values["water_least_litres"]) | (
        of("lives_in_dry_area") & (litres >= values["water_least_dry_litres"])
    )


RULES: dict[str, tuple[Callable[[Facts, Values], np.ndarray], tuple[str, ...]]] = {
    "school_meals__entitled": (
        lambda of, values: (of("compulsory_pupils") >= 1) & of("lives_in_trial_area"),
        ("compulsory_pupils", "lives_in_trial_area"),
    ),
    "compulsory_living__entitled": (
        lambda of, values: (of("compulsory_pupils") >= 1) & in_need(of),
        ("compulsory_pupils", *IN_NEED, "hard_up_by_school", "status"),
    ),
    "house_guarantee__secured": (lambda of, values: among(of("house_grade"), "a", "b"), ("house_grade",)),
    "school_guarantee__secured": (lambda of, values: of("children_out_of_school") == 0, ("children_out_of_school",)),
    "water_guarantee__secured": (
        lambda of, values: enough(of, values)
        & of("water_is_clean")
        & near(of, values)
        & (of("water_days_short") <= values["water_most_days_short"]),
        ("water_litres_per_head", "lives_in_dry_area", "water_is_clean", "water_piped_in", "water_minutes_away",
         "water_metres_away", "water_metres_up", "water_days_short"),
    ),
    "disability_living__entitled": (
        lambda of, values: (of("disabled_people") >= 1) & of("subsistence_allowance"),
        ("disabled_people", "subsistence_allowance"),
    ),
    "disability_care__entitled": (
        lambda of, values: of("severely_disabled_people") >= 1,
        ("severely_disabled_people",),
    ),
    "house_repair__entitled": (
        lambda of, values: among(of("house_grade"), "c", "d")
        & of("house_is_only_home")
        & (of("subsistence_allowance") | of("extreme_poverty_support") | of("allowance_margin") | among(of("status"), *POOR)),
        ("house_grade", "house_is_only_home", *IN_NEED, "allowance_margin", "status"),
    ),
    "microcredit__entitled": (
        lambda of, values: among(of("status"), *POOR) & of("loan_for_production"),
        ("status", "loan_for_production"),
    ),
    "subsistence_allowance__entitled": (
        lambda of, values: (of("income_per_head_fen") < values["allowance_line_month_fen"] * 12) & ~of("has_other_assets"),
        ("income_per_head_fen", "has_other_assets"),
    ),
    "temporary_relief__entitled": (
        lambda of, values: of("sudden_event") & ~of("basic_life_kept"),
        ("sudden_event", "basic_life_kept"),
    ),
    "senior_grant__entitled": (
        lambda of, values: (of("senior_pupils") >= 1) & in_need(of),
        ("senior_pupils", *IN_NEED, "hard_up_by_school", "status"),
    ),
}  # fmt: skip
"""Each answer as a formula, and the facts that it reads."""


def main() -> None:
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
    values: Values = json.loads((folder / "values.json").read_text(encoding="utf-8"))
    known, missing, ours = read(folder)
    system = made_system(values)
    seconds = []
    for _ in range(rounds):
        begun = perf_counter()
        theirs = computed(system, known)
        seconds.append(perf_counter() - begun)
    differing = turned = compared = 0
    for name, (_, facts) in RULES.items():
        complete = ~np.logical_or.reduce([missing[fact] for fact in facts])
        held, is_open = ours[name]
        compared += int(complete.sum())
        differing += int((complete & (is_open | (held != theirs[name]))).sum())
        turned += int((is_open & ~theirs[name]).sum())
    print(
        json.dumps(
            {
                "policies": len(RULES),
                "seconds": round(median(seconds), 3),
                "peak_mb": getrusage(RUSAGE_SELF).ru_maxrss // 1024,
                "answers compared": compared,
                "differing where no fact is missing": differing,
                "to be verified, but no by OpenFisca": turned,
            }
        )
    )


def read(folder: Path) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], dict[str, tuple[np.ndarray, np.ndarray]]]:
    """The facts, with OpenFisca's stand-ins for what is missing; what is missing; our answers and which are open."""
    with duckdb.connect() as connection:
        peopled = {each[0] for each in connection.execute(f"DESCRIBE FROM '{folder}/households.parquet'").fetchall()}
        listed = []
        for name in (*NUMBERS, *FLAGS, *CODES):
            column = name if name in peopled else f"CASE WHEN {name}__least = {name}__most THEN {name}__least END"
            empty = "0" if name in NUMBERS else "FALSE" if name in FLAGS else "''"
            listed += [f"coalesce({column}, {empty}) AS {name}", f"({column}) IS NULL AS {name}__missing"]
        rows = f"SELECT {', '.join(listed)} FROM '{folder}/households.parquet' ORDER BY number"
        found = connection.execute(rows).fetchnumpy()
        answers = ", ".join(f"coalesce({name}, FALSE) AS {name}, {name} IS NULL AS {name}__open" for name in RULES)
        told = connection.execute(f"SELECT {answers} FROM '{folder}/answers.parquet' ORDER BY number").fetchnumpy()
    known = {
        name: np.asarray(found[name], dtype=object if name in CODES else None) for name in (*NUMBERS, *FLAGS, *CODES)
    }
    known |= {name: known[name].astype("U12") for name in CODES}
    missing = {name: np.asarray(found[f"{name}__missing"]) for name in known}
    return known, missing, {name: (np.asarray(told[name]), np.asarray(told[f"{name}__open"])) for name in RULES}


def made_system(values: Values) -> TaxBenefitSystem:
    """A system with a variable for every fact and every answer."""
    system = TaxBenefitSystem([HOUSEHOLD])
    kinds = {**dict.fromkeys(NUMBERS, int), **dict.fromkeys(FLAGS, bool), **dict.fromkeys(CODES, str)}
    common = {"entity": HOUSEHOLD, "definition_period": DateUnit.YEAR}
    for name, kind in kinds.items():
        system.add_variable(type(name, (Variable,), {**common, "value_type": kind}))
    for name, (rule, _) in RULES.items():
        system.add_variable(type(name, (Variable,), {**common, "value_type": bool, "formula": formula(rule, values)}))
    return system


def formula(rule: Callable[[Facts, Values], np.ndarray], values: Values) -> Callable[..., np.ndarray]:
    return lambda household, period: rule(lambda name: household(name, period), values)


def computed(system: TaxBenefitSystem, known: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Every answer of every household."""
    simulation = SimulationBuilder().build_default_simulation(system, count=len(next(iter(known.values()))))
    for name, column in known.items():
        simulation.set_input(name, PERIOD, column)
    return {name: simulation.calculate(name, PERIOD) for name in RULES}


if __name__ == "__main__":
    main()
