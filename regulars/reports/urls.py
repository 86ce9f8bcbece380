"""Addresses of reports."""

from django.urls import path

from regulars.reports.views import dashboards, files, mailings, surges

app_name = "reports"
urlpatterns = [
    path("reports", dashboards.dashboard, name="reports"),
    path("reports/now", dashboards.now, name="now"),
    path("reports/charts/<str:name>", files.charts_script, name="charts_script"),
    path("reports/meanings", dashboards.meanings, name="meanings"),
    path("reports/metrics/<slug:metric_word>", dashboards.metric, name="metric"),
    path("reports/metrics/<slug:metric_word>/export.csv", files.metric_file, name="metric_file"),
    path("reports/<slug:word>/export/<slug:kind>", files.dashboard_file, name="file"),
    path("reports/mailings", mailings.mailings, name="mailings"),
    path("reports/mailings/new", mailings.edit, name="new_mailing"),
    path("reports/mailings/<int:mailing_id>", mailings.edit, name="mailing"),
    path("reports/mailings/<int:mailing_id>/remove", mailings.remove, name="remove_mailing"),
    path("reports/surges", surges.surges, name="surges"),
    path("reports/surges/<int:surge_id>", surges.surge, name="surge"),
    path("reports/<slug:word>", dashboards.dashboard, name="dashboard"),
]
