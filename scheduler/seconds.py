"""Moments of rows, read as the format has them: no dates are made of them in between."""

from __future__ import annotations

from django.db.models import BigIntegerField, Func


class Seconds(Func):
    """A moment as whole seconds since the Unix epoch; null stays null."""

    template = "floor(extract(epoch from %(expressions)s))::bigint"
    arity = 1
    output_field = BigIntegerField()
