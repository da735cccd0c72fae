SELECT CAST(`household_no` AS BIGINT) AS `household_no`,
CAST(`area_code` AS STRING) AS `area_code`,
CAST(`helper_no` AS BIGINT) AS `helper_no`,
CAST(`people` AS INT) AS `people`,
CAST(`status` AS STRING) AS `status`,
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
CAST(`lines_recognised` AS BIGINT) AS `lines_recognised`,
CAST(`lines_contested` AS BIGINT) AS `lines_contested`,
CAST(`own_recognised` AS BIGINT) AS `own_recognised`,
CAST(`claimed_head_fen` AS BIGINT) AS `claimed_head_fen`,
CAST(`low_head_fen` AS BIGINT) AS `low_head_fen`,
CAST(`high_head_fen` AS BIGINT) AS `high_head_fen`,
CAST(`claimed_gap_fen` AS BIGINT) AS `claimed_gap_fen`,
CAST(`low_gap_fen` AS BIGINT) AS `low_gap_fen`,
CAST(`high_gap_fen` AS BIGINT) AS `high_gap_fen`,
CAST(`claimed_side` AS STRING) AS `claimed_side`,
CAST(`recognised_side` AS STRING) AS `recognised_side`,
CAST(`own_side` AS STRING) AS `own_side`,
CAST(`before_head_fen` AS BIGINT) AS `before_head_fen`,
CAST(`food_and_clothing_guarantee__fed` AS BOOLEAN) AS `food_and_clothing_guarantee__fed`,
CAST(`food_and_clothing_guarantee__clothed` AS BOOLEAN) AS `food_and_clothing_guarantee__clothed`,
CAST(`food_and_clothing_guarantee` AS BOOLEAN) AS `food_and_clothing_guarantee`,
CAST(`house_guarantee` AS BOOLEAN) AS `house_guarantee`,
CAST(`school_guarantee` AS BOOLEAN) AS `school_guarantee`,
CAST(`medical_guarantee__all_insured` AS BOOLEAN) AS `medical_guarantee__all_insured`,
CAST(`medical_guarantee__treated_near` AS BOOLEAN) AS `medical_guarantee__treated_near`,
CAST(`medical_guarantee__life_kept` AS BOOLEAN) AS `medical_guarantee__life_kept`,
CAST(`medical_guarantee` AS BOOLEAN) AS `medical_guarantee`,
CAST(`water_guarantee__enough` AS BOOLEAN) AS `water_guarantee__enough`,
CAST(`water_guarantee__clean` AS BOOLEAN) AS `water_guarantee__clean`,
CAST(`water_guarantee__near` AS BOOLEAN) AS `water_guarantee__near`,
CAST(`water_guarantee__seldom_short` AS BOOLEAN) AS `water_guarantee__seldom_short`,
CAST(`water_guarantee` AS BOOLEAN) AS `water_guarantee`,
CAST(`guarantees_open` AS INT) AS `guarantees_open`,
CAST(`guarantees_unknown` AS INT) AS `guarantees_unknown`,
CAST(`left_below_line` AS BOOLEAN) AS `left_below_line`,
CAST(`trouble_told` AS BOOLEAN) AS `trouble_told`,
CAST(`need_open` AS BOOLEAN) AS `need_open`,
CAST(`declared` AS BOOLEAN) AS `declared`,
CAST(`found_elsewhere` AS BOOLEAN) AS `found_elsewhere`,
CAST(`at_risk` AS BOOLEAN) AS `at_risk`,
CAST(`channel_household` AS BOOLEAN) AS `channel_household`,
CAST(`channel_visits` AS BOOLEAN) AS `channel_visits`,
CAST(`channel_data` AS BOOLEAN) AS `channel_data`,
CAST(`elimination__monitored_now` AS BOOLEAN) AS `elimination__monitored_now`,
CAST(`elimination__income_above` AS BOOLEAN) AS `elimination__income_above`,
CAST(`elimination__income_stable` AS BOOLEAN) AS `elimination__income_stable`,
CAST(`elimination__spending_settled` AS BOOLEAN) AS `elimination__spending_settled`,
CAST(`elimination__guarantees_secured` AS BOOLEAN) AS `elimination__guarantees_secured`,
CAST(`elimination__risk_gone` AS BOOLEAN) AS `elimination__risk_gone`,
CAST(`elimination__can_stand` AS BOOLEAN) AS `elimination__can_stand`,
CAST(`elimination` AS BOOLEAN) AS `elimination`,
CAST(`goal_possible` AS INT) AS `goal_possible`,
CAST(`goal_asked` AS INT) AS `goal_asked`,
CAST(`goal_recognised` AS INT) AS `goal_recognised`,
CAST(`goal_unsettled` AS INT) AS `goal_unsettled`,
CAST(`goal_own_asked` AS INT) AS `goal_own_asked`,
CAST(`goal_own_recognised` AS INT) AS `goal_own_recognised`,
CAST(`method_possible` AS INT) AS `method_possible`,
CAST(`method_asked` AS INT) AS `method_asked`,
CAST(`method_recognised` AS INT) AS `method_recognised`,
CAST(`method_unsettled` AS INT) AS `method_unsettled`,
CAST(`method_own_asked` AS INT) AS `method_own_asked`,
CAST(`method_own_recognised` AS INT) AS `method_own_recognised`,
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
CAST(`last_visit_on` AS DATE) AS `last_visit_on`
FROM (
SELECT
  `t0`.`household_no`,
  `t0`.`area_code`,
  `t0`.`helper_no`,
  `t0`.`people`,
  `t0`.`status`,
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
  `t0`.`lines_recognised`,
  `t0`.`lines_contested`,
  `t0`.`own_recognised`,
  `t0`.`claimed_head_fen`,
  `t0`.`low_head_fen`,
  `t0`.`high_head_fen`,
  `t0`.`claimed_gap_fen`,
  `t0`.`low_gap_fen`,
  `t0`.`high_gap_fen`,
  `t0`.`claimed_side`,
  `t0`.`recognised_side`,
  `t0`.`own_side`,
  `t0`.`before_head_fen`,
  `t0`.`food_and_clothing_guarantee__fed`,
  `t0`.`food_and_clothing_guarantee__clothed`,
  `t0`.`food_and_clothing_guarantee`,
  `t0`.`house_guarantee`,
  `t0`.`school_guarantee`,
  `t0`.`medical_guarantee__all_insured`,
  `t0`.`medical_guarantee__treated_near`,
  `t0`.`medical_guarantee__life_kept`,
  `t0`.`medical_guarantee`,
  `t0`.`water_guarantee__enough`,
  `t0`.`water_guarantee__clean`,
  `t0`.`water_guarantee__near`,
  `t0`.`water_guarantee__seldom_short`,
  `t0`.`water_guarantee`,
  `t0`.`guarantees_open`,
  `t0`.`guarantees_unknown`,
  `t0`.`left_below_line`,
  `t0`.`trouble_told`,
  `t0`.`need_open`,
  `t0`.`declared`,
  `t0`.`found_elsewhere`,
  `t0`.`at_risk`,
  `t0`.`channel_household`,
  `t0`.`channel_visits`,
  `t0`.`channel_data`,
  `t0`.`elimination__monitored_now`,
  `t0`.`elimination__income_above`,
  `t0`.`elimination__income_stable`,
  `t0`.`elimination__spending_settled`,
  `t0`.`elimination__guarantees_secured`,
  `t0`.`elimination__risk_gone`,
  `t0`.`elimination__can_stand`,
  `t0`.`elimination`,
  `t0`.`goal_possible`,
  `t0`.`goal_asked`,
  `t0`.`goal_recognised`,
  `t0`.`goal_unsettled`,
  `t0`.`goal_own_asked`,
  `t0`.`goal_own_recognised`,
  CASE WHEN `t0`.`lines` > 0 THEN 1 ELSE 0 END AS `method_possible`,
  CASE
    WHEN (
      `t0`.`lines_recognised` + `t0`.`lines_contested`
    ) > 0
    THEN 1
    ELSE 0
  END AS `method_asked`,
  CASE
    WHEN (
      (
        `t0`.`lines_recognised` + `t0`.`lines_contested`
      ) > 0
    )
    AND (
      `t0`.`lines_recognised` = `t0`.`lines`
    )
    THEN 1
    ELSE 0
  END AS `method_recognised`,
  CASE
    WHEN (
      (
        `t0`.`lines_recognised` + `t0`.`lines_contested`
      ) > 0
    )
    AND NOT (
      (
        (
          `t0`.`lines_recognised` + `t0`.`lines_contested`
        ) > 0
      )
      AND (
        `t0`.`lines_recognised` = `t0`.`lines`
      )
    )
    AND (
      `t0`.`lines_contested` = 0
    )
    THEN 1
    ELSE 0
  END AS `method_unsettled`,
  CASE WHEN (
    `t0`.`own_recognised` + `t0`.`own_contested`
  ) > 0 THEN 1 ELSE 0 END AS `method_own_asked`,
  CASE
    WHEN (
      `t0`.`own_recognised` > 0
    ) AND (
      `t0`.`own_recognised` = `t0`.`lines`
    )
    THEN 1
    ELSE 0
  END AS `method_own_recognised`,
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
  `t0`.`last_visit_on`
FROM `monitoring` AS `t0`
) AS `made`
