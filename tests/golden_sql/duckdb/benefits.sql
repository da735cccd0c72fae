SELECT CAST("household_no" AS BIGINT) AS "household_no",
CAST("benefit_no" AS INTEGER) AS "benefit_no",
CAST("policy" AS VARCHAR) AS "policy",
CAST("amount_fen" AS BIGINT) AS "amount_fen",
CAST("paid_on" AS DATE) AS "paid_on",
CAST("received" AS BOOLEAN) AS "received",
CAST("helped" AS BOOLEAN) AS "helped",
CAST("grade" AS INTEGER) AS "grade"
FROM (
SELECT
  *
FROM "found_benefits" AS "t0"
WHERE
  "t0"."household_no" IS NOT NULL
  AND "t0"."household_no" >= 0
  AND "t0"."benefit_no" IS NOT NULL
  AND "t0"."benefit_no" >= 1
  AND "t0"."policy" IS NOT NULL
  AND (
    (
      "t0"."amount_fen" IS NULL
    ) OR (
      "t0"."amount_fen" >= 0
    )
  )
  AND "t0"."grade" IS NOT NULL
  AND "t0"."grade" >= 0
  AND "t0"."grade" <= 3
) AS "made"
