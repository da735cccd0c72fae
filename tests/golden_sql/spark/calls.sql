SELECT CAST(`household_no` AS BIGINT) AS `household_no`,
CAST(`call_no` AS INT) AS `call_no`,
CAST(`kind` AS STRING) AS `kind`,
CAST(`made_on` AS DATE) AS `made_on`,
CAST(`due_on` AS DATE) AS `due_on`,
CAST(`answered_on` AS DATE) AS `answered_on`,
CAST(`resolved` AS BOOLEAN) AS `resolved`,
CAST(`satisfied` AS BOOLEAN) AS `satisfied`
FROM (
SELECT
  *
FROM `found_calls` AS `t0`
WHERE
  `t0`.`household_no` IS NOT NULL
  AND `t0`.`household_no` >= 0
  AND `t0`.`call_no` IS NOT NULL
  AND `t0`.`call_no` >= 1
  AND `t0`.`kind` IS NOT NULL
  AND `t0`.`kind` IN ('wish', 'need', 'question', 'complaint', 'suggestion', 'declaration')
  AND `t0`.`made_on` IS NOT NULL
) AS `made`
