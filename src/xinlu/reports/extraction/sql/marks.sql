-- All that the rows of a household depend on beside the day: how many records it has and when the last came (the ledger
-- only ever grows), what other lists found, and what is known of the browsers that answered for it.
CREATE OR REPLACE TEMP TABLE marks AS
WITH evidence AS (
    SELECT own.household, md5(string_agg(concat_ws(' ', device, is_staff, is_shared, households), ';' ORDER BY device)) AS told
    FROM (SELECT DISTINCT household, device FROM answered_by) AS own
    JOIN devices USING (device)
    GROUP BY own.household
)
SELECT
    CAST(floor(numbers.household_no / getvariable('range_households')) AS BIGINT) AS part,
    md5(string_agg(
        concat_ws(' ', numbers.household_no, numbers.household, entries.entries, entries.last_at, found.raised, found.decided,
            evidence.told),
        ';' ORDER BY numbers.household_no
    )) AS mark
FROM numbers
LEFT JOIN entries USING (household)
LEFT JOIN found USING (household)
LEFT JOIN evidence USING (household)
GROUP BY part;
