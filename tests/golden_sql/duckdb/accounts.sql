SELECT CAST("household_no" AS BIGINT) AS "household_no",
CAST("account_no" AS BIGINT) AS "account_no",
CAST("period_end" AS DATE) AS "period_end",
CAST("reckoned_on" AS DATE) AS "reckoned_on",
CAST("heads" AS INTEGER) AS "heads"
FROM (
SELECT
  *
FROM "found_accounts" AS "t0"
WHERE
  "t0"."household_no" IS NOT NULL
  AND "t0"."household_no" >= 0
  AND "t0"."account_no" IS NOT NULL
  AND "t0"."account_no" >= 0
  AND "t0"."period_end" IS NOT NULL
  AND "t0"."reckoned_on" IS NOT NULL
  AND "t0"."heads" IS NOT NULL
  AND "t0"."heads" >= 1
  AND "t0"."heads" <= 99
) AS "made"
