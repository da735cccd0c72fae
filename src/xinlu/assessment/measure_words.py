"""What each measure is called in Chinese and in English, where results are told."""

from __future__ import annotations

from types import MappingProxyType

from xinlu.kernel.words import Words

MEASURES = MappingProxyType(
    {
        "rows": Words("行数", "Rows"),
        "rows_left_out": Words("没法算进去的行", "Rows left out of everything"),
        "rows_not_positive": Words("收入为 0 或负的行", "Rows with income of 0 or below"),
        "people": Words("人数（加权）", "People (weighted)"),
        "people_positive": Words("收入大于 0 的人数（加权）", "People with income above 0 (weighted)"),
        "poor": Words("贫困人数（加权）", "Poor people (weighted)"),
        "line": Words("贫困线", "Poverty line"),
        "headcount": Words("贫困发生率 FGT0", "Headcount ratio, FGT(0)"),
        "poverty_gap": Words("贫困深度 FGT1", "Poverty gap index, FGT(1)"),
        "severity": Words("贫困强度 FGT2", "Squared poverty gap, FGT(2)"),
        "watts": Words("沃茨指数", "Watts index"),
        "median_gap": Words("相对中位贫困差距", "Relative median poverty gap"),
        "missing_to_line": Words("全部补到线上还差", "Missing to the line, in all"),
        "mean": Words("平均收入", "Mean income"),
        "mean_positive": Words("大于 0 的收入的平均", "Mean of incomes above 0"),
        "median": Words("中位收入", "Median income"),
        "gini": Words("基尼系数", "Gini coefficient"),
        "theil": Words("泰尔指数 T", "Theil T, GE(1)"),
        "mean_log_deviation": Words("平均对数离差", "Mean log deviation, GE(0)"),
        "atkinson_0_5": Words("阿特金森指数 ε=0.5", "Atkinson, ε = 0.5"),
        "atkinson_1": Words("阿特金森指数 ε=1", "Atkinson, ε = 1"),
        "atkinson_2": Words("阿特金森指数 ε=2", "Atkinson, ε = 2"),
        "quintile_share_ratio": Words("收入五等分比 S80/S20", "Quintile share ratio S80/S20"),
        "share_of_people": Words("占全部人口", "Share of all people"),
        "share_of_poor": Words("占全部贫困人口", "Share of all poor people"),
        "share_of_m0": Words("占全部 M0", "Share of all M0"),
        "h": Words("多维贫困发生率 H", "Multidimensional headcount ratio, H"),
        "a": Words("平均剥夺份额 A", "Intensity, A"),
        "m0": Words("多维贫困指数 M0", "Adjusted headcount ratio, M0"),
        "h_se": Words("H 的标准误", "Standard error of H"),
        "a_se": Words("A 的标准误", "Standard error of A"),
        "m0_se": Words("M0 的标准误", "Standard error of M0"),
        "strata": Words("层数", "Strata"),
        "strata_of_one": Words("只有一个群的层", "Strata with one cluster"),
        "clusters": Words("群数", "Clusters"),
        "theil_within": Words("泰尔指数：组内", "Theil T within groups"),
        "theil_between": Words("泰尔指数：组间", "Theil T between groups"),
        "mean_log_deviation_within": Words("平均对数离差：组内", "Mean log deviation within groups"),
        "mean_log_deviation_between": Words("平均对数离差：组间", "Mean log deviation between groups"),
    }
)


def called(name: str) -> Words:
    """The measure's name in both languages; an Atkinson of another aversion, or the bare name where there is none."""
    if name in MEASURES:
        return MEASURES[name]
    if name.startswith("atkinson_"):
        aversion = name.removeprefix("atkinson_").replace("_", ".")
        return Words(f"阿特金森指数 ε={aversion}", f"Atkinson, ε = {aversion}")
    return Words(name, name)
