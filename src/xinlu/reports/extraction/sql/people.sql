-- The persons of each household: of each the version that counts, and whether they live there on the day
-- (registry.selectors.members). Persons of one place and birth are told apart by their ids: their names are not read.
CREATE OR REPLACE TEMP TABLE persons AS
SELECT
    *,
    (joined_on IS NULL OR joined_on <= getvariable('today')) AND (left_on IS NULL OR getvariable('today') < left_on)
        AS lives_there,
    year(getvariable('today')) - year(born_on)
        - CAST(
            month(getvariable('today')) * 100 + day(getvariable('today')) < month(born_on) * 100 + day(born_on) AS INTEGER
        ) AS age
FROM members_standing
QUALIFY row_number() OVER (PARTITION BY household, member ORDER BY place) = 1;
