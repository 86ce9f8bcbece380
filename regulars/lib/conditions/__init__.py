"""One language for conditions: saved views, rules, segments, promises, report filters and programmes all ask with it.

    {"all": [
        {"field": "status", "is": "open"},
        {"any": [{"field": "customer.company", "is": "Acme"}, {"field": "tags", "has": "vip"}]},
        {"not": {"field": "waiting since", "is missing": true}},
    ]}

`all`, `any` and `none` hold a list, `not` one condition; a leaf names a field and exactly one operator (`operators.OPERATORS`).
An empty `all` or `none` is everything, an empty `any` nothing. A room declares its fields in a literal table (`fields.table`)
and may mount another room's (`fields.mounted`); the facts of an event are mounted as constants (`fields.facts`).

It compiles to one thing, a queryset, and `holds` is the same query for one row. Each leaf is true or false, never unknown:
about a missing value (NULL, an empty text, no such attribute) it is false, and so its exact complement (`is not`, `not`) is
true. `is false` does not hold for what is missing. To-many fields ask whether any of the values fits, by EXISTS: no row comes
twice, and `has none of` means none.
"""

from regulars.lib.conditions.asking import holds, matching
from regulars.lib.conditions.explaining import Explanation, Finding, explain
from regulars.lib.conditions.fields import Choice, Field, Fields, bound, choices_of, facts, is_said, mounted, table
from regulars.lib.conditions.flipping import next_flip
from regulars.lib.conditions.reading import check, fields_used
from regulars.lib.conditions.telling import describe, say

__all__ = [
    "Choice",
    "Explanation",
    "Field",
    "Fields",
    "Finding",
    "bound",
    "check",
    "choices_of",
    "is_said",
    "describe",
    "explain",
    "facts",
    "fields_used",
    "holds",
    "matching",
    "mounted",
    "next_flip",
    "say",
    "table",
]
