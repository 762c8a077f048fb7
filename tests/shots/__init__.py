"""Pictures of every page, to be looked at: ``make shots``, or some: ``make shots ARGS="queue --only phone,dark"``."""
