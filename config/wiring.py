"""Who hangs what where, in the order of the page. The only list of it."""

PANELS = {"cases.case": [], "customers.account": ["cases.panels.for_account"]}
REFUSALS = {"cases.resolve": [], "cases.close": []}
SUBJECTS = {"case": "cases.panels.visible_to"}  # what people are told about; nobody is told of what they cannot open
