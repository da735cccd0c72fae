SELECT CAST("household_no" AS BIGINT) AS "household_no",
CAST("finding_no" AS INTEGER) AS "finding_no",
CAST("topic" AS VARCHAR) AS "topic",
CAST("found_on" AS DATE) AS "found_on",
CAST("settled_on" AS DATE) AS "settled_on"
FROM (
SELECT
  *
FROM "found_findings" AS "t0"
WHERE
  "t0"."household_no" IS NOT NULL
  AND "t0"."household_no" >= 0
  AND "t0"."finding_no" IS NOT NULL
  AND "t0"."finding_no" >= 1
  AND "t0"."topic" IS NOT NULL
  AND "t0"."found_on" IS NOT NULL
) AS "made"
