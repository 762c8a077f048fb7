"""Measures the product on a million cases, each figure as a ratio to a floor beside it: ``python -m bench``."""
