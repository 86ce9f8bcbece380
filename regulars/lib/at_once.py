"""A migration that makes the tables of a room."""

from typing import Any

from django.db.migrations import CreateModel, Migration


class AtOnce(Migration):
    """Makes all of its tables as they are in the end, for nothing was there before.

    Django takes one step after the other, and after each renders all models again that have to do with what was made, which is
    nearly all of the house: for a new house that is most of the time until it opens. Here the new models are added to those
    that are rendered. Steps may be those that make tables, what belongs to these, and SQL.
    """

    def apply(self, project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        rendered = project_state.__dict__.pop("apps", None)
        for step in self.operations:
            step.state_forwards(self.app_label, project_state)
        made = {step.name_lower for step in self.operations if isinstance(step, CreateModel)}
        is_new = all(self._model_of(step) in made for step in self.operations if self._model_of(step))
        # Else what was there has changed: all is rendered when the first table asks for it.
        if rendered is not None and is_new:
            rendered.render_multiple([project_state.models[self.app_label, name] for name in made])
            project_state.__dict__["apps"] = rendered
        for step in self.operations:
            if getattr(step, "model_name_lower", None) not in made:  # the tables are made with all that is theirs
                step.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state

    @staticmethod
    def _model_of(step: Any) -> str:
        return getattr(step, "model_name_lower", "") or getattr(step, "name_lower", "")
