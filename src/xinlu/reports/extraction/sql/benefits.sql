-- Payments that offices report (entitlement.selectors.benefits). Whether the money helped is asked nowhere yet.
SELECT
    numbers.household_no,
    row_number() OVER (PARTITION BY paid.household ORDER BY paid.happened_on, paid.received_at, paid.id) AS benefit_no,
    paid.policy,
    paid.amount_fen,
    paid.happened_on AS paid_on,
    CASE chosen.answer WHEN 'recognised' THEN TRUE WHEN 'contested' THEN FALSE END AS received,
    NULL AS helped,
    CASE WHEN chosen.answer IN ('recognised', 'contested') THEN chosen.grade ELSE 0 END AS grade
FROM benefits_heads AS paid
JOIN numbers ON numbers.household = paid.household
LEFT JOIN chosen ON chosen.target = paid.id AND chosen.target_digest = paid.digest
WHERE paid.step = 'paid'
ORDER BY numbers.household_no, benefit_no
