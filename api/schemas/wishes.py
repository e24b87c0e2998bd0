"""What people wish for."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue, model_validator

from api.schemas.base import Code, Day, Input, Money, Text, small

Words = Annotated[list[Text], Field(max_length=50)]


class Wishes(Input):
    """What work somebody wants; what is left out is all the same to them. Further keys are kept.

    `jobs` and `places` are words that are looked for in posts; `pay_from` is a month's; `earliest_on` the first day
    of leaving; `not_employers` codes of employers to whom they do not go.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, JsonValue]

    jobs: Words = Field(default_factory=list)
    places: Words = Field(default_factory=list)
    pay_from: Money | None = None
    earliest_on: Day | None = None
    not_employers: Annotated[list[Code], Field(max_length=50)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _is_small(self) -> Wishes:
        small(self.kept())
        return self

    def kept(self) -> dict[str, JsonValue]:
        """As it is kept: what was said, and nothing else."""
        return self.model_dump(mode="json", exclude_unset=True)
