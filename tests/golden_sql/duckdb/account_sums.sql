SELECT CAST("account_no" AS BIGINT) AS "account_no",
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
  "t11"."account_no",
  SUM("t11"."counts" * "t11"."net") AS "claimed_fen",
  SUM("t11"."counts" * "t11"."low") AS "low_fen",
  SUM("t11"."counts" * "t11"."high") AS "high_fen",
  SUM("t11"."counts" * "t11"."own_low") AS "own_low_fen",
  SUM("t11"."counts" * "t11"."own_high") AS "own_high_fen",
  SUM("t11"."is_rigid" * -(
    "t11"."net"
  )) AS "rigid_claimed_fen",
  SUM("t11"."is_rigid" * -(
    "t11"."high"
  )) AS "rigid_low_fen",
  SUM("t11"."is_rigid" * -(
    "t11"."low"
  )) AS "rigid_high_fen",
  SUM("t11"."tally") AS "tally",
  SUM("t11"."own_tally") AS "own_tally"
FROM (
  SELECT
    "t10"."household_no",
    "t10"."account_no",
    "t10"."line_no",
    "t10"."kind_no",
    "t10"."income_fen",
    "t10"."cost_fen",
    "t10"."answer",
    "t10"."own_fen",
    "t10"."grade",
    "t10"."answered_on",
    "t10"."rules_no",
    "t10"."line_weight_no",
    "t10"."net",
    "t10"."own",
    "t10"."weight_no",
    "t10"."counts",
    "t10"."is_rigid",
    "t10"."is_recognised",
    "t10"."is_own",
    "t10"."is_open",
    "t10"."by_own_word",
    "t10"."is_open_to_own",
    "t10"."tally",
    "t10"."own_tally",
    (
      "t10"."is_recognised" * "t10"."net"
    ) + (
      "t10"."is_own" * "t10"."own"
    ) AS "settled",
    (
      (
        "t10"."is_recognised" * "t10"."net"
      ) + (
        "t10"."is_own" * "t10"."own"
      )
    ) - (
      "t10"."is_open" * "t10"."cost_fen"
    ) AS "low",
    (
      "t10"."is_recognised" * "t10"."net"
    ) + (
      "t10"."is_own" * "t10"."own"
    ) + (
      "t10"."is_open" * "t10"."income_fen"
    ) AS "high",
    (
      "t10"."by_own_word" * (
        (
          "t10"."is_recognised" * "t10"."net"
        ) + (
          "t10"."is_own" * "t10"."own"
        )
      )
    ) - (
      "t10"."is_open_to_own" * "t10"."cost_fen"
    ) AS "own_low",
    (
      "t10"."by_own_word" * (
        (
          "t10"."is_recognised" * "t10"."net"
        ) + (
          "t10"."is_own" * "t10"."own"
        )
      )
    ) + (
      "t10"."is_open_to_own" * "t10"."income_fen"
    ) AS "own_high"
  FROM (
    SELECT
      "t9"."household_no",
      "t9"."account_no",
      "t9"."line_no",
      "t9"."kind_no",
      "t9"."income_fen",
      "t9"."cost_fen",
      "t9"."answer",
      "t9"."own_fen",
      "t9"."grade",
      "t9"."answered_on",
      "t9"."rules_no",
      "t9"."line_weight_no",
      "t9"."net",
      "t9"."own",
      "t3"."weight_no",
      "t3"."counts",
      "t3"."is_rigid",
      "t3"."is_recognised",
      "t3"."is_own",
      "t3"."is_open",
      "t3"."by_own_word",
      "t3"."is_open_to_own",
      "t3"."tally",
      "t3"."own_tally"
    FROM (
      SELECT
        "t7"."household_no",
        "t7"."account_no",
        "t7"."line_no",
        "t7"."kind_no",
        "t7"."income_fen",
        "t7"."cost_fen",
        "t7"."answer",
        "t7"."own_fen",
        "t7"."grade",
        "t7"."answered_on",
        "t7"."rules_no",
        (
          (
            "t7"."rules_no" + "t7"."kind_no"
          ) * 24
        ) + CASE
          WHEN "t7"."answered_on" > MAKE_DATE(2026, 11, 25)
          THEN 0
          ELSE (
            "t7"."answer" * 8
          ) + (
            "t7"."grade" * 2
          ) + CAST("t7"."own_fen" IS NOT NULL AS INT)
        END AS "line_weight_no",
        "t7"."income_fen" - "t7"."cost_fen" AS "net",
        COALESCE("t7"."own_fen", 0) AS "own"
      FROM (
        SELECT
          "t4"."household_no",
          "t4"."account_no",
          "t4"."line_no",
          "t4"."kind_no",
          "t4"."income_fen",
          "t4"."cost_fen",
          "t4"."answer",
          "t4"."own_fen",
          "t4"."grade",
          "t4"."answered_on",
          "t6"."rules_no"
        FROM "income_lines" AS "t4"
        INNER JOIN (
          SELECT
            "t2"."account_no",
            "t2"."rules_no"
          FROM "placed_accounts" AS "t2"
        ) AS "t6"
          ON "t4"."account_no" = "t6"."account_no"
      ) AS "t7"
    ) AS "t9"
    INNER JOIN "line_weights" AS "t3"
      ON "t3"."weight_no" = "t9"."line_weight_no"
  ) AS "t10"
) AS "t11"
GROUP BY
  1
) AS "made"
