-- Every answer with its grade, and of each claim the one that holds: not withdrawn, of exactly this digest, through the
-- fewest staff hands, the latest (recognition.answers.holding). `grades` is recognition.grades.grade_of, tabulated.
CREATE OR REPLACE TEMP TABLE given AS
SELECT answers.*, grades.grade, grades.hands, grades.is_shared_phone
FROM answers
JOIN grades USING (channel, answered_on, is_staff, is_shared, households, handed_out_by);

CREATE OR REPLACE TEMP TABLE chosen AS
SELECT
    target,
    target_digest,
    answer,
    own_fen,
    sat_down,
    grade,
    -- A phone whose clock is ahead: what has arrived was said.
    least(answered_on, local_day(received_at)) AS said_on
FROM given
WHERE NOT is_withdrawn
QUALIFY row_number() OVER (PARTITION BY target, target_digest ORDER BY hands DESC, received_at DESC, id) = 1;
