SELECT CAST("account_no" AS BIGINT) AS "account_no",
CAST("household_no" AS BIGINT) AS "household_no",
CAST("heads" AS INTEGER) AS "heads",
CAST("reckoned_on" AS DATE) AS "reckoned_on",
CAST("rules_no" AS INTEGER) AS "rules_no",
CAST("line_fen" AS BIGINT) AS "line_fen",
CAST("is_reached" AS BOOLEAN) AS "is_reached"
FROM (
SELECT
  "t12"."account_no",
  "t12"."household_no",
  "t12"."heads",
  "t12"."reckoned_on",
  "t12"."rules_no",
  "t12"."line_fen",
  "t12"."reckoned_on" <= MAKE_DATE(2026, 11, 25) AS "is_reached"
FROM (
  SELECT
    "t5"."household_no",
    "t5"."account_no",
    "t5"."period_end",
    "t5"."reckoned_on",
    "t5"."heads",
    "t11"."book_no",
    "t6"."rules_no",
    "t7"."line_fen"
  FROM "accounts" AS "t5"
  INNER JOIN (
    SELECT
      "t8"."household_no",
      "t9"."book_no"
    FROM "households" AS "t8"
    LEFT OUTER JOIN "place_books" AS "t9"
      ON "t8"."area_code" = "t9"."area_code"
  ) AS "t11"
    ON "t5"."household_no" = "t11"."household_no"
  LEFT OUTER JOIN "rule_days" AS "t6"
    ON "t11"."book_no" = "t6"."book_no"
    AND "t5"."reckoned_on" >= "t6"."from_day"
    AND "t5"."reckoned_on" <= "t6"."to_day"
  LEFT OUTER JOIN "line_days" AS "t7"
    ON "t11"."book_no" = "t7"."book_no"
    AND "t5"."period_end" >= "t7"."from_day"
    AND "t5"."period_end" <= "t7"."to_day"
) AS "t12"
) AS "made"
