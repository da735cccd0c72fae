SELECT CAST("county_code" AS VARCHAR) AS "county_code",
CAST("township_code" AS VARCHAR) AS "township_code",
CAST("village_code" AS VARCHAR) AS "village_code",
CAST("helper_no" AS BIGINT) AS "helper_no",
CAST("households" AS BIGINT) AS "households",
CAST("people" AS BIGINT) AS "people",
CAST("households_with_account" AS BIGINT) AS "households_with_account",
CAST("people_reckoned" AS BIGINT) AS "people_reckoned",
CAST("claimed_fen" AS BIGINT) AS "claimed_fen",
CAST("low_fen" AS BIGINT) AS "low_fen",
CAST("high_fen" AS BIGINT) AS "high_fen",
CAST("own_low_fen" AS BIGINT) AS "own_low_fen",
CAST("own_high_fen" AS BIGINT) AS "own_high_fen",
CAST("lines" AS BIGINT) AS "lines",
CAST("lines_recognised" AS BIGINT) AS "lines_recognised",
CAST("lines_contested" AS BIGINT) AS "lines_contested",
CAST("own_recognised" AS BIGINT) AS "own_recognised",
CAST("claimed_away_fen" AS BIGINT) AS "claimed_away_fen",
CAST("claimed_gap_fen" AS BIGINT) AS "claimed_gap_fen",
CAST("low_gap_fen" AS BIGINT) AS "low_gap_fen",
CAST("claimed_side_above" AS BIGINT) AS "claimed_side_above",
CAST("claimed_side_below" AS BIGINT) AS "claimed_side_below",
CAST("recognised_side_above" AS BIGINT) AS "recognised_side_above",
CAST("recognised_side_below" AS BIGINT) AS "recognised_side_below",
CAST("recognised_side_unanswered" AS BIGINT) AS "recognised_side_unanswered",
CAST("own_side_above" AS BIGINT) AS "own_side_above",
CAST("own_side_below" AS BIGINT) AS "own_side_below",
CAST("own_side_unanswered" AS BIGINT) AS "own_side_unanswered",
CAST("food_and_clothing_guarantee_secured" AS BIGINT) AS "food_and_clothing_guarantee_secured",
CAST("food_and_clothing_guarantee_not_secured" AS BIGINT) AS "food_and_clothing_guarantee_not_secured",
CAST("food_and_clothing_guarantee_unknown" AS BIGINT) AS "food_and_clothing_guarantee_unknown",
CAST("house_guarantee_secured" AS BIGINT) AS "house_guarantee_secured",
CAST("house_guarantee_not_secured" AS BIGINT) AS "house_guarantee_not_secured",
CAST("house_guarantee_unknown" AS BIGINT) AS "house_guarantee_unknown",
CAST("school_guarantee_secured" AS BIGINT) AS "school_guarantee_secured",
CAST("school_guarantee_not_secured" AS BIGINT) AS "school_guarantee_not_secured",
CAST("school_guarantee_unknown" AS BIGINT) AS "school_guarantee_unknown",
CAST("medical_guarantee_secured" AS BIGINT) AS "medical_guarantee_secured",
CAST("medical_guarantee_not_secured" AS BIGINT) AS "medical_guarantee_not_secured",
CAST("medical_guarantee_unknown" AS BIGINT) AS "medical_guarantee_unknown",
CAST("water_guarantee_secured" AS BIGINT) AS "water_guarantee_secured",
CAST("water_guarantee_not_secured" AS BIGINT) AS "water_guarantee_not_secured",
CAST("water_guarantee_unknown" AS BIGINT) AS "water_guarantee_unknown",
CAST("at_risk_yes" AS BIGINT) AS "at_risk_yes",
CAST("at_risk_unknown" AS BIGINT) AS "at_risk_unknown",
CAST("channel_household_yes" AS BIGINT) AS "channel_household_yes",
CAST("channel_household_unknown" AS BIGINT) AS "channel_household_unknown",
CAST("channel_visits_yes" AS BIGINT) AS "channel_visits_yes",
CAST("channel_visits_unknown" AS BIGINT) AS "channel_visits_unknown",
CAST("channel_data_yes" AS BIGINT) AS "channel_data_yes",
CAST("channel_data_unknown" AS BIGINT) AS "channel_data_unknown",
CAST("elimination_yes" AS BIGINT) AS "elimination_yes",
CAST("elimination_unknown" AS BIGINT) AS "elimination_unknown",
CAST("goal_possible" AS BIGINT) AS "goal_possible",
CAST("goal_asked" AS BIGINT) AS "goal_asked",
CAST("goal_recognised" AS BIGINT) AS "goal_recognised",
CAST("goal_unsettled" AS BIGINT) AS "goal_unsettled",
CAST("goal_own_asked" AS BIGINT) AS "goal_own_asked",
CAST("goal_own_recognised" AS BIGINT) AS "goal_own_recognised",
CAST("method_possible" AS BIGINT) AS "method_possible",
CAST("method_asked" AS BIGINT) AS "method_asked",
CAST("method_recognised" AS BIGINT) AS "method_recognised",
CAST("method_unsettled" AS BIGINT) AS "method_unsettled",
CAST("method_own_asked" AS BIGINT) AS "method_own_asked",
CAST("method_own_recognised" AS BIGINT) AS "method_own_recognised",
CAST("emotion_possible" AS BIGINT) AS "emotion_possible",
CAST("emotion_asked" AS BIGINT) AS "emotion_asked",
CAST("emotion_recognised" AS BIGINT) AS "emotion_recognised",
CAST("emotion_unsettled" AS BIGINT) AS "emotion_unsettled",
CAST("emotion_own_asked" AS BIGINT) AS "emotion_own_asked",
CAST("emotion_own_recognised" AS BIGINT) AS "emotion_own_recognised",
CAST("interest_possible" AS BIGINT) AS "interest_possible",
CAST("interest_asked" AS BIGINT) AS "interest_asked",
CAST("interest_recognised" AS BIGINT) AS "interest_recognised",
CAST("interest_unsettled" AS BIGINT) AS "interest_unsettled",
CAST("interest_own_asked" AS BIGINT) AS "interest_own_asked",
CAST("interest_own_recognised" AS BIGINT) AS "interest_own_recognised",
CAST("goal_households_asked" AS BIGINT) AS "goal_households_asked",
CAST("goal_households_recognising" AS BIGINT) AS "goal_households_recognising",
CAST("method_households_asked" AS BIGINT) AS "method_households_asked",
CAST("method_households_recognising" AS BIGINT) AS "method_households_recognising",
CAST("emotion_households_asked" AS BIGINT) AS "emotion_households_asked",
CAST("emotion_households_recognising" AS BIGINT) AS "emotion_households_recognising",
CAST("interest_households_asked" AS BIGINT) AS "interest_households_asked",
CAST("interest_households_recognising" AS BIGINT) AS "interest_households_recognising"
FROM (
SELECT
  "t0"."county_code",
  "t0"."township_code",
  "t0"."village_code",
  "t0"."helper_no",
  COUNT(*) AS "households",
  SUM("t0"."people") AS "people",
  COUNT("t0"."account_no") AS "households_with_account",
  SUM("t0"."heads") AS "people_reckoned",
  SUM("t0"."claimed_fen") AS "claimed_fen",
  SUM("t0"."low_fen") AS "low_fen",
  SUM("t0"."high_fen") AS "high_fen",
  SUM("t0"."own_low_fen") AS "own_low_fen",
  SUM("t0"."own_high_fen") AS "own_high_fen",
  SUM("t0"."lines") AS "lines",
  SUM("t0"."lines_recognised") AS "lines_recognised",
  SUM("t0"."lines_contested") AS "lines_contested",
  SUM("t0"."own_recognised") AS "own_recognised",
  SUM("t0"."claimed_fen" - "t0"."low_fen") AS "claimed_away_fen",
  SUM("t0"."claimed_gap_fen" * "t0"."heads") AS "claimed_gap_fen",
  SUM("t0"."low_gap_fen" * "t0"."heads") AS "low_gap_fen",
  COUNT(CASE WHEN "t0"."claimed_side" = 'above' THEN 1 ELSE NULL END) AS "claimed_side_above",
  COUNT(CASE WHEN "t0"."claimed_side" = 'below' THEN 1 ELSE NULL END) AS "claimed_side_below",
  COUNT(CASE WHEN "t0"."recognised_side" = 'above' THEN 1 ELSE NULL END) AS "recognised_side_above",
  COUNT(CASE WHEN "t0"."recognised_side" = 'below' THEN 1 ELSE NULL END) AS "recognised_side_below",
  COUNT(CASE WHEN "t0"."recognised_side" = 'unanswered' THEN 1 ELSE NULL END) AS "recognised_side_unanswered",
  COUNT(CASE WHEN "t0"."own_side" = 'above' THEN 1 ELSE NULL END) AS "own_side_above",
  COUNT(CASE WHEN "t0"."own_side" = 'below' THEN 1 ELSE NULL END) AS "own_side_below",
  COUNT(CASE WHEN "t0"."own_side" = 'unanswered' THEN 1 ELSE NULL END) AS "own_side_unanswered",
  COUNT(CASE WHEN "t0"."food_and_clothing_guarantee" THEN 1 ELSE NULL END) AS "food_and_clothing_guarantee_secured",
  COUNT("t0"."food_and_clothing_guarantee") - COUNT(CASE WHEN "t0"."food_and_clothing_guarantee" THEN 1 ELSE NULL END) AS "food_and_clothing_guarantee_not_secured",
  COUNT(*) - COUNT("t0"."food_and_clothing_guarantee") AS "food_and_clothing_guarantee_unknown",
  COUNT(CASE WHEN "t0"."house_guarantee" THEN 1 ELSE NULL END) AS "house_guarantee_secured",
  COUNT("t0"."house_guarantee") - COUNT(CASE WHEN "t0"."house_guarantee" THEN 1 ELSE NULL END) AS "house_guarantee_not_secured",
  COUNT(*) - COUNT("t0"."house_guarantee") AS "house_guarantee_unknown",
  COUNT(CASE WHEN "t0"."school_guarantee" THEN 1 ELSE NULL END) AS "school_guarantee_secured",
  COUNT("t0"."school_guarantee") - COUNT(CASE WHEN "t0"."school_guarantee" THEN 1 ELSE NULL END) AS "school_guarantee_not_secured",
  COUNT(*) - COUNT("t0"."school_guarantee") AS "school_guarantee_unknown",
  COUNT(CASE WHEN "t0"."medical_guarantee" THEN 1 ELSE NULL END) AS "medical_guarantee_secured",
  COUNT("t0"."medical_guarantee") - COUNT(CASE WHEN "t0"."medical_guarantee" THEN 1 ELSE NULL END) AS "medical_guarantee_not_secured",
  COUNT(*) - COUNT("t0"."medical_guarantee") AS "medical_guarantee_unknown",
  COUNT(CASE WHEN "t0"."water_guarantee" THEN 1 ELSE NULL END) AS "water_guarantee_secured",
  COUNT("t0"."water_guarantee") - COUNT(CASE WHEN "t0"."water_guarantee" THEN 1 ELSE NULL END) AS "water_guarantee_not_secured",
  COUNT(*) - COUNT("t0"."water_guarantee") AS "water_guarantee_unknown",
  COUNT(CASE WHEN "t0"."at_risk" THEN 1 ELSE NULL END) AS "at_risk_yes",
  COUNT(*) - COUNT("t0"."at_risk") AS "at_risk_unknown",
  COUNT(CASE WHEN "t0"."channel_household" THEN 1 ELSE NULL END) AS "channel_household_yes",
  COUNT(*) - COUNT("t0"."channel_household") AS "channel_household_unknown",
  COUNT(CASE WHEN "t0"."channel_visits" THEN 1 ELSE NULL END) AS "channel_visits_yes",
  COUNT(*) - COUNT("t0"."channel_visits") AS "channel_visits_unknown",
  COUNT(CASE WHEN "t0"."channel_data" THEN 1 ELSE NULL END) AS "channel_data_yes",
  COUNT(*) - COUNT("t0"."channel_data") AS "channel_data_unknown",
  COUNT(CASE WHEN "t0"."elimination" THEN 1 ELSE NULL END) AS "elimination_yes",
  COUNT(*) - COUNT("t0"."elimination") AS "elimination_unknown",
  SUM("t0"."goal_possible") AS "goal_possible",
  SUM("t0"."goal_asked") AS "goal_asked",
  SUM("t0"."goal_recognised") AS "goal_recognised",
  SUM("t0"."goal_unsettled") AS "goal_unsettled",
  SUM("t0"."goal_own_asked") AS "goal_own_asked",
  SUM("t0"."goal_own_recognised") AS "goal_own_recognised",
  SUM("t0"."method_possible") AS "method_possible",
  SUM("t0"."method_asked") AS "method_asked",
  SUM("t0"."method_recognised") AS "method_recognised",
  SUM("t0"."method_unsettled") AS "method_unsettled",
  SUM("t0"."method_own_asked") AS "method_own_asked",
  SUM("t0"."method_own_recognised") AS "method_own_recognised",
  SUM("t0"."emotion_possible") AS "emotion_possible",
  SUM("t0"."emotion_asked") AS "emotion_asked",
  SUM("t0"."emotion_recognised") AS "emotion_recognised",
  SUM("t0"."emotion_unsettled") AS "emotion_unsettled",
  SUM("t0"."emotion_own_asked") AS "emotion_own_asked",
  SUM("t0"."emotion_own_recognised") AS "emotion_own_recognised",
  SUM("t0"."interest_possible") AS "interest_possible",
  SUM("t0"."interest_asked") AS "interest_asked",
  SUM("t0"."interest_recognised") AS "interest_recognised",
  SUM("t0"."interest_unsettled") AS "interest_unsettled",
  SUM("t0"."interest_own_asked") AS "interest_own_asked",
  SUM("t0"."interest_own_recognised") AS "interest_own_recognised",
  COUNT(CASE WHEN "t0"."goal_asked" > 0 THEN 1 ELSE NULL END) AS "goal_households_asked",
  COUNT(
    CASE
      WHEN (
        "t0"."goal_asked" > 0
      ) AND (
        "t0"."goal_recognised" = "t0"."goal_asked"
      )
      THEN 1
      ELSE NULL
    END
  ) AS "goal_households_recognising",
  COUNT(CASE WHEN "t0"."method_asked" > 0 THEN 1 ELSE NULL END) AS "method_households_asked",
  COUNT(
    CASE
      WHEN (
        "t0"."method_asked" > 0
      )
      AND (
        "t0"."method_recognised" = "t0"."method_asked"
      )
      THEN 1
      ELSE NULL
    END
  ) AS "method_households_recognising",
  COUNT(CASE WHEN "t0"."emotion_asked" > 0 THEN 1 ELSE NULL END) AS "emotion_households_asked",
  COUNT(
    CASE
      WHEN (
        "t0"."emotion_asked" > 0
      )
      AND (
        "t0"."emotion_recognised" = "t0"."emotion_asked"
      )
      THEN 1
      ELSE NULL
    END
  ) AS "emotion_households_recognising",
  COUNT(CASE WHEN "t0"."interest_asked" > 0 THEN 1 ELSE NULL END) AS "interest_households_asked",
  COUNT(
    CASE
      WHEN (
        "t0"."interest_asked" > 0
      )
      AND (
        "t0"."interest_recognised" = "t0"."interest_asked"
      )
      THEN 1
      ELSE NULL
    END
  ) AS "interest_households_recognising"
FROM "placed_households" AS "t0"
GROUP BY
  1,
  2,
  3,
  4
) AS "made"
