SELECT CAST(`household_no` AS BIGINT) AS `household_no`,
CAST(`need_no` AS INT) AS `need_no`,
CAST(`kind` AS STRING) AS `kind`,
CAST(`raised_on` AS DATE) AS `raised_on`,
CAST(`settled_on` AS DATE) AS `settled_on`,
CAST(`settled_recognised` AS BOOLEAN) AS `settled_recognised`
FROM (
SELECT
  *
FROM `found_needs` AS `t0`
WHERE
  `t0`.`household_no` IS NOT NULL
  AND `t0`.`household_no` >= 0
  AND `t0`.`need_no` IS NOT NULL
  AND `t0`.`need_no` >= 1
  AND `t0`.`kind` IS NOT NULL
  AND `t0`.`raised_on` IS NOT NULL
) AS `made`
