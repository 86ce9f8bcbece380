"""A migration that makes the tables of a room."""

from typing import Any

from django.db.migrations import CreateModel, Migration


class AtOnce(Migration):
    """Makes all of its tables as they are in the end, for nothing was there before.

    Django takes one step after the other, and after each renders all models of the house anew: for a new house that is most
    of the time until it opens. Steps may be those that make tables, what belongs to these, and SQL.
    """

    def apply(self, project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        project_state.__dict__.pop("apps", None)  # rendered once, when the first table asks for its model
        for step in self.operations:
            step.state_forwards(self.app_label, project_state)
        made = {step.name_lower for step in self.operations if isinstance(step, CreateModel)}
        for step in self.operations:
            if getattr(step, "model_name_lower", None) not in made:  # the tables are made with all that is theirs
                step.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state
