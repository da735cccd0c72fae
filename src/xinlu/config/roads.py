"""`xinlu terrain roads`: which roads and bridges save the most hours for what may be spent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xinlu.config.ground import FILE, Ground, bar, on_ground, points_of, surface_of, ways_of
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

if TYPE_CHECKING:
    from xinlu.terrain.files.features import Features
    from xinlu.terrain.roads import Candidate, Plan
    from xinlu.terrain.surface import Terrain

_LOOKING = Words("在比较 {n} 条……", "Comparing {n} roads and bridges ...")
_KIND = Words(
    "{file} 第 {n} 条的种类写的是“{here}”：要写 road（路）或者 bridge（桥）",
    "Line {n} of {file} has the kind “{here}”: it is written road or bridge",
)
_NO_COST = Words(
    "{file} 第 {n} 条没有写造价，或者写的不是数（“{here}”）：要有一列 cost_yuan，单位是元",
    "Line {n} of {file} tells no cost, or none that is a number (“{here}”): it needs a field cost_yuan, in yuan",
)
_TRIPS = Words(
    "--trips 要和 --to 一样多：{to} 个去处，{trips} 个次数",
    "There are {to} goals (--to) and {trips} numbers of --trips: one for each",
)
_PLAN = Words(
    "花 {cost} 元修 {n} 处，一年少走 {hours} 小时（另一种走法算出来是 {other}）；{connected} 户原来没有路可走",
    "{n} to build for {cost} yuan save {hours} hours a year ({other} by the other model); {connected} homes had no way before",
)
_PICK = Words(
    "  {nth}. {name}：在前面的之后再省 {hours} 小时（单独修 {alone}），{homes} 户走得更近{note}",
    "  {nth}. {name}: {hours} hours more after those before it ({alone} by itself), nearer for {homes} homes{note}",
)
_WITH_NEXT = Words("；要和下一处一起修才有用", "; of use only together with the next")
_NOTHING = Words("这些路和桥，一处也省不了路", "none of these saves anybody any way")
_LEFT_OUT = Words(
    "没算进来的家：{names}。在图外面，或者在站不住的地方",
    "Homes left out: {names}. Outside the map, or where nobody can stand",
)
_NOWHERE = Words("图外面的路和桥：{names}", "Beyond the map: {names}")
_DEAR = Words("比全部的钱还贵：{names}", "Dearer than all that may be spent: {names}")
_COUNTED = Words(
    "来回都算；{longest} 小时走不到的，按 {longest} 小时算。两处一起才有用的比过 {pairs} 对；三处一起才有用的没有找",
    "There and back. A way of more than {longest} hours counts as {longest}. {pairs} pairs were compared; what only three together "
    "would bring was not looked for",
)
_WRITTEN = Words("写进了 {file}", "Written to {file}")


@click.command()
@on_ground
@click.option(
    "--to", "goals", type=FILE, multiple=True, required=True, help="Points that people go to; once for each kind."
)
@click.option(
    "--trips",
    type=click.FloatRange(0),
    multiple=True,
    help="How often in a year a home goes there; once for each --to.",
)
@click.option(
    "--homes", type=FILE, required=True, help="Points of homes; a field people, where there is one, weighs them."
)
@click.option("--candidates", type=FILE, required=True, help="Lines: kind (road, bridge), cost_yuan, speed_kmh, name.")
@click.option("--budget", "budget_yuan", type=click.IntRange(0), default=None, help="What may be spent, yuan.")
@click.option(
    "--per", type=click.Choice(["yuan", "km"]), default="yuan", show_default=True, help="Hours are compared by."
)
@click.option(
    "--longest",
    "longest_h",
    type=click.FloatRange(0, min_open=True),
    default=8.0,
    show_default=True,
    help="Hours a way counts at most.",
)
@click.option("--out", type=FILE, required=True, help="A row a candidate (.csv, .parquet, .geojson in WGS-84).")
@click.option("--json", "as_json", is_flag=True, help="Say what came of it as JSON.")
def roads(
    goals: tuple[Path, ...], trips: tuple[float, ...], homes: Path, candidates: Path, budget_yuan: int | None, per: str,
    longest_h: float, out: Path, as_json: bool, **ground: Any,
) -> None:  # fmt: skip
    """Which roads and bridges to build: hours a year that each saves after those before it, by itself, and for how many homes."""

    from xinlu.terrain.files.features import outside, read_lines
    from xinlu.terrain.files.tables import KINDS, write_rows
    from xinlu.terrain.files.whole import check_target
    from xinlu.terrain.roads import Errand, Per, rank_roads

    asked = Ground(**ground)
    check_target(out, kinds=KINDS, read=(*asked.read, *goals, homes, candidates))
    if trips and len(trips) != len(goals):
        raise Refusal("terrain.trips", _TRIPS.filled(to=len(goals), trips=len(trips)), field="trips")
    surface = surface_of(asked)
    lines = read_lines(candidates, surface.grid.crs, datum=asked.told_datum())
    outside(lines, candidates, surface.grid)
    wanted = _candidates(lines, candidates, asked, surface)
    people = points_of(asked, homes, surface)
    weights = _weights(people)
    errands = [
        Errand(points_of(asked, file, surface).points, weights * often)
        for file, often in zip(goals, trips or (1.0,) * len(goals), strict=True)
    ]
    words = _LOOKING.filled(n=len(wanted))
    asked.say(words, err=True)
    with bar(words, asked) as done:
        plan = rank_roads(
            surface, wanted, people.points, errands, budget_yuan=budget_yuan, per=Per(per),
            longest_h=longest_h, progress=lambda _now, _of: done(),
        )  # fmt: skip
    write_rows(out, _columns(plan, wanted), [each.way.line_m for each in wanted], surface.grid.crs)
    names = [each.way.name for each in wanted]
    if as_json:
        _tell_json(plan, names, people)
        return
    _tell(plan, names, people, asked)
    asked.say(_WRITTEN.filled(file=out))


def _candidates(lines: Features, file: Path, asked: Ground, surface: Terrain) -> list[Candidate]:
    from dataclasses import replace

    from xinlu.terrain.network import Way
    from xinlu.terrain.roads import Candidate
    from xinlu.terrain.surface import flat_m_per_s

    count = len(lines.shapes)
    kinds = lines.field("kind", "种类") or ("road",) * count
    costs = lines.field("cost_yuan", "造价") or (None,) * count
    is_bridge = []
    for n, kind in enumerate(kinds):
        told = str(kind or "road").strip().lower()
        if told not in ("road", "bridge", "路", "桥"):
            raise Refusal(
                "terrain.candidate_kind", _KIND.filled(file=file, n=lines.numbers[n], here=kind), field="kind"
            )
        is_bridge.append(told in ("bridge", "桥"))
    import numpy as np

    on_roads = lines.only(~np.array(is_bridge))
    speeds = iter(ways_of(on_roads, file, asked) if on_roads.shapes else ())
    foot = flat_m_per_s(surface.model)
    found = []
    for n, (line, name) in enumerate(zip(lines.shapes, lines.names(), strict=True)):
        way = Way(line, foot, name, is_open=False) if is_bridge[n] else replace(next(speeds), name=name)
        found.append(Candidate(way, _cost(costs[n], file, lines.numbers[n])))
    return found


def _cost(here: object, file: Path, n: int) -> int:
    try:
        return round(float(here))  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise Refusal(
            "terrain.candidate_cost", _NO_COST.filled(file=file, n=n, here=str(here)), field="cost_yuan"
        ) from None


def _weights(homes: Features) -> Any:
    import numpy as np

    told = homes.field("people", "人口", "人数")
    if told is None:
        return np.ones(len(homes.points))
    return np.array([1.0 if each is None else float(each) for each in told])


def _columns(plan: Plan, wanted: Sequence[Candidate]) -> dict[str, Any]:
    import numpy as np
    import pyarrow as pa

    order = {each.candidate: (n + 1, each) for n, each in enumerate(plan.picks)}
    picked = [order.get(n) for n in range(len(wanted))]
    alone = np.asarray(plan.alone)
    return {
        "name": pa.array([each.way.name for each in wanted], pa.string()),
        "kind": pa.array(["road" if each.way.is_open else "bridge" for each in wanted], pa.string()),
        "km": pa.array([each.km for each in wanted], pa.float64()),
        "cost_yuan": pa.array([each.cost_yuan for each in wanted], pa.int64()),
        "nth": pa.array([each[0] if each else None for each in picked], pa.int32()),
        "hours_after_those_before": pa.array([each[1].hours if each else None for each in picked], pa.float64()),
        "hours_alone": pa.array(alone, pa.float64()),
        "only_with_next": pa.array([each[1].with_next if each else None for each in picked], pa.bool_()),
        "homes_nearer": pa.array([each[1].homes if each else None for each in picked], pa.int32()),
    }


def _tell_json(plan: Plan, names: Sequence[str], homes: Features) -> None:
    told = {
        "picks": [
            {"name": names[each.candidate], "hours": each.hours, "hours_alone": each.hours_alone, "homes": each.homes,
             "only_with_next": each.with_next}
            for each in plan.picks
        ],
        "hours": plan.hours, "hours_by_the_other_model": plan.other_hours, "cost_yuan": plan.cost_yuan,
        "pairs": plan.pairs, "connected": plan.connected, "longest_h": plan.longest_h, "model": plan.model.value,
        "neighbours": plan.neighbours, "resolution_m": plan.resolution_m,
        "left_out": [homes.names()[n] for n in plan.left_out], "nowhere": [names[n] for n in plan.nowhere],
        "too_dear": [names[n] for n in plan.too_dear],
    }  # fmt: skip
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


def _tell(plan: Plan, names: Sequence[str], homes: Features, asked: Ground) -> None:
    if not plan.picks:
        asked.say(_NOTHING)
    else:
        words = _PLAN.filled(
            cost=f"{plan.cost_yuan:,.0f}", n=len(plan.picks), hours=f"{plan.hours:,.0f}", other=f"{plan.other_hours:,.0f}",
            connected=plan.connected,
        )  # fmt: skip
        asked.say(words)
    for nth, each in enumerate(plan.picks, start=1):
        words = _PICK.filled(
            nth=nth, name=names[each.candidate], hours=f"{each.hours:,.0f}", alone=f"{each.hours_alone:,.0f}",
            homes=each.homes, note=_WITH_NEXT if each.with_next else Words("", ""),
        )  # fmt: skip
        asked.say(words)
    asked.say(_COUNTED.filled(longest=f"{plan.longest_h:g}", pairs=plan.pairs))
    for words, numbers, of in (
        (_LEFT_OUT, plan.left_out, homes.names()), (_NOWHERE, plan.nowhere, names), (_DEAR, plan.too_dear, names),
    ):  # fmt: skip
        if numbers:
            asked.say(words.filled(names=", ".join(of[n] for n in numbers[:20])))
