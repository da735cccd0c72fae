SELECT CAST(`household_no` AS BIGINT) AS `household_no`,
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
  `t10`.`household_no`,
  0 + COALESCE(`t31`.`opened_3`, 0) + COALESCE(`t30`.`opened_4`, 0) + COALESCE(`t25`.`opened_5`, 0) AS `opened`,
  `t26`.`goal_0`,
  `t26`.`goal_1`,
  `t27`.`emotion_0`,
  `t27`.`emotion_1`,
  `t28`.`interest_0`,
  `t28`.`interest_1`,
  `t27`.`troubles_told`,
  `t27`.`last_visit_on`,
  `t8`.`before_head_fen`
FROM (
  SELECT
    `t0`.`household_no`
  FROM `households` AS `t0`
) AS `t10`
LEFT OUTER JOIN (
  SELECT
    `t14`.`household_no`,
    SUM(`t14`.`goal_0`) AS `goal_0`,
    SUM(`t14`.`goal_1`) AS `goal_1`
  FROM (
    SELECT
      `t2`.`household_no`,
      0 + CASE WHEN TRUE THEN 1 ELSE 0 END + CASE WHEN `t2`.`own` IS NOT NULL THEN 1048576 ELSE 0 END + CASE WHEN `t2`.`own` AND `t2`.`own` THEN 1099511627776 ELSE 0 END AS `goal_0`,
      0 + CASE WHEN `t2`.`own` AND (
        `t2`.`own` IS NULL
      ) THEN 1 ELSE 0 END + CASE
        WHEN (
          `t2`.`own` IS NOT NULL
        ) AND (
          `t2`.`grade` >= 2
        )
        THEN 1048576
        ELSE 0
      END + CASE
        WHEN `t2`.`own` AND `t2`.`own` AND (
          `t2`.`grade` >= 2
        )
        THEN 1099511627776
        ELSE 0
      END AS `goal_1`
    FROM `goals` AS `t2`
    WHERE
      `t2`.`written_on` <= MAKE_DATE(2026, 11, 25)
  ) AS `t14`
  GROUP BY
    1
) AS `t26`
  ON `t10`.`household_no` = `t26`.`household_no`
LEFT OUTER JOIN (
  SELECT
    `t15`.`household_no`,
    SUM(`t15`.`emotion_0`) AS `emotion_0`,
    SUM(`t15`.`emotion_1`) AS `emotion_1`,
    SUM(`t15`.`troubles_told`) AS `troubles_told`,
    MAX(`t15`.`last_visit_on`) AS `last_visit_on`
  FROM (
    SELECT
      `t3`.`household_no`,
      0 + CASE WHEN TRUE THEN 1 ELSE 0 END + CASE WHEN `t3`.`came` IS NOT NULL THEN 1048576 ELSE 0 END + CASE WHEN `t3`.`came` AND `t3`.`sat_down` THEN 1099511627776 ELSE 0 END AS `emotion_0`,
      0 + CASE WHEN `t3`.`came` AND (
        `t3`.`sat_down` IS NULL
      ) THEN 1 ELSE 0 END + CASE
        WHEN (
          `t3`.`came` IS NOT NULL
        ) AND (
          `t3`.`grade` >= 2
        )
        THEN 1048576
        ELSE 0
      END + CASE
        WHEN `t3`.`came` AND `t3`.`sat_down` AND (
          `t3`.`grade` >= 2
        )
        THEN 1099511627776
        ELSE 0
      END AS `emotion_1`,
      CAST(CASE
        WHEN (
          `t3`.`troubles` > 0
        )
        AND (
          `t3`.`began_on` > MAKE_DATE(2026, 9, 24)
        )
        AND COALESCE(`t3`.`came`, TRUE)
        THEN 1
        ELSE 0
      END AS INT) AS `troubles_told`,
      CASE WHEN COALESCE(`t3`.`came`, TRUE) THEN `t3`.`began_on` ELSE NULL END AS `last_visit_on`
    FROM `visits` AS `t3`
    WHERE
      `t3`.`began_on` <= MAKE_DATE(2026, 11, 25)
  ) AS `t15`
  GROUP BY
    1
) AS `t27`
  ON `t10`.`household_no` = `t27`.`household_no`
LEFT OUTER JOIN (
  SELECT
    `t16`.`household_no`,
    SUM(`t16`.`interest_0`) AS `interest_0`,
    SUM(`t16`.`interest_1`) AS `interest_1`
  FROM (
    SELECT
      `t4`.`household_no`,
      0 + CASE WHEN TRUE THEN 1 ELSE 0 END + CASE WHEN `t4`.`received` IS NOT NULL THEN 1048576 ELSE 0 END + CASE WHEN `t4`.`received` AND `t4`.`helped` THEN 1099511627776 ELSE 0 END AS `interest_0`,
      0 + CASE WHEN `t4`.`received` AND (
        `t4`.`helped` IS NULL
      ) THEN 1 ELSE 0 END + CASE
        WHEN (
          `t4`.`received` IS NOT NULL
        ) AND (
          `t4`.`grade` >= 2
        )
        THEN 1048576
        ELSE 0
      END + CASE
        WHEN `t4`.`received` AND `t4`.`helped` AND (
          `t4`.`grade` >= 2
        )
        THEN 1099511627776
        ELSE 0
      END AS `interest_1`
    FROM `benefits` AS `t4`
    WHERE
      (
        `t4`.`paid_on` IS NULL
      ) OR (
        `t4`.`paid_on` <= MAKE_DATE(2026, 11, 25)
      )
  ) AS `t16`
  GROUP BY
    1
) AS `t28`
  ON `t10`.`household_no` = `t28`.`household_no`
LEFT OUTER JOIN (
  SELECT
    `t19`.`household_no`,
    `t19`.`opened` AS `opened_3`
  FROM (
    SELECT
      `t13`.`household_no`,
      SUM(`t13`.`opened`) AS `opened`
    FROM (
      SELECT
        `t5`.`household_no`,
        CAST(CASE
          WHEN COALESCE(
            (
              `t5`.`settled_on` <= MAKE_DATE(2026, 11, 25)
            )
            AND COALESCE(`t5`.`settled_recognised`, TRUE),
            FALSE
          )
          THEN 0
          ELSE 1
        END AS BIGINT) AS `opened`
      FROM `needs` AS `t5`
      WHERE
        `t5`.`raised_on` <= MAKE_DATE(2026, 11, 25)
    ) AS `t13`
    GROUP BY
      1
  ) AS `t19`
) AS `t31`
  ON `t10`.`household_no` = `t31`.`household_no`
LEFT OUTER JOIN (
  SELECT
    `t18`.`household_no`,
    `t18`.`opened` AS `opened_4`
  FROM (
    SELECT
      `t12`.`household_no`,
      SUM(`t12`.`opened`) AS `opened`
    FROM (
      SELECT
        `t6`.`household_no`,
        CAST(CASE
          WHEN COALESCE(`t6`.`answered_on` <= MAKE_DATE(2026, 11, 25), FALSE)
          THEN 0
          ELSE 1048576
        END AS BIGINT) AS `opened`
      FROM `calls` AS `t6`
      WHERE
        `t6`.`kind` = 'declaration' AND `t6`.`made_on` <= MAKE_DATE(2026, 11, 25)
    ) AS `t12`
    GROUP BY
      1
  ) AS `t18`
) AS `t30`
  ON `t10`.`household_no` = `t30`.`household_no`
LEFT OUTER JOIN (
  SELECT
    `t17`.`household_no`,
    `t17`.`opened` AS `opened_5`
  FROM (
    SELECT
      `t11`.`household_no`,
      SUM(`t11`.`opened`) AS `opened`
    FROM (
      SELECT
        `t7`.`household_no`,
        CASE
          WHEN COALESCE(`t7`.`settled_on` <= MAKE_DATE(2026, 11, 25), FALSE)
          THEN 0
          ELSE 1099511627776
        END AS `opened`
      FROM `findings` AS `t7`
      WHERE
        `t7`.`found_on` <= MAKE_DATE(2026, 11, 25)
    ) AS `t11`
    GROUP BY
      1
  ) AS `t17`
) AS `t25`
  ON `t10`.`household_no` = `t25`.`household_no`
LEFT OUTER JOIN `accounts_before` AS `t8`
  ON `t10`.`household_no` = `t8`.`household_no`
) AS `made`
