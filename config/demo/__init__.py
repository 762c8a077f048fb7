"""Two believable companies with ninety days behind them, built with the product's own verbs and a moving clock.

``texts/`` says what people are called, what breaks and what is said about it; the modules turn that into rows.
"""
