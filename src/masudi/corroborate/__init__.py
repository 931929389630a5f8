"""Reports that print one text, incidents of many reports, whose accounts these are, and what contradicts what.

In: claims (and texts, for reprints), people's rulings, and whose side publishers are on. Out: links that explain
themselves, groups of claims with ids that last, `Incident` and `Operation` values. Pure functions: no database, no file
but the rules in data/corroborate.yaml. `incidents` and `operations` do a whole case at once; `blocks_of`, `partners`
and `relink` do what new claims touch, with the same result.
"""
