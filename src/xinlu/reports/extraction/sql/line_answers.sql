-- The lines of each account in their order, with the answer that holds (casework.selectors.line_answers): a contest stays
-- with a line through its corrections until the corrected line is answered.
CREATE OR REPLACE TEMP TABLE listed AS
SELECT place.household_no, place.account_no, place.line_no, lines.*
FROM (
    SELECT
        household_no,
        account_no,
        unnest(range(1, len(listed) + 1)) AS line_no,
        CAST(unnest(list_transform(listed, lambda each: each[1])) AS UUID) AS id
    FROM (SELECT household_no, account_no, from_json(lines, '[["VARCHAR"]]') AS listed FROM standing_accounts)
) AS place
JOIN lines USING (id);

CREATE OR REPLACE TEMP TABLE forerunners AS
WITH RECURSIVE chain AS (
    SELECT id AS line, supersedes AS older, 1 AS step FROM listed WHERE supersedes IS NOT NULL
    UNION ALL
    SELECT chain.line, lines.supersedes, chain.step + 1
    FROM chain
    JOIN lines ON lines.id = chain.older
    WHERE lines.supersedes IS NOT NULL AND chain.step < 1000
)
SELECT
    chain.line,
    arg_min(
        {'answer': chosen.answer, 'own_fen': chosen.own_fen, 'grade': chosen.grade, 'said_on': chosen.said_on}, chain.step
    ) AS said
FROM chain
JOIN lines ON lines.id = chain.older
JOIN chosen ON chosen.target = lines.id AND chosen.target_digest = lines.digest
GROUP BY chain.line;
