SELECT household_no, account_no, period_end, reckoned_on, heads
FROM standing_accounts
ORDER BY account_no
