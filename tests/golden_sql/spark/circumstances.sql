SELECT CAST(`household_no` AS BIGINT) AS `household_no`,
CAST(`house_grade` AS STRING) AS `house_grade`,
CAST(`children_out_of_school__least` AS BIGINT) AS `children_out_of_school__least`,
CAST(`children_out_of_school__most` AS BIGINT) AS `children_out_of_school__most`,
CAST(`uninsured_people__least` AS BIGINT) AS `uninsured_people__least`,
CAST(`uninsured_people__most` AS BIGINT) AS `uninsured_people__most`,
CAST(`treated_near` AS BOOLEAN) AS `treated_near`,
CAST(`grave_patients__least` AS BIGINT) AS `grave_patients__least`,
CAST(`grave_patients__most` AS BIGINT) AS `grave_patients__most`,
CAST(`basic_life_kept` AS BOOLEAN) AS `basic_life_kept`,
CAST(`water_litres_per_head` AS BIGINT) AS `water_litres_per_head`,
CAST(`lives_in_dry_area` AS BOOLEAN) AS `lives_in_dry_area`,
CAST(`water_is_clean` AS BOOLEAN) AS `water_is_clean`,
CAST(`water_piped_in` AS BOOLEAN) AS `water_piped_in`,
CAST(`water_minutes_away` AS BIGINT) AS `water_minutes_away`,
CAST(`water_metres_away` AS BIGINT) AS `water_metres_away`,
CAST(`water_metres_up` AS BIGINT) AS `water_metres_up`,
CAST(`water_days_short` AS BIGINT) AS `water_days_short`,
CAST(`food_enough` AS BOOLEAN) AS `food_enough`,
CAST(`clothing_enough` AS BOOLEAN) AS `clothing_enough`,
CAST(`can_work` AS BOOLEAN) AS `can_work`
FROM (
SELECT
  *
FROM `found_circumstances` AS `t0`
WHERE
  `t0`.`household_no` IS NOT NULL
  AND `t0`.`household_no` >= 0
  AND (
    (
      `t0`.`house_grade` IS NULL
    ) OR `t0`.`house_grade` IN ('a', 'b', 'c', 'd')
  )
  AND (
    (
      `t0`.`children_out_of_school__least` IS NULL
    )
    OR (
      `t0`.`children_out_of_school__least` >= 0
    )
  )
  AND (
    (
      `t0`.`children_out_of_school__least` IS NULL
    )
    OR (
      `t0`.`children_out_of_school__least` <= 30
    )
  )
  AND (
    (
      `t0`.`children_out_of_school__most` IS NULL
    )
    OR (
      `t0`.`children_out_of_school__most` >= 0
    )
  )
  AND (
    (
      `t0`.`children_out_of_school__most` IS NULL
    )
    OR (
      `t0`.`children_out_of_school__most` <= 30
    )
  )
  AND (
    (
      `t0`.`uninsured_people__least` IS NULL
    )
    OR (
      `t0`.`uninsured_people__least` >= 0
    )
  )
  AND (
    (
      `t0`.`uninsured_people__least` IS NULL
    )
    OR (
      `t0`.`uninsured_people__least` <= 30
    )
  )
  AND (
    (
      `t0`.`uninsured_people__most` IS NULL
    )
    OR (
      `t0`.`uninsured_people__most` >= 0
    )
  )
  AND (
    (
      `t0`.`uninsured_people__most` IS NULL
    )
    OR (
      `t0`.`uninsured_people__most` <= 30
    )
  )
  AND (
    (
      `t0`.`grave_patients__least` IS NULL
    )
    OR (
      `t0`.`grave_patients__least` >= 0
    )
  )
  AND (
    (
      `t0`.`grave_patients__least` IS NULL
    )
    OR (
      `t0`.`grave_patients__least` <= 30
    )
  )
  AND (
    (
      `t0`.`grave_patients__most` IS NULL
    )
    OR (
      `t0`.`grave_patients__most` >= 0
    )
  )
  AND (
    (
      `t0`.`grave_patients__most` IS NULL
    )
    OR (
      `t0`.`grave_patients__most` <= 30
    )
  )
  AND (
    (
      `t0`.`water_litres_per_head` IS NULL
    )
    OR (
      `t0`.`water_litres_per_head` >= 0
    )
  )
  AND (
    (
      `t0`.`water_litres_per_head` IS NULL
    )
    OR (
      `t0`.`water_litres_per_head` <= 1000
    )
  )
  AND (
    (
      `t0`.`water_minutes_away` IS NULL
    ) OR (
      `t0`.`water_minutes_away` >= 0
    )
  )
  AND (
    (
      `t0`.`water_minutes_away` IS NULL
    ) OR (
      `t0`.`water_minutes_away` <= 600
    )
  )
  AND (
    (
      `t0`.`water_metres_away` IS NULL
    ) OR (
      `t0`.`water_metres_away` >= 0
    )
  )
  AND (
    (
      `t0`.`water_metres_away` IS NULL
    ) OR (
      `t0`.`water_metres_away` <= 20000
    )
  )
  AND (
    (
      `t0`.`water_metres_up` IS NULL
    ) OR (
      `t0`.`water_metres_up` >= 0
    )
  )
  AND (
    (
      `t0`.`water_metres_up` IS NULL
    ) OR (
      `t0`.`water_metres_up` <= 2000
    )
  )
  AND (
    (
      `t0`.`water_days_short` IS NULL
    ) OR (
      `t0`.`water_days_short` >= 0
    )
  )
  AND (
    (
      `t0`.`water_days_short` IS NULL
    ) OR (
      `t0`.`water_days_short` <= 366
    )
  )
) AS `made`
