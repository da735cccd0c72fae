WITH decided AS (
    SELECT status.household, status.since, chosen.answer
    FROM statuses_standing AS status
    LEFT JOIN chosen ON chosen.target = status.id AND chosen.target_digest = status.digest
    WHERE status.place = 1
),
once AS (
    SELECT DISTINCT household FROM statuses
    WHERE list_contains(getvariable('once_registered'), status)
        AND NOT EXISTS (SELECT 1 FROM withdrawals WHERE withdrawals.target = statuses.id)
)
SELECT
    numbers.household_no,
    homes.place AS area_code,
    helpers.helper_no,
    nullif(homes.people, 0) AS people,
    nullif(homes.status, '') AS status,
    decided.since AS status_since,
    CASE decided.answer WHEN 'recognised' THEN TRUE WHEN 'contested' THEN FALSE END AS status_recognised,
    CASE WHEN once.household IS NOT NULL THEN TRUE ELSE said.was_registered END AS was_registered
FROM homes
JOIN numbers USING (household)
LEFT JOIN helpers ON helpers.helper = homes.helper
LEFT JOIN decided USING (household)
LEFT JOIN once USING (household)
LEFT JOIN said_of_households AS said USING (household)
ORDER BY numbers.household_no
