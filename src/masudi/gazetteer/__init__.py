"""The user's gazetteers: files of other makers in, checked sites in the user's own store out.

In: a GeoNames dump, a table in our columns, GeoJSON, or a COD-AB table of OCHA. Out: what was stored, or every row that
is at fault. `masudi.resolve.user_places` reads the store.
"""

from masudi.gazetteer.adding import Added, add_gazetteer, remove_gazetteer

__all__ = ["Added", "add_gazetteer", "remove_gazetteer"]
