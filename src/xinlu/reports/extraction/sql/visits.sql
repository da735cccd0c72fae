WITH answered AS (
    SELECT visit.*, chosen.answer, chosen.sat_down, chosen.grade
    FROM visits_heads AS visit
    LEFT JOIN chosen ON chosen.target = visit.id AND chosen.target_digest = visit.digest
)
SELECT
    numbers.household_no,
    row_number() OVER (PARTITION BY household ORDER BY began_at, received_at, id) AS visit_no,
    helpers.helper_no,
    local_day(began_at) AS began_on,
    len(list_filter([house, harvest, school, hospital, water], lambda each: each = 'trouble')) AS troubles,
    CASE answer WHEN 'recognised' THEN TRUE WHEN 'contested' THEN FALSE END AS came,
    CASE answer WHEN 'recognised' THEN sat_down END AS sat_down,
    CASE WHEN answer IN ('recognised', 'contested') THEN grade ELSE 0 END AS grade
FROM answered
JOIN numbers USING (household)
LEFT JOIN helpers ON helpers.helper = answered.author
ORDER BY numbers.household_no, visit_no
