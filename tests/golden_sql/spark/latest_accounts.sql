SELECT CAST(`household_no` AS BIGINT) AS `household_no`,
CAST(`latest_no` AS BIGINT) AS `latest_no`
FROM (
SELECT
  `t1`.`household_no`,
  MAX(`t1`.`account_no`) AS `latest_no`
FROM (
  SELECT
    *
  FROM `placed_accounts` AS `t0`
  WHERE
    `t0`.`is_reached`
) AS `t1`
GROUP BY
  1
) AS `made`
