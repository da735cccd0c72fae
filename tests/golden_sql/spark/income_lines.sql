SELECT CAST(`household_no` AS BIGINT) AS `household_no`,
CAST(`account_no` AS BIGINT) AS `account_no`,
CAST(`line_no` AS INT) AS `line_no`,
CAST(`kind_no` AS INT) AS `kind_no`,
CAST(`income_fen` AS BIGINT) AS `income_fen`,
CAST(`cost_fen` AS BIGINT) AS `cost_fen`,
CAST(`answer` AS INT) AS `answer`,
CAST(`own_fen` AS BIGINT) AS `own_fen`,
CAST(`grade` AS INT) AS `grade`,
CAST(`answered_on` AS DATE) AS `answered_on`
FROM (
SELECT
  *
FROM `found_income_lines` AS `t0`
WHERE
  `t0`.`household_no` IS NOT NULL
  AND `t0`.`household_no` >= 0
  AND `t0`.`account_no` IS NOT NULL
  AND `t0`.`account_no` >= 0
  AND `t0`.`line_no` IS NOT NULL
  AND `t0`.`line_no` >= 1
  AND `t0`.`line_no` <= 9999
  AND `t0`.`kind_no` IS NOT NULL
  AND `t0`.`kind_no` >= 1
  AND `t0`.`kind_no` <= 999
  AND `t0`.`income_fen` IS NOT NULL
  AND `t0`.`income_fen` >= 0
  AND `t0`.`income_fen` <= 100000000000
  AND `t0`.`cost_fen` IS NOT NULL
  AND `t0`.`cost_fen` >= 0
  AND `t0`.`cost_fen` <= 100000000000
  AND `t0`.`answer` IS NOT NULL
  AND `t0`.`answer` >= 0
  AND `t0`.`answer` <= 2
  AND (
    (
      `t0`.`own_fen` IS NULL
    ) OR (
      `t0`.`own_fen` >= -100000000000
    )
  )
  AND (
    (
      `t0`.`own_fen` IS NULL
    ) OR (
      `t0`.`own_fen` <= 100000000000
    )
  )
  AND `t0`.`grade` IS NOT NULL
  AND `t0`.`grade` >= 0
  AND `t0`.`grade` <= 3
) AS `made`
