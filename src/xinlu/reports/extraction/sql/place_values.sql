-- Of several that stand for one place and day the one received last (standards.selection.nearest).
SELECT name, area AS place, value, effective_from AS from_day
FROM parameters_heads
WHERE area <> ''
QUALIFY row_number() OVER (PARTITION BY name, area, effective_from ORDER BY received_at DESC, id DESC) = 1
ORDER BY name, place, from_day
