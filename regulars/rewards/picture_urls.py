"""Pictures of rewards: what customers see of this room at a brand's own address."""

from django.urls import path

from regulars.rewards.views import pictures

app_name = "rewards"
urlpatterns = [path("rewards/<int:reward_id>/picture/<slug:digest>", pictures.picture, name="picture")]
