CREATE OR REPLACE TEMP TABLE set_aside_of_areas AS
SELECT each.area, each.set_aside AS target
FROM settlements_of_areas AS each
WHERE NOT EXISTS (
    SELECT 1 FROM settlements_of_areas AS anew WHERE anew.area = each.area AND anew.supersedes = each.id
);

CREATE OR REPLACE TEMP TABLE parameters_heads AS
SELECT * FROM parameters AS each
WHERE NOT EXISTS (SELECT 1 FROM parameters AS newer WHERE newer.area = each.area AND newer.supersedes = each.id)
    AND NOT EXISTS (SELECT 1 FROM withdrawals_of_areas AS gone WHERE gone.area = each.area AND gone.target = each.id)
    AND NOT EXISTS (SELECT 1 FROM set_aside_of_areas AS gone WHERE gone.area = each.area AND gone.target = each.id);
