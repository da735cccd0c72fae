SELECT code AS area_code, name, level, nullif(parent, '') AS parent_code
FROM areas
ORDER BY code
