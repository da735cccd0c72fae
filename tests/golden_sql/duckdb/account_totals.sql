SELECT CAST("account_no" AS BIGINT) AS "account_no",
CAST("lines" AS BIGINT) AS "lines",
CAST("claimed_fen" AS BIGINT) AS "claimed_fen",
CAST("low_fen" AS BIGINT) AS "low_fen",
CAST("high_fen" AS BIGINT) AS "high_fen",
CAST("own_low_fen" AS BIGINT) AS "own_low_fen",
CAST("own_high_fen" AS BIGINT) AS "own_high_fen",
CAST("rigid_claimed_fen" AS BIGINT) AS "rigid_claimed_fen",
CAST("rigid_low_fen" AS BIGINT) AS "rigid_low_fen",
CAST("rigid_high_fen" AS BIGINT) AS "rigid_high_fen",
CAST("lines_recognised" AS BIGINT) AS "lines_recognised",
CAST("lines_contested" AS BIGINT) AS "lines_contested",
CAST("own_recognised" AS BIGINT) AS "own_recognised",
CAST("own_contested" AS BIGINT) AS "own_contested"
FROM (
SELECT
  "t7"."account_no",
  COUNT(*) AS "lines",
  SUM("t7"."income" - "t7"."cost") AS "claimed_fen",
  SUM(COALESCE("t7"."settled", -(
    "t7"."cost"
  ))) AS "low_fen",
  SUM(COALESCE("t7"."settled", "t7"."income")) AS "high_fen",
  SUM(
    COALESCE(CASE WHEN "t7"."grade" >= 2 THEN "t7"."settled" ELSE NULL END, -(
      "t7"."cost"
    ))
  ) AS "own_low_fen",
  SUM(
    COALESCE(CASE WHEN "t7"."grade" >= 2 THEN "t7"."settled" ELSE NULL END, "t7"."income")
  ) AS "own_high_fen",
  SUM("t7"."spent") AS "rigid_claimed_fen",
  SUM("t7"."spent_least") AS "rigid_low_fen",
  SUM("t7"."spent_most") AS "rigid_high_fen",
  COUNT(CASE WHEN "t7"."answer" = 1 THEN 1 ELSE NULL END) AS "lines_recognised",
  COUNT(CASE WHEN "t7"."answer" = 2 THEN 1 ELSE NULL END) AS "lines_contested",
  COUNT(
    CASE WHEN (
      "t7"."answer" = 1
    ) AND (
      "t7"."grade" >= 2
    ) THEN 1 ELSE NULL END
  ) AS "own_recognised",
  COUNT(
    CASE WHEN (
      "t7"."answer" = 2
    ) AND (
      "t7"."grade" >= 2
    ) THEN 1 ELSE NULL END
  ) AS "own_contested"
FROM (
  SELECT
    "t3"."account_no",
    "t3"."answer",
    "t3"."grade",
    "t3"."income_fen" * "t4"."counts" AS "income",
    "t3"."cost_fen" * "t4"."counts" AS "cost",
    CASE
      WHEN "t3"."answer" = 1
      THEN (
        "t3"."income_fen" * "t4"."counts"
      ) - (
        "t3"."cost_fen" * "t4"."counts"
      )
      WHEN "t3"."answer" = 2
      THEN "t3"."own_fen" * "t4"."counts"
      ELSE NULL
    END AS "settled",
    CASE WHEN "t4"."is_rigid" THEN "t3"."cost_fen" - "t3"."income_fen" ELSE 0 END AS "spent",
    CASE
      WHEN "t4"."is_rigid"
      THEN COALESCE(
        CASE
          WHEN "t3"."answer" = 1
          THEN "t3"."cost_fen" - "t3"."income_fen"
          WHEN "t3"."answer" = 2
          THEN -(
            "t3"."own_fen"
          )
          ELSE NULL
        END,
        -(
          "t3"."income_fen"
        )
      )
      ELSE 0
    END AS "spent_least",
    CASE
      WHEN "t4"."is_rigid"
      THEN COALESCE(
        CASE
          WHEN "t3"."answer" = 1
          THEN "t3"."cost_fen" - "t3"."income_fen"
          WHEN "t3"."answer" = 2
          THEN -(
            "t3"."own_fen"
          )
          ELSE NULL
        END,
        "t3"."cost_fen"
      )
      ELSE 0
    END AS "spent_most"
  FROM "income_lines" AS "t3"
  INNER JOIN (
    SELECT
      "t2"."account_no",
      "t2"."rules_no"
    FROM "placed_accounts" AS "t2"
  ) AS "t6"
    ON "t3"."account_no" = "t6"."account_no"
  INNER JOIN "rulings" AS "t4"
    ON "t4"."ruling_no" = (
      "t6"."rules_no" + "t3"."kind_no"
    )
) AS "t7"
GROUP BY
  1
) AS "made"
