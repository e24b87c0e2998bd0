"""The benchmark: our planner against a plain one on public instances, and against other engines where they can play.

`runs` plans in processes of their own, `table` prints and writes; `statement`, `answer`, `contest` and `peers/`
are the comparison with engines for pickup and delivery.
"""
