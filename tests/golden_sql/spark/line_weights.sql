SELECT CAST(`weight_no` AS INT) AS `weight_no`,
CAST(`counts` AS BIGINT) AS `counts`,
CAST(`is_rigid` AS BIGINT) AS `is_rigid`,
CAST(`is_recognised` AS BIGINT) AS `is_recognised`,
CAST(`is_own` AS BIGINT) AS `is_own`,
CAST(`is_open` AS BIGINT) AS `is_open`,
CAST(`by_own_word` AS BIGINT) AS `by_own_word`,
CAST(`is_open_to_own` AS BIGINT) AS `is_open_to_own`,
CAST(`tally` AS BIGINT) AS `tally`,
CAST(`own_tally` AS BIGINT) AS `own_tally`
FROM (
SELECT
  (
    `t2`.`ruling_no` * 24
  ) + `t3`.`answer_no` AS `weight_no`,
  `t2`.`counts`,
  CASE WHEN `t2`.`is_rigid` THEN 1 ELSE 0 END AS `is_rigid`,
  CASE WHEN `t3`.`answer` = 1 THEN 1 ELSE 0 END AS `is_recognised`,
  CASE WHEN (
    `t3`.`answer` = 2
  ) AND `t3`.`has_own` THEN 1 ELSE 0 END AS `is_own`,
  CASE
    WHEN NOT (
      (
        `t3`.`answer` = 1
      ) OR (
        (
          `t3`.`answer` = 2
        ) AND `t3`.`has_own`
      )
    )
    THEN 1
    ELSE 0
  END AS `is_open`,
  CASE WHEN `t3`.`grade` >= 2 THEN 1 ELSE 0 END AS `by_own_word`,
  CASE
    WHEN NOT (
      (
        `t3`.`answer` = 1
      ) OR (
        (
          `t3`.`answer` = 2
        ) AND `t3`.`has_own`
      )
    )
    OR NOT (
      `t3`.`grade` >= 2
    )
    THEN 1
    ELSE 0
  END AS `is_open_to_own`,
  0 + CASE WHEN TRUE THEN 1 ELSE 0 END + CASE WHEN `t3`.`answer` = 1 THEN 1048576 ELSE 0 END + CASE WHEN `t3`.`answer` = 2 THEN 1099511627776 ELSE 0 END AS `tally`,
  0 + CASE WHEN (
    `t3`.`answer` = 1
  ) AND (
    `t3`.`grade` >= 2
  ) THEN 1 ELSE 0 END + CASE
    WHEN (
      `t3`.`answer` = 2
    ) AND (
      `t3`.`grade` >= 2
    )
    THEN 1048576
    ELSE 0
  END AS `own_tally`
FROM `rulings` AS `t2`
CROSS JOIN `answers` AS `t3`
) AS `made`
