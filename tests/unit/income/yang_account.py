"""Grandmother Yang's account: the 83-year-old for whom a helper had signed, with what she says herself."""

from xinlu.income.answers import Answer, AnsweredLine
from xinlu.income.kinds import kind
from xinlu.income.lines import reckon_line

HEADS = 3


def line(code, **said):
    return reckon_line(kind(code), **said)


def recognised(code, **said):
    return AnsweredLine(line(code, **said), Answer.RECOGNISED)


def contested(code, own_fen, **said):
    return AnsweredLine(line(code, **said), Answer.CONTESTED, own_fen)


def unanswered(code, **said):
    return AnsweredLine(line(code, **said), Answer.UNANSWERED)


def yang_account():
    return [
        recognised("rice", quantity_milli=900_000, price_fen=140),
        recognised("pig", quantity_milli=240_000, price_fen=850),
        contested("chicken", 72_000, quantity_milli=20_000, price_fen=6_000),
        recognised("casual_work", quantity_milli=24_000, price_fen=10_000),
        contested("children", 40_000, amount_fen=60_000),
        contested("kin", 0, amount_fen=90_000),
        recognised("forest_guard", quantity_milli=12_000, price_fen=80_000),
        recognised("land_rent", quantity_milli=1_400, price_fen=40_000),
        unanswered("farm_subsidy", amount_fen=31_200),
        recognised("pension", quantity_milli=12_000, price_fen=16_000),
        recognised("allowance", quantity_milli=12_000, price_fen=46_000),
        recognised("cost", amount_fen=143_000),
    ]
