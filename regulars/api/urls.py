"""The public API: everything below `/api/`."""

import json
from typing import Any

from django.http import HttpRequest
from django.urls import path
from ninja import NinjaAPI, Swagger
from ninja.parser import Parser

from regulars.api import problems
from regulars.api.door import behind_the_door, nothing_here
from regulars.api.shapes import Problem
from regulars.api.signing_in import Bearer, Session
from regulars.api.views import (
    articles,
    automation,
    commerce,
    companies,
    conversations,
    customers,
    earning,
    fields,
    goodwill,
    house,
    loyalty,
    merging,
    messages,
    organising,
    predictions,
    programmes,
    referrals,
    reports,
    rewards,
    segments,
    store,
    surprises,
    surveys,
    verbs,
)

DESCRIPTION = """\
Everything the desk can do with conversations, messages and customers, with the articles of the help centres, and with points.

**Signing in.** `bin/regulars token create EMAIL` prints a token; send it as `Authorization: Bearer rgl_…`.

**Rights.** A token may do what its agent's role includes, in the inboxes that the agent works in. Other things are not found, or refused
with 403, which says what is missing.

**Pages.** Lists answer `{"items": […], "next": "…"}`; ask again with `cursor=` that word until `next` is null.

**Problems** are `application/problem+json` and name the field: `{"title", "status", "errors": [{"field", "message", "code"}]}`.
A request that is refused has changed nothing.

**Asking twice.** With an `Idempotency-Key` header of your choice, a repeated POST, PATCH or DELETE is answered as the first
was and has no second effect, for 30 days.

**Limits.** 100 requests a second in the long run, 6000 at once; beyond that 429 with `Retry-After`.
"""


class StrictJson(Parser):
    """JSON without what JSON does not have."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(request.body, parse_constant=_no_number)


class OurAPI(NinjaAPI):
    """Says of every operation that it may answer with a problem."""

    def get_openapi_schema(self, **words: Any) -> Any:
        described = super().get_openapi_schema(**words)
        shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        described["components"]["schemas"] |= {**shape.pop("$defs"), "Problem": shape}
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for operations in described["paths"].values():
            for operation in operations.values():
                operation["responses"]["default"] = {"description": "What is wrong", "content": content}
        return described


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


api = OurAPI(
    title="Regulars API",
    version="1",
    description=DESCRIPTION,
    auth=[Bearer(), Session()],
    parser=StrictJson(),
    docs=Swagger(settings={"persistAuthorization": True}),
    urls_namespace="api",
)
problems.listen(api)
for part in (
    conversations,
    verbs,
    organising,
    messages,
    customers,
    merging,
    companies,
    commerce,
    fields,
    automation,
    articles,
    loyalty,
    programmes,
    segments,
    earning,
    referrals,
    store,
    surveys,
    reports,
    house,
    surprises,
    rewards,
    goodwill,
    predictions,
):
    api.add_router("", part.router)

patterns, _app_name, namespace = api.urls
app_name = namespace
urlpatterns = [*behind_the_door(patterns), path("<path:path>", nothing_here)]
