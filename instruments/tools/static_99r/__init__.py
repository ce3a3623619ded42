"""Static-99R (2016 rules): sheet, rules and the way from facts to scores."""
