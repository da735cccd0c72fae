WITH answered AS (
    SELECT
        listed.*,
        CASE
            WHEN chosen.answer IS NOT NULL
            THEN {'answer': chosen.answer, 'own_fen': chosen.own_fen, 'grade': chosen.grade, 'said_on': chosen.said_on}
            WHEN forerunners.said.answer = 'contested' THEN forerunners.said
        END AS holds
    FROM listed
    LEFT JOIN chosen ON chosen.target = listed.id AND chosen.target_digest = listed.digest
    LEFT JOIN forerunners ON forerunners.line = listed.id
)
SELECT
    household_no,
    account_no,
    row_number() OVER (PARTITION BY account_no ORDER BY line_no) AS line_no,
    kinds.kind_no,
    income_fen,
    cost_fen,
    CASE holds.answer WHEN 'recognised' THEN 1 WHEN 'contested' THEN 2 ELSE 0 END AS answer,
    CASE holds.answer WHEN 'contested' THEN holds.own_fen END AS own_fen,
    CASE WHEN holds.answer IN ('recognised', 'contested') THEN holds.grade ELSE 0 END AS grade,
    CASE WHEN holds.answer IN ('recognised', 'contested') THEN holds.said_on END AS answered_on
FROM answered
JOIN kinds USING (kind)
ORDER BY account_no, line_no
