SELECT
    numbers.household_no,
    row_number() OVER (
        PARTITION BY household
        ORDER BY coalesce(list_position(getvariable('relations'), relation), 99), coalesce(born_on, DATE '9999-12-31'), member
    ) AS member_no,
    born_on,
    nullif(sex, '') AS sex,
    nullif(schooling, '') AS schooling,
    nullif(health, '') AS health,
    nullif(labour, '') AS labour,
    medical_insurance
FROM persons
JOIN numbers USING (household)
WHERE lives_there
ORDER BY numbers.household_no, member_no
