"""Other engines, each a program of its own: `python -m solvers.bench.peers.by_pyvrp PROBLEM ANSWER --seconds S`.

Nothing else imports these modules, so that the planner runs where the engines are not installed.
"""
