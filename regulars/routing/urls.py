"""Addresses of routing: queues, who answers what, and why."""

from django.urls import path

from regulars.routing.views import agents, presence, queues, why

app_name = "routing"
urlpatterns = [
    path("settings/routing", queues.queues, name="queues"),
    path("settings/routing/teams/<int:team_id>", queues.one_queue, name="queue"),
    path("settings/routing/agents/<int:agent_id>", agents.one_agent, name="agent"),
    path("settings/presence", presence.presence, name="presence"),
    path("conversations/<int:conversation_id>/why", why.why, name="why"),
]
