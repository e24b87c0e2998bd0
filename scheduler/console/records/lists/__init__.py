"""How tables of records are searched, filtered and sorted, a module a noun."""
