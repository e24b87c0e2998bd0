"""What needs the reference material in ``../shared`` is collected only where that is (always in CI)."""

from pathlib import Path

_SHARED = Path(__file__).parents[3] / "shared"
collect_ignore = [] if _SHARED.is_dir() else ["reference"]
