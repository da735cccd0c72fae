-- What a standing settlement has set aside (records.selectors.chains.heads).
CREATE OR REPLACE TEMP TABLE set_aside AS
SELECT each.household, each.set_aside AS target
FROM settlements AS each
WHERE NOT EXISTS (
    SELECT 1 FROM settlements AS anew WHERE anew.household = each.household AND anew.supersedes = each.id
);
