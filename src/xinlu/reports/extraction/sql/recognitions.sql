SELECT
    numbers.household_no,
    row_number() OVER (PARTITION BY household ORDER BY received_at, id) AS recognition_no,
    target_kind,
    CASE answer WHEN 'recognised' THEN 1 WHEN 'contested' THEN 2 ELSE 0 END AS answer,
    grade,
    is_shared_phone,
    answered_on AS said_on
FROM given
JOIN numbers USING (household)
WHERE NOT is_withdrawn
ORDER BY numbers.household_no, recognition_no
