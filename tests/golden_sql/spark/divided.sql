SELECT CAST(`household_no` AS BIGINT) AS `household_no`,
CAST(`area_code` AS STRING) AS `area_code`,
CAST(`helper_no` AS BIGINT) AS `helper_no`,
CAST(`people` AS INT) AS `people`,
CAST(`status` AS STRING) AS `status`,
CAST(`status_since` AS DATE) AS `status_since`,
CAST(`account_no` AS BIGINT) AS `account_no`,
CAST(`reckoned_on` AS DATE) AS `reckoned_on`,
CAST(`heads` AS INT) AS `heads`,
CAST(`line_fen` AS BIGINT) AS `line_fen`,
CAST(`lines` AS BIGINT) AS `lines`,
CAST(`claimed_fen` AS BIGINT) AS `claimed_fen`,
CAST(`low_fen` AS BIGINT) AS `low_fen`,
CAST(`high_fen` AS BIGINT) AS `high_fen`,
CAST(`own_low_fen` AS BIGINT) AS `own_low_fen`,
CAST(`own_high_fen` AS BIGINT) AS `own_high_fen`,
CAST(`rigid_claimed_fen` AS BIGINT) AS `rigid_claimed_fen`,
CAST(`rigid_low_fen` AS BIGINT) AS `rigid_low_fen`,
CAST(`rigid_high_fen` AS BIGINT) AS `rigid_high_fen`,
CAST(`lines_recognised` AS BIGINT) AS `lines_recognised`,
CAST(`lines_contested` AS BIGINT) AS `lines_contested`,
CAST(`own_recognised` AS BIGINT) AS `own_recognised`,
CAST(`own_contested` AS BIGINT) AS `own_contested`,
CAST(`goal_possible` AS INT) AS `goal_possible`,
CAST(`goal_asked` AS INT) AS `goal_asked`,
CAST(`goal_recognised` AS INT) AS `goal_recognised`,
CAST(`goal_unsettled` AS INT) AS `goal_unsettled`,
CAST(`goal_own_asked` AS INT) AS `goal_own_asked`,
CAST(`goal_own_recognised` AS INT) AS `goal_own_recognised`,
CAST(`emotion_possible` AS INT) AS `emotion_possible`,
CAST(`emotion_asked` AS INT) AS `emotion_asked`,
CAST(`emotion_recognised` AS INT) AS `emotion_recognised`,
CAST(`emotion_unsettled` AS INT) AS `emotion_unsettled`,
CAST(`emotion_own_asked` AS INT) AS `emotion_own_asked`,
CAST(`emotion_own_recognised` AS INT) AS `emotion_own_recognised`,
CAST(`interest_possible` AS INT) AS `interest_possible`,
CAST(`interest_asked` AS INT) AS `interest_asked`,
CAST(`interest_recognised` AS INT) AS `interest_recognised`,
CAST(`interest_unsettled` AS INT) AS `interest_unsettled`,
CAST(`interest_own_asked` AS INT) AS `interest_own_asked`,
CAST(`interest_own_recognised` AS INT) AS `interest_own_recognised`,
CAST(`needs_open` AS INT) AS `needs_open`,
CAST(`declarations_open` AS INT) AS `declarations_open`,
CAST(`findings_open` AS INT) AS `findings_open`,
CAST(`troubles_told` AS INT) AS `troubles_told`,
CAST(`last_visit_on` AS DATE) AS `last_visit_on`,
CAST(`before_head_fen` AS BIGINT) AS `before_head_fen`,
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
CAST(`can_work` AS BOOLEAN) AS `can_work`,
CAST(`claimed_head_fen` AS BIGINT) AS `claimed_head_fen`,
CAST(`low_head_fen` AS BIGINT) AS `low_head_fen`,
CAST(`high_head_fen` AS BIGINT) AS `high_head_fen`
FROM (
SELECT
  `t0`.`household_no`,
  `t0`.`area_code`,
  `t0`.`helper_no`,
  `t0`.`people`,
  `t0`.`status`,
  `t0`.`status_since`,
  `t0`.`account_no`,
  `t0`.`reckoned_on`,
  `t0`.`heads`,
  `t0`.`line_fen`,
  `t0`.`lines`,
  `t0`.`claimed_fen`,
  `t0`.`low_fen`,
  `t0`.`high_fen`,
  `t0`.`own_low_fen`,
  `t0`.`own_high_fen`,
  `t0`.`rigid_claimed_fen`,
  `t0`.`rigid_low_fen`,
  `t0`.`rigid_high_fen`,
  `t0`.`lines_recognised`,
  `t0`.`lines_contested`,
  `t0`.`own_recognised`,
  `t0`.`own_contested`,
  `t0`.`goal_possible`,
  `t0`.`goal_asked`,
  `t0`.`goal_recognised`,
  `t0`.`goal_unsettled`,
  `t0`.`goal_own_asked`,
  `t0`.`goal_own_recognised`,
  `t0`.`emotion_possible`,
  `t0`.`emotion_asked`,
  `t0`.`emotion_recognised`,
  `t0`.`emotion_unsettled`,
  `t0`.`emotion_own_asked`,
  `t0`.`emotion_own_recognised`,
  `t0`.`interest_possible`,
  `t0`.`interest_asked`,
  `t0`.`interest_recognised`,
  `t0`.`interest_unsettled`,
  `t0`.`interest_own_asked`,
  `t0`.`interest_own_recognised`,
  `t0`.`needs_open`,
  `t0`.`declarations_open`,
  `t0`.`findings_open`,
  `t0`.`troubles_told`,
  `t0`.`last_visit_on`,
  `t0`.`before_head_fen`,
  `t0`.`house_grade`,
  `t0`.`children_out_of_school__least`,
  `t0`.`children_out_of_school__most`,
  `t0`.`uninsured_people__least`,
  `t0`.`uninsured_people__most`,
  `t0`.`treated_near`,
  `t0`.`grave_patients__least`,
  `t0`.`grave_patients__most`,
  `t0`.`basic_life_kept`,
  `t0`.`water_litres_per_head`,
  `t0`.`lives_in_dry_area`,
  `t0`.`water_is_clean`,
  `t0`.`water_piped_in`,
  `t0`.`water_minutes_away`,
  `t0`.`water_metres_away`,
  `t0`.`water_metres_up`,
  `t0`.`water_days_short`,
  `t0`.`food_enough`,
  `t0`.`clothing_enough`,
  `t0`.`can_work`,
  CASE
    WHEN `t0`.`claimed_fen` < 0
    THEN -(
      CAST(FLOOR(
        (
          (
            ABS(`t0`.`claimed_fen`) * 2
          ) + CAST(`t0`.`heads` AS BIGINT)
        ) / (
          NULLIF(CAST(`t0`.`heads` AS BIGINT) * 2, 0)
        )
      ) AS BIGINT)
    )
    ELSE CAST(FLOOR(
      (
        (
          ABS(`t0`.`claimed_fen`) * 2
        ) + CAST(`t0`.`heads` AS BIGINT)
      ) / (
        NULLIF(CAST(`t0`.`heads` AS BIGINT) * 2, 0)
      )
    ) AS BIGINT)
  END AS `claimed_head_fen`,
  CASE
    WHEN `t0`.`low_fen` < 0
    THEN -(
      CAST(FLOOR(
        (
          (
            ABS(`t0`.`low_fen`) * 2
          ) + CAST(`t0`.`heads` AS BIGINT)
        ) / (
          NULLIF(CAST(`t0`.`heads` AS BIGINT) * 2, 0)
        )
      ) AS BIGINT)
    )
    ELSE CAST(FLOOR(
      (
        (
          ABS(`t0`.`low_fen`) * 2
        ) + CAST(`t0`.`heads` AS BIGINT)
      ) / (
        NULLIF(CAST(`t0`.`heads` AS BIGINT) * 2, 0)
      )
    ) AS BIGINT)
  END AS `low_head_fen`,
  CASE
    WHEN `t0`.`high_fen` < 0
    THEN -(
      CAST(FLOOR(
        (
          (
            ABS(`t0`.`high_fen`) * 2
          ) + CAST(`t0`.`heads` AS BIGINT)
        ) / (
          NULLIF(CAST(`t0`.`heads` AS BIGINT) * 2, 0)
        )
      ) AS BIGINT)
    )
    ELSE CAST(FLOOR(
      (
        (
          ABS(`t0`.`high_fen`) * 2
        ) + CAST(`t0`.`heads` AS BIGINT)
      ) / (
        NULLIF(CAST(`t0`.`heads` AS BIGINT) * 2, 0)
      )
    ) AS BIGINT)
  END AS `high_head_fen`
FROM `gathered` AS `t0`
) AS `made`
