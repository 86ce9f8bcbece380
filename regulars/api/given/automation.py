"""Rules and macros, and what is done with them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from regulars.api.given.kinds import Given, Id, Words

Tree = Annotated[dict[str, Any], Field(description="See the manual: conditions; `{}` holds always.")]
Steps = Annotated[list[dict[str, Any]], Field(description='Such as `[{"do": "tag", "tag": "vip"}]`.')]
IsSo = Annotated[bool, Field(strict=True)]


class NewRule(Given):
    """It is asked after all others."""

    name: Words
    trigger: Annotated[
        dict[str, Any], Field(description='`{"event": …}`, or `{"alarm": …, "after": …, "in": …, "past": …}`.')
    ]
    conditions: Tree = {}
    steps: Steps
    stops: Annotated[IsSo, Field(description="When it has fired, no later rule is asked about the same event.")] = False
    is_active: IsSo = True


class RuleChanges(Given):
    """What is left out stays."""

    name: Words = ""
    trigger: dict[str, Any] = {}
    conditions: Tree = {}
    steps: Steps = []
    stops: IsSo = False


class Turning(Given):
    on: IsSo


class Moving(Given):
    to: Annotated[int, Field(strict=True, ge=1, lt=10**9, description="From 1; a number beyond the end is the end.")]


class GoingBack(Given):
    to: Annotated[int, Field(strict=True, ge=1, lt=10**9, description="The number of a version.")]


class NewMacro(Given):
    name: Words
    conditions: Annotated[dict[str, Any], Field(description="Where it is offered; “me” is the agent.")] = {}
    steps: Steps
    is_active: Annotated[IsSo, Field(description="Whether agents are offered it.")] = True


class MacroChanges(Given):
    """What is left out stays."""

    name: Words = ""
    conditions: Tree = {}
    steps: Steps = []
    is_active: IsSo = True


class MacroRun(Given):
    macro: Id
