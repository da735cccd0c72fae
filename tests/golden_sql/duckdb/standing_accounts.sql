SELECT CAST("household_no" AS BIGINT) AS "household_no",
CAST("account_no" AS BIGINT) AS "account_no",
CAST("reckoned_on" AS DATE) AS "reckoned_on",
CAST("heads" AS INTEGER) AS "heads",
CAST("line_fen" AS BIGINT) AS "line_fen",
CAST("claimed_fen" AS BIGINT) AS "claimed_fen",
CAST("low_fen" AS BIGINT) AS "low_fen",
CAST("high_fen" AS BIGINT) AS "high_fen",
CAST("own_low_fen" AS BIGINT) AS "own_low_fen",
CAST("own_high_fen" AS BIGINT) AS "own_high_fen",
CAST("rigid_claimed_fen" AS BIGINT) AS "rigid_claimed_fen",
CAST("rigid_low_fen" AS BIGINT) AS "rigid_low_fen",
CAST("rigid_high_fen" AS BIGINT) AS "rigid_high_fen",
CAST("tally" AS BIGINT) AS "tally",
CAST("own_tally" AS BIGINT) AS "own_tally"
FROM (
SELECT
  "t3"."household_no",
  "t4"."account_no",
  "t4"."reckoned_on",
  "t4"."heads",
  "t4"."line_fen",
  "t5"."claimed_fen",
  "t5"."low_fen",
  "t5"."high_fen",
  "t5"."own_low_fen",
  "t5"."own_high_fen",
  "t5"."rigid_claimed_fen",
  "t5"."rigid_low_fen",
  "t5"."rigid_high_fen",
  "t5"."tally",
  "t5"."own_tally"
FROM "latest_accounts" AS "t3"
INNER JOIN "placed_accounts" AS "t4"
  ON "t3"."latest_no" = "t4"."account_no"
INNER JOIN "account_sums" AS "t5"
  ON "t4"."account_no" = "t5"."account_no"
) AS "made"
