"""Policies as sourced rules: for each household which it is entitled to, why, why not, and what would change it. Pure.

What is known of a household is a *fact* (`facts.yaml`); what a place sets is a *parameter*; what must hold is a *clause*.
Truth has three values: a clause over something that nobody entered is neither yes nor no but *to be verified*.

A file of the catalogue (`catalogue/<subject>.yaml`) has two lists, either of which may be absent::

    parameters:
      - name: allowance_line_month_fen          # own to the whole catalogue; no fact is called so
        unit: fen                               # fen | percent | yes_no | day | person | year | month | days | litre | minute | metre
        label: {zh: 当地农村低保标准（每人每月）, en: "the local line of the subsistence allowance (a head and month)"}
        values:                                 # may be empty ([]): then every place is "to be verified"
          - value: 52000                        # fen; a day as 2025-12-31; yes_no as true or false
            place: "5226"                       # CN, or an area's code in quotes; the nearest that has a value counts
            from: 2026-01-01
            to: 2026-12-31                      # may be left out: open
            source: {zh: 文件或网页的名字, en: name of the document or page}
            url: https://...                    # may be left out
            seen_on: 2026-11-24
            standing: confirmed                 # confirmed | another_place | weak | lapsed: only `confirmed` counts;
                                                # the others are told as "known elsewhere"
    policies:
      - id: vocational_grant
        kind: policy                            # policy (may be left out) | guarantee ("secured / not / to be verified")
        name: {zh: 中职国家助学金, en: state grant for vocational pupils}
        short: {zh: 读中职的孩子，一年补一笔钱。, en: A yearly grant for a child in vocational school.}
        source: {zh: ..., en: ...}              # the document
        url: https://...                        # may be left out
        seen_on: 2026-11-24
        standing: confirmed                     # of the rule itself; what is not confirmed is told with the answer
        place: CN                               # the same id may stand again for a nearer place: the nearest one wins
        from: 2015-06-02
        to: 2025-12-31                          # may be left out
        worth: 10                               # 1-99, may be left out (50): less comes first among those to be told
        clauses:                                # all must hold
          - name: has_pupil
            says: {zh: 家里有人在读中职, en: somebody of the household is in vocational school}
            when_not: {zh: ..., en: ...}        # may be left out: the sentence for "does not hold", else made from `says`
            is: secondary_vocational_pupils >= 1
          - name: low_income
            says: {zh: "人均年收入在{allowance_line_fen}以下", en: "income a head is below {allowance_line_fen} a year"}
            is: income_per_head_fen < allowance_line_fen
        amount:                                 # may be left out (no money, or the rule names none)
          per: year                             # year | month | once | school_day | loan
          tiers:                                # the first whose `when` holds; an unknown `when` makes the amount unknown
            - when: income_per_head_fen < 1000000      # may be left out in the last
              each: grant_fen * secondary_vocational_pupils   # fen
              says: {zh: "每个学生一年{grant_fen}", en: "{grant_fen} a pupil and year"}
          at_most: grant_cap_fen                # may be left out; fen
        papers: [{zh: 户口簿, en: the household register}]
        where: {zh: 学校, en: the school}
        until: {zh: 每年九月底前, en: by the end of September}   # may be left out: told as "ask"
        excludes: [other_policy]                # may be left out; holds both ways
        question: {zh: ..., en: ...}            # asked back, to see whether it was understood
        answer: {zh: ..., en: ...}

In `says` and `when_not`, `{name}` of a fact or parameter is filled with the household's own value, unit included ("4,501元",
"C 级", "2人"); nothing else may stand in braces.

**Expressions** (`is`, `when`, `each`, `at_most`, and `who` in facts.yaml) are a small part of SQL, in lower case names:
AND OR NOT, = <> (or !=) < <= > >=, IN (...), BETWEEN ... AND ..., + - *, TRUE FALSE, whole numbers, 'codes', ( ).
No division, no function, no NULL. Money is in fen: 10,000 yuan is 1000000. A share is a parameter in percent:
`allowance_line_month_fen * support_percent` is that share, rounded to the fen. What is compared must be alike: money with
money, people with people; a plain number goes with any. A yes_no fact stands alone (`electricity`, `NOT has_car`).
A people fact ("number of members who ...") is compared with a number or a parameter only; in amounts it is a number.
`today` is the day for which the answer is asked.

**Facts** (`facts.yaml`) are three mappings from a name to what it is:

- `household:` and `members:` with `type` (yes_no | count | fen | code | day), for count a `unit` (person, year, month,
  days, litre, minute, metre), for code `codes` (a list of xinlu.practice.vocabulary, `household_status`, or a mapping
  code: {zh, en}), `label`, `from` (where it comes from), `asked` (how a helper finds it out), `changed_by` (household |
  office | nobody), for numbers `least`, `most` and `step` (1 may be left out).
- `people:` with `label` ("members who ..."), `who` (a clause over member facts), `asked`, `changed_by`.

A case file (`tests/policy/*.yaml`) is a list, read by `cases.py`::

    - name: {zh: 八十三岁的寡妇，养老金每月110元, en: "a widow of 83, pension 110 a month"}
      date: 2026-11-25
      places: ["52", "5226"]                    # from the top down; may be left out
      own: {allowance_line_month_fen: 52000}    # values the county entered; may be left out
      household: {income_per_head_fen: 132000, people: 1}     # what is not named is not known
      members:                                  # "all of them are listed" unless members_complete: false
        - {age: 83, sex: female}
      people: {grave_patients: 1}               # a people fact said outright, a number or [least, most]; may be left out
      expected:
        subsistence_allowance: {answer: entitled, amount_fen: null, clauses: {low_income: true}}
        #   answer: entitled | not_entitled | to_be_verified | not_in_force | secured | not_secured
        #   amount_fen: a number, or null for "unknown"; clauses: name: true | false | unknown; each may be left out
        #   says: {zh: [比标准高1元], en: [1 yuan over]}   # each must occur in what is told; may be left out
"""
