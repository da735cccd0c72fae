SELECT kind_no, kind
FROM kinds
ORDER BY kind_no
