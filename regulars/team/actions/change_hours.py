from django.db import connection

from regulars.team.models import HoursChange

FOLLOWERS = "promises"  # the channel of those who count by hours


def change_hours() -> None:
    """Let everything that counts by working hours be reckoned anew, from when this transaction ends."""
    HoursChange.objects.create()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [FOLLOWERS])
