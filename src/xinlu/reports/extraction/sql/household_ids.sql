SELECT numbers.household_no, CAST(homes.household AS VARCHAR) AS household
FROM homes
JOIN numbers USING (household)
ORDER BY numbers.household_no
