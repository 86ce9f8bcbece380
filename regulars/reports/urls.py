"""Addresses of reports."""

from django.urls import path

from regulars.reports.views import dashboards

app_name = "reports"
urlpatterns = [
    path("reports", dashboards.dashboard, name="reports"),
    path("reports/charts/<str:name>", dashboards.charts_script, name="charts_script"),
    path("reports/meanings", dashboards.meanings, name="meanings"),
    path("reports/metrics/<slug:word>", dashboards.metric, name="metric"),
    path("reports/<slug:word>", dashboards.dashboard, name="dashboard"),
]
