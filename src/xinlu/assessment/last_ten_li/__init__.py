"""The last ten li (M4): who will likely stand above the line by a date, what each gap costs to close, and how the cost rises.

Pure numpy. `Histories` are households' own dated accounts, `learned` how such households move, `chances` what that says of
each, `back_test` how far it could be trusted so far, `cost_curve` what is left and what it costs.
"""
