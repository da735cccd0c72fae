-- What is known of how each answer came (recognition.selectors.answers): one row an answer.
CREATE OR REPLACE TEMP TABLE handed AS
SELECT
    note.card,
    CASE
        WHEN EXISTS (
            SELECT 1 FROM assignments AS since
            WHERE since.helper = note.handed_by AND since.household = note.household AND since.since <= note.handed_on
        ) THEN 'own_helper'
        ELSE 'other'
    END AS handed_out_by
FROM handovers_heads AS note
QUALIFY row_number() OVER (PARTITION BY note.card ORDER BY note.received_at DESC, note.id DESC) = 1;

CREATE OR REPLACE TEMP TABLE answers AS
SELECT
    said.*,
    EXISTS (SELECT 1 FROM withdrawals WHERE withdrawals.target = said.id) AS is_withdrawn,
    local_day(said.made_at) AS answered_on,
    said.channel = 'card' AND coalesce(devices.is_staff, FALSE) AS is_staff,
    said.channel = 'card' AND coalesce(devices.is_shared, FALSE) AS is_shared,
    CASE WHEN said.channel = 'card' THEN coalesce(devices.households, 1) ELSE 1 END AS households,
    CASE WHEN said.channel = 'card' THEN coalesce(handed.handed_out_by, 'nobody_noted') ELSE 'other' END AS handed_out_by
FROM recognitions AS said
LEFT JOIN devices ON devices.device = said.device
LEFT JOIN handed ON handed.card = said.card;
