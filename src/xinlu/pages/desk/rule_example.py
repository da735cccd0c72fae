"""The example from which a county starts a rule of its own."""

from __future__ import annotations

from xinlu.kernel.words import Words

TEXT = """\
policies:
  - id: river_water_aid              # <id>
    name: {zh: 喝河水户水费补贴, en: water aid for households on river water}
    short: {zh: 用河水的户，一年补120元。, en: "Households on river water get 120 yuan a year."}
    source: {zh: 县政府办〔2026〕3号, en: "county office, 2026 no. 3"}
    seen_on: 2026-11-20              # <seen_on>
    standing: confirmed              # <standing>
    place: "<code>"
    from: 2026-01-01                 # <from>
    clauses:                         # <clauses>
      - name: river_water
        says: {zh: 家里喝河水, en: the household drinks river water}
        is: water = 'river'          # <is>
    amount:
      per: year                      # <per>
      tiers:
        - each: 12000                # <each>
          says: {zh: 一户一年120元, en: 120 yuan a household and year}
    papers:
      - {zh: 户口簿, en: the household register}
    where: {zh: 村委会, en: the village office}
"""
NOTES = {
    "id": Words("起个名字，只用 a-z、0-9 和 _", "a name of its own: a-z, 0-9 and _"),
    "seen_on": Words("哪天看到文件的", "the day on which the document was seen"),
    "standing": Words(
        "confirmed 有正式文件，another_place 别处的，weak 没见到正式文件，lapsed 过期了",
        "confirmed | another_place | weak | lapsed",
    ),
    "from": Words("从哪天起；有期限的再加一行 to:", "the first day; add a line `to:` for the last"),
    "clauses": Words("条条都要够", "all of them must hold"),
    "is": Words("能写的名字列在下面", "the names that can stand here are listed below"),
    "per": Words(
        "year 一年，month 每月，once 一次，school_day 每个上学日，loan 贷款", "year | month | once | school_day | loan"
    ),
    "each": Words("按分写：12000 就是 120 元", "in fen: 12000 is 120 yuan"),
}


def example(code: str, language: str) -> str:
    """The example for the place of that code, with its notes in the language."""
    text = TEXT.replace("<code>", code)
    for name, words in NOTES.items():
        text = text.replace(f"<{name}>", words.said(language))
    return text
