"""Pictures of every page, to be looked at: ``make shots``, or ``make shots ARGS="queue --only phone,dark"`` for some."""
