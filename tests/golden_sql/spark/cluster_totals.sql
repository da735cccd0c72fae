SELECT CAST(`draw` AS STRING) AS `draw`,
CAST(`rate` AS STRING) AS `rate`,
CAST(`stratum` AS STRING) AS `stratum`,
CAST(`cluster` AS STRING) AS `cluster`,
CAST(`hit` AS DOUBLE) AS `hit`,
CAST(`asked` AS DOUBLE) AS `asked`,
CAST(`rows` AS BIGINT) AS `rows`
FROM (
SELECT
  *
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t7`.`draw`,
      'recognises_exit' AS `rate`,
      `t7`.`stratum`,
      `t7`.`cluster`,
      `t7`.`hit`,
      `t7`.`asked`,
      `t7`.`rows`
    FROM (
      SELECT
        `t1`.`draw`,
        `t1`.`stratum`,
        `t1`.`cluster`,
        SUM(CASE WHEN `t1`.`is_so` THEN `t1`.`weight` ELSE 0.0 END) AS `hit`,
        SUM(`t1`.`weight`) AS `asked`,
        COUNT(CASE WHEN `t1`.`is_so` IS NOT NULL THEN 1 ELSE NULL END) AS `rows`
      FROM (
        SELECT
          `t0`.`draw`,
          `t0`.`stratum`,
          `t0`.`cluster`,
          `t0`.`weight` * 1.0 AS `weight`,
          `t0`.`recognises_exit` AS `is_so`
        FROM `checks` AS `t0`
        WHERE
          `t0`.`recognises_exit` IS NOT NULL
          AND (
            (
              `t0`.`weight` * 1.0
            ) IS NOT NULL AND NOT ISNAN(`t0`.`weight` * 1.0)
          )
      ) AS `t1`
      GROUP BY
        1,
        2,
        3
    ) AS `t7`
  ) AS `t13`
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      `t8`.`draw`,
      'recognises_helper' AS `rate`,
      `t8`.`stratum`,
      `t8`.`cluster`,
      `t8`.`hit`,
      `t8`.`asked`,
      `t8`.`rows`
    FROM (
      SELECT
        `t2`.`draw`,
        `t2`.`stratum`,
        `t2`.`cluster`,
        SUM(CASE WHEN `t2`.`is_so` THEN `t2`.`weight` ELSE 0.0 END) AS `hit`,
        SUM(`t2`.`weight`) AS `asked`,
        COUNT(CASE WHEN `t2`.`is_so` IS NOT NULL THEN 1 ELSE NULL END) AS `rows`
      FROM (
        SELECT
          `t0`.`draw`,
          `t0`.`stratum`,
          `t0`.`cluster`,
          `t0`.`weight` * 1.0 AS `weight`,
          `t0`.`recognises_helper` AS `is_so`
        FROM `checks` AS `t0`
        WHERE
          `t0`.`recognises_helper` IS NOT NULL
          AND (
            (
              `t0`.`weight` * 1.0
            ) IS NOT NULL AND NOT ISNAN(`t0`.`weight` * 1.0)
          )
      ) AS `t2`
      GROUP BY
        1,
        2,
        3
    ) AS `t8`
  ) AS `t14`
) AS `t18`
UNION ALL
SELECT
  *
FROM (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t9`.`draw`,
        'wrongly_exited' AS `rate`,
        `t9`.`stratum`,
        `t9`.`cluster`,
        `t9`.`hit`,
        `t9`.`asked`,
        `t9`.`rows`
      FROM (
        SELECT
          `t3`.`draw`,
          `t3`.`stratum`,
          `t3`.`cluster`,
          SUM(CASE WHEN `t3`.`is_so` THEN `t3`.`weight` ELSE 0.0 END) AS `hit`,
          SUM(`t3`.`weight`) AS `asked`,
          COUNT(CASE WHEN `t3`.`is_so` IS NOT NULL THEN 1 ELSE NULL END) AS `rows`
        FROM (
          SELECT
            `t0`.`draw`,
            `t0`.`stratum`,
            `t0`.`cluster`,
            `t0`.`weight` * 1.0 AS `weight`,
            `t0`.`should_not_have_exited` AS `is_so`
          FROM `checks` AS `t0`
          WHERE
            `t0`.`group` = 'exited'
            AND `t0`.`should_not_have_exited` IS NOT NULL
            AND (
              (
                `t0`.`weight` * 1.0
              ) IS NOT NULL AND NOT ISNAN(`t0`.`weight` * 1.0)
            )
        ) AS `t3`
        GROUP BY
          1,
          2,
          3
      ) AS `t9`
    ) AS `t15`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t12`.`draw`,
        'missed' AS `rate`,
        `t12`.`stratum`,
        `t12`.`cluster`,
        `t12`.`hit`,
        `t12`.`asked`,
        `t12`.`rows`
      FROM (
        SELECT
          `t6`.`draw`,
          `t6`.`stratum`,
          `t6`.`cluster`,
          SUM(CASE WHEN `t6`.`is_so` THEN `t6`.`weight` ELSE 0.0 END) AS `hit`,
          SUM(`t6`.`weight`) AS `asked`,
          COUNT(CASE WHEN `t6`.`is_so` IS NOT NULL THEN 1 ELSE NULL END) AS `rows`
        FROM (
          SELECT
            `t0`.`draw`,
            `t0`.`stratum`,
            `t0`.`cluster`,
            `t0`.`weight` * CAST(`t0`.`people` AS DOUBLE) AS `weight`,
            `t0`.`should_be_registered` AS `is_so`
          FROM `checks` AS `t0`
          WHERE
            `t0`.`group` = 'unregistered'
            AND `t0`.`should_be_registered` IS NOT NULL
            AND (
              (
                `t0`.`weight` * CAST(`t0`.`people` AS DOUBLE)
              ) IS NOT NULL
              AND NOT ISNAN(`t0`.`weight` * CAST(`t0`.`people` AS DOUBLE))
            )
        ) AS `t6`
        GROUP BY
          1,
          2,
          3
      ) AS `t12`
    ) AS `t20`
  ) AS `t21`
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t10`.`draw`,
        'recognises_policy' AS `rate`,
        `t10`.`stratum`,
        `t10`.`cluster`,
        `t10`.`hit`,
        `t10`.`asked`,
        `t10`.`rows`
      FROM (
        SELECT
          `t4`.`draw`,
          `t4`.`stratum`,
          `t4`.`cluster`,
          SUM(CASE WHEN `t4`.`is_so` THEN `t4`.`weight` ELSE 0.0 END) AS `hit`,
          SUM(`t4`.`weight`) AS `asked`,
          COUNT(CASE WHEN `t4`.`is_so` IS NOT NULL THEN 1 ELSE NULL END) AS `rows`
        FROM (
          SELECT
            `t0`.`draw`,
            `t0`.`stratum`,
            `t0`.`cluster`,
            `t0`.`weight` * 1.0 AS `weight`,
            `t0`.`recognises_policy` AS `is_so`
          FROM `checks` AS `t0`
          WHERE
            `t0`.`recognises_policy` IS NOT NULL
            AND (
              (
                `t0`.`weight` * 1.0
              ) IS NOT NULL AND NOT ISNAN(`t0`.`weight` * 1.0)
            )
        ) AS `t4`
        GROUP BY
          1,
          2,
          3
      ) AS `t10`
    ) AS `t16`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t11`.`draw`,
        'recognises_measures' AS `rate`,
        `t11`.`stratum`,
        `t11`.`cluster`,
        `t11`.`hit`,
        `t11`.`asked`,
        `t11`.`rows`
      FROM (
        SELECT
          `t5`.`draw`,
          `t5`.`stratum`,
          `t5`.`cluster`,
          SUM(CASE WHEN `t5`.`is_so` THEN `t5`.`weight` ELSE 0.0 END) AS `hit`,
          SUM(`t5`.`weight`) AS `asked`,
          COUNT(CASE WHEN `t5`.`is_so` IS NOT NULL THEN 1 ELSE NULL END) AS `rows`
        FROM (
          SELECT
            `t0`.`draw`,
            `t0`.`stratum`,
            `t0`.`cluster`,
            `t0`.`weight` * 1.0 AS `weight`,
            `t0`.`recognises_measures` AS `is_so`
          FROM `checks` AS `t0`
          WHERE
            `t0`.`recognises_measures` IS NOT NULL
            AND (
              (
                `t0`.`weight` * 1.0
              ) IS NOT NULL AND NOT ISNAN(`t0`.`weight` * 1.0)
            )
        ) AS `t5`
        GROUP BY
          1,
          2,
          3
      ) AS `t11`
    ) AS `t17`
  ) AS `t19`
) AS `t22`
) AS `made`
