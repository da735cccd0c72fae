-- The standing account of each period (casework.selectors.accounts.standing_accounts).
CREATE OR REPLACE TEMP TABLE standing_accounts AS
WITH first_of_each AS (
    SELECT * FROM accounts_standing
    QUALIFY row_number() OVER (PARTITION BY household, period_end ORDER BY place) = 1
)
SELECT
    numbers.household_no,
    getvariable('account_base') + row_number() OVER (ORDER BY numbers.household_no, account.period_end) - 1 AS account_no,
    account.*
FROM first_of_each AS account
JOIN numbers USING (household);
