SELECT CAST(`county_code` AS STRING) AS `county_code`,
CAST(`households` AS BIGINT) AS `households`
FROM (
SELECT
  `t4`.`county_code`,
  COUNT(*) AS `households`
FROM (
  SELECT
    COALESCE(`t3`.`county_code`, '') AS `county_code`
  FROM `households` AS `t2`
  LEFT OUTER JOIN `place_books` AS `t3`
    ON `t2`.`area_code` = `t3`.`area_code`
) AS `t4`
GROUP BY
  1
) AS `made`
