SELECT CAST(`household_no` AS BIGINT) AS `household_no`,
CAST(`visit_no` AS INT) AS `visit_no`,
CAST(`helper_no` AS BIGINT) AS `helper_no`,
CAST(`began_on` AS DATE) AS `began_on`,
CAST(`troubles` AS INT) AS `troubles`,
CAST(`came` AS BOOLEAN) AS `came`,
CAST(`sat_down` AS BOOLEAN) AS `sat_down`,
CAST(`grade` AS INT) AS `grade`
FROM (
SELECT
  *
FROM `found_visits` AS `t0`
WHERE
  `t0`.`household_no` IS NOT NULL
  AND `t0`.`household_no` >= 0
  AND `t0`.`visit_no` IS NOT NULL
  AND `t0`.`visit_no` >= 1
  AND (
    (
      `t0`.`helper_no` IS NULL
    ) OR (
      `t0`.`helper_no` >= 0
    )
  )
  AND `t0`.`began_on` IS NOT NULL
  AND (
    (
      `t0`.`troubles` IS NULL
    ) OR (
      `t0`.`troubles` >= 0
    )
  )
  AND (
    (
      `t0`.`troubles` IS NULL
    ) OR (
      `t0`.`troubles` <= 9
    )
  )
  AND `t0`.`grade` IS NOT NULL
  AND `t0`.`grade` >= 0
  AND `t0`.`grade` <= 3
) AS `made`
