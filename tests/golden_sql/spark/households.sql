SELECT CAST(`household_no` AS BIGINT) AS `household_no`,
CAST(`area_code` AS STRING) AS `area_code`,
CAST(`helper_no` AS BIGINT) AS `helper_no`,
CAST(`people` AS INT) AS `people`,
CAST(`status` AS STRING) AS `status`,
CAST(`status_since` AS DATE) AS `status_since`,
CAST(`status_recognised` AS BOOLEAN) AS `status_recognised`,
CAST(`was_registered` AS BOOLEAN) AS `was_registered`
FROM (
SELECT
  *
FROM `found_households` AS `t0`
WHERE
  `t0`.`household_no` IS NOT NULL
  AND `t0`.`household_no` >= 0
  AND `t0`.`area_code` IS NOT NULL
  AND (
    (
      `t0`.`helper_no` IS NULL
    ) OR (
      `t0`.`helper_no` >= 0
    )
  )
  AND (
    (
      `t0`.`people` IS NULL
    ) OR (
      `t0`.`people` >= 1
    )
  )
  AND (
    (
      `t0`.`people` IS NULL
    ) OR (
      `t0`.`people` <= 99
    )
  )
) AS `made`
