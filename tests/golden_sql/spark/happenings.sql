SELECT CAST(`household_no` AS BIGINT) AS `household_no`,
CAST(`area_code` AS STRING) AS `area_code`,
CAST(`helper_no` AS BIGINT) AS `helper_no`,
CAST(`people` AS INT) AS `people`,
CAST(`status` AS STRING) AS `status`,
CAST(`status_since` AS DATE) AS `status_since`,
CAST(`status_recognised` AS BOOLEAN) AS `status_recognised`,
CAST(`was_registered` AS BOOLEAN) AS `was_registered`,
CAST(`goal_0` AS BIGINT) AS `goal_0`,
CAST(`goal_1` AS BIGINT) AS `goal_1`,
CAST(`emotion_0` AS BIGINT) AS `emotion_0`,
CAST(`emotion_1` AS BIGINT) AS `emotion_1`,
CAST(`interest_0` AS BIGINT) AS `interest_0`,
CAST(`interest_1` AS BIGINT) AS `interest_1`,
CAST(`opened` AS BIGINT) AS `opened`,
CAST(`troubles_told` AS INT) AS `troubles_told`,
CAST(`last_visit_on` AS DATE) AS `last_visit_on`,
CAST(`before_head_fen` AS BIGINT) AS `before_head_fen`
FROM (
SELECT
  `t8`.`household_no`,
  `t8`.`area_code`,
  `t8`.`helper_no`,
  `t8`.`people`,
  `t8`.`status`,
  `t8`.`status_since`,
  `t8`.`status_recognised`,
  `t8`.`was_registered`,
  `t22`.`goal_0`,
  `t22`.`goal_1`,
  `t23`.`emotion_0`,
  `t23`.`emotion_1`,
  `t24`.`interest_0`,
  `t24`.`interest_1`,
  `t26`.`opened`,
  `t23`.`troubles_told`,
  `t23`.`last_visit_on`,
  `t26`.`before_head_fen`
FROM `households` AS `t8`
LEFT OUTER JOIN (
  SELECT
    `t14`.`household_no`,
    SUM(`t14`.`goal_0`) AS `goal_0`,
    SUM(`t14`.`goal_1`) AS `goal_1`
  FROM (
    SELECT
      `t1`.`household_no`,
      0 + CASE WHEN TRUE THEN 1 ELSE 0 END + CASE WHEN `t1`.`own` IS NOT NULL THEN 1048576 ELSE 0 END + CASE WHEN `t1`.`own` AND `t1`.`own` THEN 1099511627776 ELSE 0 END AS `goal_0`,
      0 + CASE WHEN `t1`.`own` AND (
        `t1`.`own` IS NULL
      ) THEN 1 ELSE 0 END + CASE
        WHEN (
          `t1`.`own` IS NOT NULL
        ) AND (
          `t1`.`grade` >= 2
        )
        THEN 1048576
        ELSE 0
      END + CASE
        WHEN `t1`.`own` AND `t1`.`own` AND (
          `t1`.`grade` >= 2
        )
        THEN 1099511627776
        ELSE 0
      END AS `goal_1`
    FROM `goals` AS `t1`
    WHERE
      `t1`.`written_on` <= MAKE_DATE(2026, 11, 25)
  ) AS `t14`
  GROUP BY
    1
) AS `t22`
  ON `t8`.`household_no` = `t22`.`household_no`
LEFT OUTER JOIN (
  SELECT
    `t15`.`household_no`,
    SUM(`t15`.`emotion_0`) AS `emotion_0`,
    SUM(`t15`.`emotion_1`) AS `emotion_1`,
    SUM(`t15`.`troubles_told`) AS `troubles_told`,
    MAX(`t15`.`last_visit_on`) AS `last_visit_on`
  FROM (
    SELECT
      `t2`.`household_no`,
      0 + CASE WHEN TRUE THEN 1 ELSE 0 END + CASE WHEN `t2`.`came` IS NOT NULL THEN 1048576 ELSE 0 END + CASE WHEN `t2`.`came` AND `t2`.`sat_down` THEN 1099511627776 ELSE 0 END AS `emotion_0`,
      0 + CASE WHEN `t2`.`came` AND (
        `t2`.`sat_down` IS NULL
      ) THEN 1 ELSE 0 END + CASE
        WHEN (
          `t2`.`came` IS NOT NULL
        ) AND (
          `t2`.`grade` >= 2
        )
        THEN 1048576
        ELSE 0
      END + CASE
        WHEN `t2`.`came` AND `t2`.`sat_down` AND (
          `t2`.`grade` >= 2
        )
        THEN 1099511627776
        ELSE 0
      END AS `emotion_1`,
      CAST(CASE
        WHEN (
          `t2`.`troubles` > 0
        )
        AND (
          `t2`.`began_on` > MAKE_DATE(2026, 9, 24)
        )
        AND COALESCE(`t2`.`came`, TRUE)
        THEN 1
        ELSE 0
      END AS INT) AS `troubles_told`,
      CASE WHEN COALESCE(`t2`.`came`, TRUE) THEN `t2`.`began_on` ELSE NULL END AS `last_visit_on`
    FROM `visits` AS `t2`
    WHERE
      `t2`.`began_on` <= MAKE_DATE(2026, 11, 25)
  ) AS `t15`
  GROUP BY
    1
) AS `t23`
  ON `t8`.`household_no` = `t23`.`household_no`
LEFT OUTER JOIN (
  SELECT
    `t16`.`household_no`,
    SUM(`t16`.`interest_0`) AS `interest_0`,
    SUM(`t16`.`interest_1`) AS `interest_1`
  FROM (
    SELECT
      `t3`.`household_no`,
      0 + CASE WHEN TRUE THEN 1 ELSE 0 END + CASE WHEN `t3`.`received` IS NOT NULL THEN 1048576 ELSE 0 END + CASE WHEN `t3`.`received` AND `t3`.`helped` THEN 1099511627776 ELSE 0 END AS `interest_0`,
      0 + CASE WHEN `t3`.`received` AND (
        `t3`.`helped` IS NULL
      ) THEN 1 ELSE 0 END + CASE
        WHEN (
          `t3`.`received` IS NOT NULL
        ) AND (
          `t3`.`grade` >= 2
        )
        THEN 1048576
        ELSE 0
      END + CASE
        WHEN `t3`.`received` AND `t3`.`helped` AND (
          `t3`.`grade` >= 2
        )
        THEN 1099511627776
        ELSE 0
      END AS `interest_1`
    FROM `benefits` AS `t3`
    WHERE
      (
        `t3`.`paid_on` IS NULL
      ) OR (
        `t3`.`paid_on` <= MAKE_DATE(2026, 11, 25)
      )
  ) AS `t16`
  GROUP BY
    1
) AS `t24`
  ON `t8`.`household_no` = `t24`.`household_no`
LEFT OUTER JOIN (
  SELECT
    `t18`.`household_no`,
    SUM(`t18`.`opened`) AS `opened`,
    SUM(`t18`.`before_head_fen`) AS `before_head_fen`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t4`.`household_no`,
          CAST(CASE
            WHEN COALESCE(
              (
                `t4`.`settled_on` <= MAKE_DATE(2026, 11, 25)
              )
              AND COALESCE(`t4`.`settled_recognised`, TRUE),
              FALSE
            )
            THEN 0
            ELSE 1
          END AS BIGINT) AS `opened`,
          CAST(NULL AS BIGINT) AS `before_head_fen`
        FROM `needs` AS `t4`
        WHERE
          `t4`.`raised_on` <= MAKE_DATE(2026, 11, 25)
      ) AS `t13`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t5`.`household_no`,
          CAST(CASE
            WHEN COALESCE(`t5`.`answered_on` <= MAKE_DATE(2026, 11, 25), FALSE)
            THEN 0
            ELSE 1048576
          END AS BIGINT) AS `opened`,
          CAST(NULL AS BIGINT) AS `before_head_fen`
        FROM `calls` AS `t5`
        WHERE
          `t5`.`kind` = 'declaration' AND `t5`.`made_on` <= MAKE_DATE(2026, 11, 25)
      ) AS `t11`
    ) AS `t17`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t6`.`household_no`,
          CASE
            WHEN COALESCE(`t6`.`settled_on` <= MAKE_DATE(2026, 11, 25), FALSE)
            THEN 0
            ELSE 1099511627776
          END AS `opened`,
          CAST(NULL AS BIGINT) AS `before_head_fen`
        FROM `findings` AS `t6`
        WHERE
          `t6`.`found_on` <= MAKE_DATE(2026, 11, 25)
      ) AS `t10`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t7`.`household_no`,
          CAST(NULL AS BIGINT) AS `opened`,
          `t7`.`before_head_fen`
        FROM `accounts_before` AS `t7`
      ) AS `t9`
    ) AS `t12`
  ) AS `t18`
  GROUP BY
    1
) AS `t26`
  ON `t8`.`household_no` = `t26`.`household_no`
) AS `made`
