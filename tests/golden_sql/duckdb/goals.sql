SELECT CAST("household_no" AS BIGINT) AS "household_no",
CAST("goal_no" AS INTEGER) AS "goal_no",
CAST("written_on" AS DATE) AS "written_on",
CAST("due_on" AS DATE) AS "due_on",
CAST("own" AS BOOLEAN) AS "own",
CAST("grade" AS INTEGER) AS "grade"
FROM (
SELECT
  *
FROM "found_goals" AS "t0"
WHERE
  "t0"."household_no" IS NOT NULL
  AND "t0"."household_no" >= 0
  AND "t0"."goal_no" IS NOT NULL
  AND "t0"."goal_no" >= 1
  AND "t0"."written_on" IS NOT NULL
  AND "t0"."grade" IS NOT NULL
  AND "t0"."grade" >= 0
  AND "t0"."grade" <= 3
) AS "made"
