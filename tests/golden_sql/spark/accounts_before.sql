SELECT CAST(`household_no` AS BIGINT) AS `household_no`,
CAST(`before_head_fen` AS BIGINT) AS `before_head_fen`
FROM (
SELECT
  `t12`.`household_no`,
  CASE
    WHEN `t7`.`claimed_fen` < 0
    THEN -(
      CAST(FLOOR(
        (
          (
            ABS(`t7`.`claimed_fen`) * 2
          ) + CAST(`t8`.`heads` AS BIGINT)
        ) / (
          NULLIF(CAST(`t8`.`heads` AS BIGINT) * 2, 0)
        )
      ) AS BIGINT)
    )
    ELSE CAST(FLOOR(
      (
        (
          ABS(`t7`.`claimed_fen`) * 2
        ) + CAST(`t8`.`heads` AS BIGINT)
      ) / (
        NULLIF(CAST(`t8`.`heads` AS BIGINT) * 2, 0)
      )
    ) AS BIGINT)
  END AS `before_head_fen`
FROM (
  SELECT
    `t10`.`household_no`,
    MAX(`t10`.`account_no`) AS `account_no`
  FROM (
    SELECT
      `t9`.`account_no`,
      `t9`.`household_no`,
      `t9`.`heads`,
      `t9`.`reckoned_on`,
      `t9`.`rules_no`,
      `t9`.`line_fen`,
      `t9`.`is_reached`
    FROM (
      SELECT
        *
      FROM `placed_accounts` AS `t1`
      WHERE
        `t1`.`is_reached`
    ) AS `t9`
    LEFT ANTI JOIN `latest_accounts` AS `t3`
      ON `t9`.`account_no` = `t3`.`latest_no`
  ) AS `t10`
  GROUP BY
    1
) AS `t12`
INNER JOIN (
  SELECT
    `t0`.`account_no`,
    `t0`.`claimed_fen`
  FROM `account_sums` AS `t0`
) AS `t7`
  ON `t12`.`account_no` = `t7`.`account_no`
INNER JOIN (
  SELECT
    `t1`.`account_no`,
    `t1`.`heads`
  FROM `placed_accounts` AS `t1`
) AS `t8`
  ON `t12`.`account_no` = `t8`.`account_no`
) AS `made`
