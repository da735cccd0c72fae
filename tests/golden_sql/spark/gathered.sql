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
CAST(`can_work` AS BOOLEAN) AS `can_work`
FROM (
SELECT
  `t3`.`household_no`,
  `t3`.`area_code`,
  `t3`.`helper_no`,
  `t3`.`people`,
  `t3`.`status`,
  `t3`.`status_since`,
  `t4`.`account_no`,
  `t4`.`reckoned_on`,
  `t4`.`heads`,
  `t4`.`line_fen`,
  `t4`.`tally` & 1048575 AS `lines`,
  `t4`.`claimed_fen`,
  `t4`.`low_fen`,
  `t4`.`high_fen`,
  `t4`.`own_low_fen`,
  `t4`.`own_high_fen`,
  `t4`.`rigid_claimed_fen`,
  `t4`.`rigid_low_fen`,
  `t4`.`rigid_high_fen`,
  (
    SHIFTRIGHT(`t4`.`tally`, 20)
  ) & 1048575 AS `lines_recognised`,
  (
    SHIFTRIGHT(`t4`.`tally`, 40)
  ) & 1048575 AS `lines_contested`,
  `t4`.`own_tally` & 1048575 AS `own_recognised`,
  (
    SHIFTRIGHT(`t4`.`own_tally`, 20)
  ) & 1048575 AS `own_contested`,
  COALESCE(`t3`.`goal_0`, 0) & 1048575 AS `goal_possible`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`goal_0`, 0), 20)
  ) & 1048575 AS `goal_asked`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`goal_0`, 0), 40)
  ) & 1048575 AS `goal_recognised`,
  COALESCE(`t3`.`goal_1`, 0) & 1048575 AS `goal_unsettled`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`goal_1`, 0), 20)
  ) & 1048575 AS `goal_own_asked`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`goal_1`, 0), 40)
  ) & 1048575 AS `goal_own_recognised`,
  COALESCE(`t3`.`emotion_0`, 0) & 1048575 AS `emotion_possible`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`emotion_0`, 0), 20)
  ) & 1048575 AS `emotion_asked`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`emotion_0`, 0), 40)
  ) & 1048575 AS `emotion_recognised`,
  COALESCE(`t3`.`emotion_1`, 0) & 1048575 AS `emotion_unsettled`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`emotion_1`, 0), 20)
  ) & 1048575 AS `emotion_own_asked`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`emotion_1`, 0), 40)
  ) & 1048575 AS `emotion_own_recognised`,
  COALESCE(`t3`.`interest_0`, 0) & 1048575 AS `interest_possible`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`interest_0`, 0), 20)
  ) & 1048575 AS `interest_asked`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`interest_0`, 0), 40)
  ) & 1048575 AS `interest_recognised`,
  COALESCE(`t3`.`interest_1`, 0) & 1048575 AS `interest_unsettled`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`interest_1`, 0), 20)
  ) & 1048575 AS `interest_own_asked`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`interest_1`, 0), 40)
  ) & 1048575 AS `interest_own_recognised`,
  COALESCE(`t3`.`opened`, 0) & 1048575 AS `needs_open`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`opened`, 0), 20)
  ) & 1048575 AS `declarations_open`,
  (
    SHIFTRIGHT(COALESCE(`t3`.`opened`, 0), 40)
  ) & 1048575 AS `findings_open`,
  COALESCE(`t3`.`troubles_told`, 0) AS `troubles_told`,
  `t3`.`last_visit_on`,
  `t3`.`before_head_fen`,
  `t5`.`house_grade`,
  `t5`.`children_out_of_school__least`,
  `t5`.`children_out_of_school__most`,
  `t5`.`uninsured_people__least`,
  `t5`.`uninsured_people__most`,
  `t5`.`treated_near`,
  `t5`.`grave_patients__least`,
  `t5`.`grave_patients__most`,
  `t5`.`basic_life_kept`,
  `t5`.`water_litres_per_head`,
  `t5`.`lives_in_dry_area`,
  `t5`.`water_is_clean`,
  `t5`.`water_piped_in`,
  `t5`.`water_minutes_away`,
  `t5`.`water_metres_away`,
  `t5`.`water_metres_up`,
  `t5`.`water_days_short`,
  `t5`.`food_enough`,
  `t5`.`clothing_enough`,
  `t5`.`can_work`
FROM `happenings` AS `t3`
LEFT OUTER JOIN `standing_accounts` AS `t4`
  ON `t3`.`household_no` = `t4`.`household_no`
LEFT OUTER JOIN `circumstances` AS `t5`
  ON `t3`.`household_no` = `t5`.`household_no`
) AS `made`
