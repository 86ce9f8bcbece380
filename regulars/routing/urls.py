"""Addresses of routing: queues, who answers what, and why."""

from django.urls import path

from regulars.routing.views import agents, escalating, presence, queues, topics, why

app_name = "routing"
urlpatterns = [
    path("settings/routing", queues.queues, name="queues"),
    path("settings/routing/rules", queues.rules, name="rules"),
    path("settings/routing/teams/<int:team_id>", queues.one_queue, name="queue"),
    path("settings/routing/agents/<int:agent_id>", agents.one_agent, name="agent"),
    path("settings/topics", topics.topics, name="topics"),
    path("settings/topics/new", topics.one_topic, name="new_topic"),
    path("settings/topics/usual", topics.usual, name="usual_topics"),
    path("settings/topics/<int:topic_id>", topics.one_topic, name="topic"),
    path("settings/topics/<int:topic_id>/remove", topics.remove, name="remove_topic"),
    path("settings/presence", presence.presence, name="presence"),
    path("conversations/<int:conversation_id>/why", why.why, name="why"),
    path("conversations/<int:conversation_id>/escalate", escalating.hand_up, name="escalate"),
]
