SELECT CAST("household_no" AS BIGINT) AS "household_no",
CAST("account_no" AS BIGINT) AS "account_no",
CAST("period_end" AS DATE) AS "period_end",
CAST("heads" AS INTEGER) AS "heads",
CAST("line_fen" AS BIGINT) AS "line_fen",
CAST("lines" AS BIGINT) AS "lines",
CAST("lines_answered" AS BIGINT) AS "lines_answered",
CAST("claimed_head_fen" AS BIGINT) AS "claimed_head_fen",
CAST("low_head_fen" AS BIGINT) AS "low_head_fen",
CAST("high_head_fen" AS BIGINT) AS "high_head_fen"
FROM (
SELECT
  "t8"."household_no",
  "t8"."account_no",
  "t8"."period_end",
  "t8"."heads",
  "t8"."line_fen",
  "t8"."lines",
  "t8"."lines_recognised" + "t8"."lines_contested" AS "lines_answered",
  CASE
    WHEN "t8"."claimed_fen" < 0
    THEN -(
      CAST(FLOOR(
        (
          (
            ABS("t8"."claimed_fen") * 2
          ) + CAST("t8"."heads" AS BIGINT)
        ) / (
          NULLIF(CAST("t8"."heads" AS BIGINT) * 2, 0)
        )
      ) AS BIGINT)
    )
    ELSE CAST(FLOOR(
      (
        (
          ABS("t8"."claimed_fen") * 2
        ) + CAST("t8"."heads" AS BIGINT)
      ) / (
        NULLIF(CAST("t8"."heads" AS BIGINT) * 2, 0)
      )
    ) AS BIGINT)
  END AS "claimed_head_fen",
  CASE
    WHEN "t8"."low_fen" < 0
    THEN -(
      CAST(FLOOR(
        (
          (
            ABS("t8"."low_fen") * 2
          ) + CAST("t8"."heads" AS BIGINT)
        ) / (
          NULLIF(CAST("t8"."heads" AS BIGINT) * 2, 0)
        )
      ) AS BIGINT)
    )
    ELSE CAST(FLOOR(
      (
        (
          ABS("t8"."low_fen") * 2
        ) + CAST("t8"."heads" AS BIGINT)
      ) / (
        NULLIF(CAST("t8"."heads" AS BIGINT) * 2, 0)
      )
    ) AS BIGINT)
  END AS "low_head_fen",
  CASE
    WHEN "t8"."high_fen" < 0
    THEN -(
      CAST(FLOOR(
        (
          (
            ABS("t8"."high_fen") * 2
          ) + CAST("t8"."heads" AS BIGINT)
        ) / (
          NULLIF(CAST("t8"."heads" AS BIGINT) * 2, 0)
        )
      ) AS BIGINT)
    )
    ELSE CAST(FLOOR(
      (
        (
          ABS("t8"."high_fen") * 2
        ) + CAST("t8"."heads" AS BIGINT)
      ) / (
        NULLIF(CAST("t8"."heads" AS BIGINT) * 2, 0)
      )
    ) AS BIGINT)
  END AS "high_head_fen"
FROM (
  SELECT
    "t6"."account_no",
    "t6"."household_no",
    "t6"."heads",
    "t6"."reckoned_on",
    "t6"."rules_no",
    "t6"."line_fen",
    "t6"."is_reached",
    "t3"."claimed_fen",
    "t3"."low_fen",
    "t3"."high_fen",
    "t3"."own_low_fen",
    "t3"."own_high_fen",
    "t3"."rigid_claimed_fen",
    "t3"."rigid_low_fen",
    "t3"."rigid_high_fen",
    "t3"."lines",
    "t3"."lines_recognised",
    "t3"."lines_contested",
    "t3"."own_recognised",
    "t3"."own_contested",
    "t7"."period_end"
  FROM (
    SELECT
      *
    FROM "placed_accounts" AS "t0"
    WHERE
      "t0"."is_reached"
  ) AS "t6"
  INNER JOIN "account_totals" AS "t3"
    ON "t6"."account_no" = "t3"."account_no"
  INNER JOIN (
    SELECT
      "t2"."account_no",
      "t2"."period_end"
    FROM "accounts" AS "t2"
  ) AS "t7"
    ON "t6"."account_no" = "t7"."account_no"
) AS "t8"
) AS "made"
