SELECT CAST(`account_no` AS BIGINT) AS `account_no`,
CAST(`claimed_fen` AS BIGINT) AS `claimed_fen`,
CAST(`low_fen` AS BIGINT) AS `low_fen`,
CAST(`high_fen` AS BIGINT) AS `high_fen`,
CAST(`own_low_fen` AS BIGINT) AS `own_low_fen`,
CAST(`own_high_fen` AS BIGINT) AS `own_high_fen`,
CAST(`rigid_claimed_fen` AS BIGINT) AS `rigid_claimed_fen`,
CAST(`rigid_low_fen` AS BIGINT) AS `rigid_low_fen`,
CAST(`rigid_high_fen` AS BIGINT) AS `rigid_high_fen`,
CAST(`lines` AS BIGINT) AS `lines`,
CAST(`lines_recognised` AS BIGINT) AS `lines_recognised`,
CAST(`lines_contested` AS BIGINT) AS `lines_contested`,
CAST(`own_recognised` AS BIGINT) AS `own_recognised`,
CAST(`own_contested` AS BIGINT) AS `own_contested`
FROM (
SELECT
  `t0`.`account_no`,
  `t0`.`claimed_fen`,
  `t0`.`low_fen`,
  `t0`.`high_fen`,
  `t0`.`own_low_fen`,
  `t0`.`own_high_fen`,
  `t0`.`rigid_claimed_fen`,
  `t0`.`rigid_low_fen`,
  `t0`.`rigid_high_fen`,
  `t0`.`tally` & 1048575 AS `lines`,
  (
    SHIFTRIGHT(`t0`.`tally`, 20)
  ) & 1048575 AS `lines_recognised`,
  (
    SHIFTRIGHT(`t0`.`tally`, 40)
  ) & 1048575 AS `lines_contested`,
  `t0`.`own_tally` & 1048575 AS `own_recognised`,
  (
    SHIFTRIGHT(`t0`.`own_tally`, 20)
  ) & 1048575 AS `own_contested`
FROM `account_sums` AS `t0`
) AS `made`
