SELECT CAST("county_no" AS INTEGER) AS "county_no",
CAST("heads" AS INTEGER) AS "heads",
CAST("line_fen" AS BIGINT) AS "line_fen",
CAST("claimed_head_fen" AS BIGINT) AS "claimed_head_fen",
CAST("low_head_fen" AS BIGINT) AS "low_head_fen",
CAST("high_head_fen" AS BIGINT) AS "high_head_fen"
FROM (
SELECT
  "t0"."county_no",
  "t0"."heads",
  "t0"."line_fen",
  "t0"."claimed_head_fen",
  "t0"."low_head_fen",
  "t0"."high_head_fen"
FROM "placed_households" AS "t0"
WHERE
  "t0"."account_no" IS NOT NULL AND "t0"."claimed_head_fen" IS NOT NULL
) AS "made"
