SELECT
    numbers.household_no,
    row_number() OVER (PARTITION BY finding.household ORDER BY finding.raised_at, finding.id) AS finding_no,
    intakes.topic,
    local_day(finding.raised_at) AS found_on,
    local_day(finding.decided_at) AS settled_on
FROM findings AS finding
JOIN numbers ON numbers.household = finding.household
JOIN intakes ON intakes.id = finding.intake
ORDER BY numbers.household_no, finding_no
