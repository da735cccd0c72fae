-- What is known of the browsers from which several households answered, or that are noted or declared
-- (recognition.selectors.answers); of any other there is nothing to know.
CREATE OR REPLACE TEMP TABLE devices AS
WITH used AS (SELECT device, count(DISTINCT household) AS households FROM answered_by GROUP BY device),
shared AS (
    SELECT DISTINCT shared AS device FROM shared_devices AS each
    WHERE NOT EXISTS (SELECT 1 FROM shared_devices AS newer WHERE newer.area = each.area AND newer.supersedes = each.id)
        AND NOT EXISTS (SELECT 1 FROM withdrawals_of_areas AS gone WHERE gone.area = each.area AND gone.target = each.id)
        AND NOT EXISTS (SELECT 1 FROM set_aside_of_areas AS gone WHERE gone.area = each.area AND gone.target = each.id)
)
SELECT
    coalesce(used.device, staff.device, shared.device) AS device,
    staff.device IS NOT NULL AS is_staff,
    shared.device IS NOT NULL AS is_shared,
    coalesce(used.households, 1) AS households
FROM used
FULL JOIN staff_devices AS staff ON staff.device = used.device
FULL JOIN shared ON shared.device = coalesce(used.device, staff.device)
WHERE used.households > 1 OR staff.device IS NOT NULL OR shared.device IS NOT NULL;
